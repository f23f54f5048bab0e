/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * liblv1mem: memory regions of the PlayStation 3's LV1 hypervisor, for programs.
 *
 * A thin layer over /dev/lv1mem; the rules of the device, LV1's statuses and its
 * flags are in <linux/lv1mem.h>. Unless its comment says otherwise, a function
 * returns 0 or a negative errno, keeps no state and may be called from any
 * thread.
 *
 * All lengths and offsets are in bytes. page_shift is the base-2 logarithm of a
 * page size: 12 is 4 KiB.
 *
 * Build 32-bit programs with -D_FILE_OFFSET_BITS=64.
 */
#ifndef _LV1MEM_H
#define _LV1MEM_H

#include <stdint.h>

#include <linux/lv1mem.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LV1MEM_DEVICE "/dev/lv1mem"

/**
 * struct lv1mem_region - an allocated region
 * @lpar_addr: its address in the partition's address space, by which LV1 knows it
 * @length: its length
 * @page_shift: log2 of the page size that it was allocated with
 * @muid: LV1's second output, whose meaning is not documented
 * @mmap_offset: offset for mmap(2), or LV1MEM_NOT_MAPPABLE
 *
 * A plain record: the region belongs to the open file, not to this struct.
 */
struct lv1mem_region {
	uint64_t lpar_addr;
	uint64_t length;
	uint64_t page_shift;
	uint64_t muid;
	uint64_t mmap_offset;
};

/**
 * struct lv1mem_raw - the four inputs of lv1_allocate_memory, register by register
 * @length: R3, size
 * @page_shift: R4, page_size_exp
 * @r5: R5, whose meaning is not documented
 * @lv1_flags: R6, LV1MEM_LV1_FLAG_* or anything else
 */
struct lv1mem_raw {
	uint64_t length;
	uint64_t page_shift;
	uint64_t r5;
	uint64_t lv1_flags;
};

/**
 * struct lv1mem_address - the parts of an LPAR address
 * @size_class: log2 of the region's length, rounded up; 12 to 41
 * @counter: number of regions that LV1 allocated to the partition before this one
 * @offset: distance from the region's start
 */
struct lv1mem_address {
	unsigned int size_class;
	uint64_t counter;
	uint64_t offset;
};

/**
 * lv1mem_open() - open the device
 * @flags: of open(2): O_RDWR to allocate, O_RDONLY to look; O_CLOEXEC unless the
 *	programs that this one executes are to inherit the regions
 *
 * Return: a file descriptor, which the caller closes with lv1mem_close(), or
 * -ENOENT or -ENXIO (no such device: the module is not loaded), -EACCES (no
 * permission), or another negative errno of open(2).
 */
int lv1mem_open(int flags);

/**
 * lv1mem_close() - close a descriptor of lv1mem_open()
 * @fd: the descriptor; it is closed on failure too
 *
 * The driver releases the regions of the file when its last descriptor and its
 * last mapping are gone.
 *
 * Return: 0 or a negative errno of close(2).
 */
int lv1mem_close(int fd);

/**
 * lv1mem_get_info() - what is allocated, and the limits
 * @fd: a descriptor of lv1mem_open()
 * @info: filled in; @info->size too
 *
 * Return: 0, or -ENOTTY (not this device) or another negative errno.
 */
int lv1mem_get_info(int fd, struct lv1mem_info *info);

/**
 * lv1mem_alloc() - allocate a region
 * @fd: a descriptor that is open for writing; its file owns the region
 * @length: a multiple of the page size, not 0
 * @page_shift: log2 of the page size, 12 to 63, or 0 for the kernel's page size
 * @lv1_flags: 0 or LV1MEM_LV1_FLAG_TRY_ALT_UNIT
 * @region: filled in on success, else left as it was; has the page shift that
 *	was really used
 * @lv1_status: LV1's answer, on failure too; 0 if LV1 did not refuse or was not
 *	asked. May be NULL
 *
 * Return: 0, or the errno of *@lv1_status, see lv1mem_status_errno(), or with
 * *@lv1_status 0 -EINVAL (an argument is out of range), -ENOSPC (a limit of the
 * driver is reached), -ENOMEM (the kernel is short of memory), -EBADF (not open
 * for writing), -EIO (LV1 returned the address of a region that a file already
 * owns) or -ESHUTDOWN (the system goes down).
 */
int lv1mem_alloc(int fd, uint64_t length, unsigned int page_shift,
		 uint64_t lv1_flags, struct lv1mem_region *region,
		 int32_t *lv1_status);

/**
 * lv1mem_alloc_raw() - hand four values to lv1_allocate_memory unchecked
 * @fd: a descriptor that is open for writing; its file owns the region
 * @raw: the inputs, any values
 * @region: filled in on success, else left as it was
 * @lv1_status: as for lv1mem_alloc()
 *
 * Return: as lv1mem_alloc(), and -EPERM with *@lv1_status 0 without
 * CAP_SYS_RAWIO.
 */
int lv1mem_alloc_raw(int fd, const struct lv1mem_raw *raw,
		     struct lv1mem_region *region, int32_t *lv1_status);

/**
 * lv1mem_free() - release a region
 * @fd: a descriptor, open for writing, of the file that owns the region
 * @lpar_addr: the region's address
 * @lv1_status: as for lv1mem_alloc()
 *
 * Return: 0, or -ENOENT (with *@lv1_status 0: the file owns no such region),
 * -EBUSY (with *@lv1_status 0: it is mapped), -EBADF (not open for writing), or
 * the errno of *@lv1_status; the file then keeps the region.
 */
int lv1mem_free(int fd, uint64_t lpar_addr, int32_t *lv1_status);

/**
 * lv1mem_query() - ask LV1 about a region
 * @fd: a descriptor of lv1mem_open()
 * @lpar_addr: an address in a region of this file; any address with
 *	CAP_SYS_RAWIO
 * @answer: filled in on success, else its fields mean nothing
 * @lv1_status: as for lv1mem_alloc()
 *
 * Return: 0, or -EPERM (with *@lv1_status 0: the region is not this file's, and
 * CAP_SYS_RAWIO is missing), or the errno of *@lv1_status.
 */
int lv1mem_query(int fd, uint64_t lpar_addr, struct lv1mem_query *answer,
		 int32_t *lv1_status);

/**
 * lv1mem_list() - the regions of a file, by address
 * @fd: a descriptor of lv1mem_open()
 * @entries: the caller's array, filled in
 * @count: in: number of entries in the array, 1 or more; out: number of entries
 *	written, 0 on failure
 * @start: in: list only regions at this address or above, 0 for all; out: where
 *	to continue
 *
 * If *@count comes back unchanged there may be more regions: the same call again
 * continues behind the last one.
 *
 * Return: 0 or a negative errno of the ioctl, such as -EFAULT.
 */
int lv1mem_list(int fd, struct lv1mem_list_entry *entries, uint32_t *count,
		uint64_t *start);

/**
 * lv1mem_find() - find a region of a file by its address
 * @fd: a descriptor of lv1mem_open(), which may come from another program
 * @lpar_addr: the region's address
 * @region: filled in on success, else left as it was
 *
 * A program that was handed a descriptor maps with it the regions of its file.
 *
 * Return: 0, or -ENOENT (no region of the file starts at this address), or
 * another negative errno of lv1mem_list().
 */
int lv1mem_find(int fd, uint64_t lpar_addr, struct lv1mem_region *region);

/**
 * lv1mem_map() - map a whole region, shared, readable and writable
 * @fd: a descriptor, open for writing, of the file that owns the region
 * @region: the region
 * @addr: where it is mapped; the caller unmaps it with lv1mem_unmap()
 *
 * Return: 0, or -ENODEV (the region cannot be mapped), -EOVERFLOW (it is larger
 * than this program's address space), or a negative errno of mmap(2).
 */
int lv1mem_map(int fd, const struct lv1mem_region *region, void **addr);

/**
 * lv1mem_unmap() - unmap what lv1mem_map() mapped
 * @region: the region
 * @addr: where it is mapped
 *
 * Return: 0 or a negative errno of munmap(2).
 */
int lv1mem_unmap(const struct lv1mem_region *region, void *addr);

/**
 * lv1mem_status_name() - the name of an LV1 status
 * @lv1_status: 0 or a negative status
 *
 * Return: a constant string such as "LV1_NO_ENTRY", or "unknown status".
 */
const char *lv1mem_status_name(int32_t lv1_status);

/**
 * lv1mem_status_errno() - the errno that the driver makes of an LV1 status
 * @lv1_status: 0 or a negative status
 *
 * Return: a positive errno, EIO for an unknown status, 0 for 0.
 */
int lv1mem_status_errno(int32_t lv1_status);

/**
 * lv1mem_status_meaning() - an LV1 status in plain words
 * @lv1_status: 0 or a negative status
 *
 * Return: a constant phrase without a full stop.
 */
const char *lv1mem_status_meaning(int32_t lv1_status);

/**
 * lv1mem_strerror() - why a function failed, in plain words
 * @err: the negative errno that the function returned
 * @lv1_status: the status that it wrote, 0 if it has none
 *
 * For every function that takes a descriptor. The errnos of lv1mem_open() mean
 * what they mean for open(2): use strerror().
 *
 * Return: a constant phrase without a full stop: lv1mem_status_meaning() if LV1
 * refused, the reason of the driver or of this library if not, or strerror().
 */
const char *lv1mem_strerror(int err, int32_t lv1_status);

/**
 * lv1mem_decode() - take an LPAR address apart
 * @lpar_addr: an address in or at the start of a region
 * @address: filled in on success
 *
 * Return: 0, or -EINVAL if no region of lv1_allocate_memory can have this
 * address: the first 128 MiB of a partition, for example.
 */
int lv1mem_decode(uint64_t lpar_addr, struct lv1mem_address *address);

#ifdef __cplusplus
}
#endif

#endif /* _LV1MEM_H */
