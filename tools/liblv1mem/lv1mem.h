/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * liblv1mem: memory regions of the PlayStation 3's LV1 hypervisor
 *
 * A thin layer over /dev/lv1mem. <linux/lv1mem.h> has the rules of the device,
 * LV1's statuses and its flags. The functions keep no state, may be called from
 * any thread and, unless their comments say otherwise, return 0 or a negative
 * errno.
 *
 * Lengths and offsets are in bytes. page_shift is log2 of a page size: 12 is
 * 4 KiB.
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
 * @lpar_addr: its address in the partition's address space
 * @length: its length
 * @page_shift: log2 of its page size
 * @muid: LV1's second output; its meaning is not documented
 * @mmap_offset: offset for mmap(2), or LV1MEM_NOT_MAPPABLE
 *
 * The open file owns the region; this struct only describes it.
 */
struct lv1mem_region {
	uint64_t lpar_addr;
	uint64_t length;
	uint64_t page_shift;
	uint64_t muid;
	uint64_t mmap_offset;
};

/**
 * struct lv1mem_raw - the four inputs of lv1_allocate_memory
 * @length: R3, size
 * @page_shift: R4, page_size_exp
 * @r5: R5; its meaning is not documented
 * @lv1_flags: R6, any value
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
 * @counter: number of regions that LV1 allocated to the partition before it
 * @offset: distance from the region's start
 */
struct lv1mem_address {
	unsigned int size_class;
	uint64_t counter;
	uint64_t offset;
};

/**
 * lv1mem_open() - open the device
 * @flags: flags of open(2): O_RDWR to allocate, O_RDONLY to look; O_CLOEXEC
 *	unless programs that this one executes shall inherit the regions
 *
 * The caller closes the descriptor with lv1mem_close(). -ENOENT and -ENXIO mean
 * that the module is not loaded.
 *
 * Return: a file descriptor or a negative errno of open(2).
 */
int lv1mem_open(int flags);

/**
 * lv1mem_close() - close a descriptor from lv1mem_open()
 * @fd: the descriptor; it is closed on failure too
 *
 * The driver releases the regions of the file when its last descriptor and its
 * last mapping are gone.
 *
 * Return: 0 or a negative errno of close(2).
 */
int lv1mem_close(int fd);

/**
 * lv1mem_get_info() - get what is allocated, and the limits
 * @fd: a descriptor from lv1mem_open()
 * @info: filled in, @info->size too
 *
 * Return: 0 or a negative errno; -ENOTTY if this is another device.
 */
int lv1mem_get_info(int fd, struct lv1mem_info *info);

/**
 * lv1mem_alloc() - allocate a region
 * @fd: a descriptor that is open for writing; its file owns the region
 * @length: a multiple of the page size, not 0
 * @page_shift: log2 of the page size, 12 to 63, or 0 for the kernel's page size
 * @lv1_flags: 0 or LV1MEM_LV1_FLAG_TRY_ALT_UNIT
 * @region: filled in on success only; has the page shift that was used
 * @lv1_status: LV1's answer, on failure too; 0 if LV1 did not refuse or was not
 *	asked. May be NULL
 *
 * If LV1 refuses, the errno is that of the status, see lv1mem_status_errno().
 * With status 0 the errno is the driver's: -EINVAL (an argument is out of
 * range), -ENOSPC (a limit of the driver is reached), -ENOMEM (the kernel is
 * short of memory), -EBADF (not open for writing), -EIO (LV1 returned the
 * address of a region that a file already owns) or -ESHUTDOWN (the system is
 * going down).
 *
 * Return: 0 or a negative errno.
 */
int lv1mem_alloc(int fd, uint64_t length, unsigned int page_shift,
		 uint64_t lv1_flags, struct lv1mem_region *region,
		 int32_t *lv1_status);

/**
 * lv1mem_alloc_raw() - pass four values to lv1_allocate_memory unchecked
 * @fd: a descriptor that is open for writing; its file owns the region
 * @raw: the inputs
 * @region: filled in on success only
 * @lv1_status: as for lv1mem_alloc()
 *
 * Needs CAP_SYS_RAWIO, otherwise -EPERM with status 0.
 *
 * Return: 0 or a negative errno, as lv1mem_alloc().
 */
int lv1mem_alloc_raw(int fd, const struct lv1mem_raw *raw,
		     struct lv1mem_region *region, int32_t *lv1_status);

/**
 * lv1mem_free() - release a region
 * @fd: a descriptor, open for writing, of the file that owns the region
 * @lpar_addr: the region's address
 * @lv1_status: as for lv1mem_alloc()
 *
 * On failure the file keeps the region. With status 0 the errno is the
 * driver's: -ENOENT (the file owns no such region), -EBUSY (it is mapped) or
 * -EBADF (not open for writing).
 *
 * Return: 0 or a negative errno.
 */
int lv1mem_free(int fd, uint64_t lpar_addr, int32_t *lv1_status);

/**
 * lv1mem_query() - ask LV1 about the region around an address
 * @fd: a descriptor from lv1mem_open()
 * @lpar_addr: an address in a region of this file, or any with CAP_SYS_RAWIO
 * @answer: valid on success only
 * @lv1_status: as for lv1mem_alloc()
 *
 * Without CAP_SYS_RAWIO, another address gives -EPERM with status 0.
 *
 * Return: 0 or a negative errno.
 */
int lv1mem_query(int fd, uint64_t lpar_addr, struct lv1mem_query *answer,
		 int32_t *lv1_status);

/**
 * lv1mem_list() - list the regions of a file, sorted by address
 * @fd: a descriptor from lv1mem_open()
 * @entries: the caller's array, filled in
 * @count: in: number of entries in the array, 1 or more; out: number of entries
 *	written, 0 on failure
 * @start: in: lowest address to list, 0 for all; out: where to continue
 *
 * If *@count comes back unchanged, there may be more regions: repeat the call
 * to continue after the last one.
 *
 * Return: 0 or a negative errno.
 */
int lv1mem_list(int fd, struct lv1mem_list_entry *entries, uint32_t *count,
		uint64_t *start);

/**
 * lv1mem_find() - find a region of a file by its address
 * @fd: a descriptor from lv1mem_open(), which may come from another program
 * @lpar_addr: the region's address
 * @region: filled in on success only
 *
 * A program that got the descriptor from another one can so map its regions.
 *
 * Return: 0 or a negative errno; -ENOENT if no region of the file starts here.
 */
int lv1mem_find(int fd, uint64_t lpar_addr, struct lv1mem_region *region);

/**
 * lv1mem_map() - map a whole region, shared, readable and writable
 * @fd: a descriptor, open for writing, of the file that owns the region
 * @region: the region
 * @addr: out: where it is mapped
 *
 * The caller unmaps it with lv1mem_unmap(). -ENODEV means that the region
 * cannot be mapped, -EOVERFLOW that it is larger than this program's address
 * space.
 *
 * Return: 0 or a negative errno.
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
 * lv1mem_status_name() - get the name of an LV1 status
 * @lv1_status: 0 or a negative status
 *
 * Return: a constant string such as "LV1_NO_ENTRY", or "unknown status".
 */
const char *lv1mem_status_name(int32_t lv1_status);

/**
 * lv1mem_status_errno() - get the errno that the driver returns for a status
 * @lv1_status: 0 or a negative status
 *
 * Return: a positive errno, EIO for an unknown status, 0 for success.
 */
int lv1mem_status_errno(int32_t lv1_status);

/**
 * lv1mem_status_meaning() - explain an LV1 status
 * @lv1_status: 0 or a negative status
 *
 * Return: a constant phrase without a full stop.
 */
const char *lv1mem_status_meaning(int32_t lv1_status);

/**
 * lv1mem_strerror() - explain why a function failed
 * @err: the negative errno that the function returned
 * @lv1_status: the status that it wrote, or 0
 *
 * If LV1 refused, this is lv1mem_status_meaning(); otherwise the reason of the
 * driver or the library, or strerror(). Use it for functions that take a
 * descriptor; the errnos of lv1mem_open() are those of open(2).
 *
 * Return: a constant phrase without a full stop.
 */
const char *lv1mem_strerror(int err, int32_t lv1_status);

/**
 * lv1mem_decode() - take an LPAR address apart
 * @lpar_addr: an address in or at the start of a region
 * @address: filled in on success
 *
 * -EINVAL means that lv1_allocate_memory cannot have returned this address. The
 * first 128 MiB of a partition are an example.
 *
 * Return: 0 or -EINVAL.
 */
int lv1mem_decode(uint64_t lpar_addr, struct lv1mem_address *address);

#ifdef __cplusplus
}
#endif

#endif /* _LV1MEM_H */
