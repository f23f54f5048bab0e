#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
# Does what region.c does, with ctypes and the shared library.
import mmap
import os
import sys
from ctypes import CDLL, byref, c_char_p, c_int32, c_uint64

lib = CDLL("liblv1mem.so.0")
lib.lv1mem_strerror.restype = c_char_p
region, status = (c_uint64 * 5)(), c_int32()


def call(name, *arguments):
    if err := lib[name](fd, *arguments, byref(status)):
        sys.exit(f"{name}: {lib.lv1mem_strerror(err, status).decode()}")


if (fd := lib.lv1mem_open(os.O_RDWR | os.O_CLOEXEC)) < 0:
    sys.exit(f"/dev/lv1mem: {os.strerror(-fd)}")
call("lv1mem_alloc", c_uint64(65536), 0, c_uint64(0), region)
lpar_addr, length, page_shift, muid, mmap_offset = region
print(f"{length} bytes at {lpar_addr:#x}")
with mmap.mmap(fd, length, offset=mmap_offset) as memory:
    memory[:22] = b"kept by the hypervisor"
    print("it says:", memory[:22].decode())
call("lv1mem_free", c_uint64(lpar_addr))
