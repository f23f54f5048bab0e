#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Does what region.c does, with ctypes and the shared library.
import mmap, os, sys
from ctypes import CDLL, Structure, byref, c_char_p, c_int32, c_uint64

class Region(Structure):
    names = "lpar_addr", "length", "page_shift", "muid", "mmap_offset"
    _fields_ = [(name, c_uint64) for name in names]

library = CDLL("liblv1mem.so.0")
library.lv1mem_strerror.restype = c_char_p
region, lv1_status = Region(), c_int32()

fd = library.lv1mem_open(os.O_RDWR | os.O_CLOEXEC)
if fd < 0:
    sys.exit(f"/dev/lv1mem: {os.strerror(-fd)}")
err = library.lv1mem_alloc(fd, c_uint64(65536), 0, c_uint64(0), byref(region), byref(lv1_status))
if err:
    sys.exit(f"allocate: {library.lv1mem_strerror(err, lv1_status).decode()}")
print(f"{region.length} bytes at {region.lpar_addr:#x}")
with mmap.mmap(fd, region.length, offset=region.mmap_offset) as memory:
    memory[:22] = b"kept by the hypervisor"
    print("it says:", memory[:22].decode())
# Without this, the last close would release it.
library.lv1mem_free(fd, c_uint64(region.lpar_addr), None)
library.lv1mem_close(fd)
