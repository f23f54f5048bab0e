/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/lv1mem: memory regions of the PlayStation 3's LV1 hypervisor.
 */
#ifndef _UAPI_LINUX_LV1MEM_H
#define _UAPI_LINUX_LV1MEM_H

#include <linux/ioctl.h>
#include <linux/types.h>

/**
 * DOC: rules of the ABI
 *
 * An open file owns the regions that were allocated through it. Descriptors
 * made by dup(2), fork(2) or SCM_RIGHTS share the file and so its regions. The
 * last close, mappings counted, releases them all.
 *
 * Every struct starts with @size, which the caller sets to the size of the
 * struct as it knows it. A shorter struct is an old program: the fields it
 * lacks count as zero and are not written. A longer one is a new program: its
 * unknown tail must be zero. Reserved fields must be zero. The layout is the
 * same for 32-bit and 64-bit programs.
 *
 * An ioctl that may ask LV1 has a field @lv1_status. Once @size was found right
 * and the struct could be read, it is written, on failure too: errno set and
 * @lv1_status 0 mean that LV1 did not refuse, or was not asked. Nothing else is
 * written on failure.
 *
 * errno, where the driver refuses without asking LV1:
 *
 * EBADF
 *     The file is not open for writing, and the ioctl changes something.
 * E2BIG
 *     @size is larger than this kernel's struct and the tail is not zero, or
 *     @size is larger than a page.
 * EFAULT
 *     The struct cannot be read or written. What was allocated is given back.
 * EINVAL
 *     @size is smaller than the first version of the struct, a reserved field
 *     or an unknown flag is set, or an argument is out of its range.
 * ENOENT
 *     The file owns no region at this address.
 * EBUSY
 *     The region is mapped.
 * ENOSPC
 *     A limit of the driver is reached; see &struct lv1mem_info. It never
 *     stands for a shortage of LV1.
 * ENOMEM
 *     The kernel is short of memory for its own records (@lv1_status 0).
 * EIO
 *     LV1 gave the address of a live region (@lv1_status 0).
 * EPERM
 *     %LV1MEM_ALLOC_RAW, or a query about what the file does not own, without
 *     CAP_SYS_RAWIO (@lv1_status 0).
 * ESHUTDOWN
 *     The system goes down, and all regions are released.
 * ENOTTY
 *     No such ioctl.
 *
 * errno, where LV1 refused, is the one of its status in the table of
 * include/lv1/status.h: ENOMEM for LV1_RESOURCE_SHORTAGE (-2), ENOENT for
 * LV1_NO_ENTRY (-6), EEXIST for LV1_DUPLICATE_ENTRY (-7), EINVAL for
 * LV1_ILLEGAL_PARAMETER_VALUE (-17) and so on, EIO for one that is not there.
 */

#define LV1MEM_IOC_TYPE		0xBB

/**
 * define LV1MEM_IOC_GET_INFO - what the driver offers, allows and holds
 *
 * Takes &struct lv1mem_info. Does not ask LV1.
 */
#define LV1MEM_IOC_GET_INFO	_IO(LV1MEM_IOC_TYPE, 0x00)

/**
 * define LV1MEM_IOC_ALLOC - allocate a region, lv1_allocate_memory (call 0)
 *
 * Takes &struct lv1mem_alloc. Needs a file open for writing.
 */
#define LV1MEM_IOC_ALLOC	_IO(LV1MEM_IOC_TYPE, 0x01)

/**
 * define LV1MEM_IOC_FREE - release a region, lv1_release_memory (call 13)
 *
 * Takes &struct lv1mem_free. Needs a file open for writing. If LV1 refuses, the
 * file keeps the region.
 */
#define LV1MEM_IOC_FREE		_IO(LV1MEM_IOC_TYPE, 0x02)

/**
 * define LV1MEM_IOC_QUERY - ask LV1 about a region,
 * lv1_query_logical_partition_address_region_info (call 6)
 *
 * Takes &struct lv1mem_query.
 */
#define LV1MEM_IOC_QUERY	_IO(LV1MEM_IOC_TYPE, 0x03)

/**
 * define LV1MEM_IOC_LIST - list the regions of the file
 *
 * Takes &struct lv1mem_list. Does not ask LV1.
 */
#define LV1MEM_IOC_LIST		_IO(LV1MEM_IOC_TYPE, 0x04)

/* &struct lv1mem_info.features */
#define LV1MEM_FEATURE_RAW	0x1	/* %LV1MEM_ALLOC_RAW */
#define LV1MEM_FEATURE_MMAP	0x2	/* regions can be mapped */

/* A limit that is not set. */
#define LV1MEM_UNLIMITED	(~0ULL)

/**
 * struct lv1mem_info - for %LV1MEM_IOC_GET_INFO
 * @size: in: size of this struct in bytes
 * @features: out: LV1MEM_FEATURE_* that this driver has
 * @page_shift: out: log2 of the kernel's page size; a region of smaller pages
 *	cannot be mapped
 * @quarantined_regions: out: regions of closed files that LV1 refused to take
 *	back and that the driver still holds
 * @quarantined_bytes: out: their lengths, summed
 * @file_regions: out: regions that this file owns
 * @file_bytes: out: their lengths, summed
 * @file_max_regions: out: the most regions that a file may own
 * @file_max_bytes: out: the most bytes that a file may own, or
 *	%LV1MEM_UNLIMITED
 * @total_regions: out: regions that all files own, quarantined ones included
 * @total_bytes: out: their lengths, summed
 * @total_max_bytes: out: the most bytes that all files together may own, or
 *	%LV1MEM_UNLIMITED
 */
struct lv1mem_info {
	__u32 size;
	__u32 features;
	__u32 page_shift;
	__u32 quarantined_regions;
	__aligned_u64 quarantined_bytes;
	__aligned_u64 file_regions;
	__aligned_u64 file_bytes;
	__aligned_u64 file_max_regions;
	__aligned_u64 file_max_bytes;
	__aligned_u64 total_regions;
	__aligned_u64 total_bytes;
	__aligned_u64 total_max_bytes;
};

/*
 * Hand @length, @page_shift, @unknown_r5 and @lv1_flags to LV1 as they are.
 * Needs CAP_SYS_RAWIO. The region is tracked and released like any other.
 */
#define LV1MEM_ALLOC_RAW	0x1

/* &struct lv1mem_alloc.mmap_offset of a region that cannot be mapped. */
#define LV1MEM_NOT_MAPPABLE	(~0ULL)

/**
 * struct lv1mem_alloc - for %LV1MEM_IOC_ALLOC
 * @size: in: size of this struct in bytes
 * @flags: in: 0 or %LV1MEM_ALLOC_RAW
 * @length: in: bytes to allocate (LV1's R3); a multiple of the page size, not 0
 * @page_shift: in: log2 of the region's page size (R4), 12 to 63
 * @unknown_r5: in: R5, whose meaning is not documented; 0 unless raw
 * @lv1_flags: in: R6, LV1_MEMORY_* of include/lv1/memory.h; within 0x7 unless
 *	raw
 * @lv1_status: out: what LV1 answered
 * @reserved: in: 0
 * @lpar_addr: out: the region's address in the partition's address space
 * @muid: out: LV1's second output (R5)
 * @mmap_offset: out: the offset to give to mmap(2) on this file for the first
 *	byte of the region, or %LV1MEM_NOT_MAPPABLE if its pages are smaller
 *	than the kernel's, it is longer than 256 MiB or no multiple of its
 *	pages, or Linux cannot map its address
 *
 * A mapping covers whole pages within one region, is cached, and cannot grow.
 * What was in the region before is never seen: it is zeroed before the first
 * mapping. A core dump leaves it out. With MAP_PRIVATE it is for reading, and
 * mprotect(2) does not make it writable: there are no copies of a region's pages.
 * mmap fails with EINVAL for anything else, MAP_PRIVATE with PROT_WRITE included,
 * with ENOMEM when the kernel is short of memory and with ESHUTDOWN when the
 * system goes down; then, to touch what is mapped already is a SIGBUS.
 */
struct lv1mem_alloc {
	__u32 size;
	__u32 flags;
	__aligned_u64 length;
	__aligned_u64 page_shift;
	__aligned_u64 unknown_r5;
	__aligned_u64 lv1_flags;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 lpar_addr;
	__aligned_u64 muid;
	__aligned_u64 mmap_offset;
};

/**
 * struct lv1mem_free - for %LV1MEM_IOC_FREE
 * @size: in: size of this struct in bytes
 * @flags: in: 0
 * @lpar_addr: in: the region's address, as %LV1MEM_IOC_ALLOC gave it
 * @lv1_status: out: what LV1 answered
 * @reserved: in: 0
 */
struct lv1mem_free {
	__u32 size;
	__u32 flags;
	__aligned_u64 lpar_addr;
	__s32 lv1_status;
	__u32 reserved;
};

/**
 * struct lv1mem_query - for %LV1MEM_IOC_QUERY
 * @size: in: size of this struct in bytes
 * @flags: in: 0
 * @lpar_addr: in: an address in a region of this file, or any address with
 *	CAP_SYS_RAWIO
 * @lv1_status: out: what LV1 answered
 * @reserved: in: 0
 * @start: out: first address of the region
 * @length: out: its length in bytes
 * @access_right: out: as LV1 tells it; 3 has been seen
 * @page_shift: out: log2 of the largest page size that the region can be mapped
 *	with, as LV1 tells it
 * @lv1_flags: out: flags of lv1_allocate_memory, as LV1 tells them
 */
struct lv1mem_query {
	__u32 size;
	__u32 flags;
	__aligned_u64 lpar_addr;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 start;
	__aligned_u64 length;
	__aligned_u64 access_right;
	__aligned_u64 page_shift;
	__aligned_u64 lv1_flags;
};

/**
 * struct lv1mem_list_entry - a region, for &struct lv1mem_list
 * @lpar_addr: as &struct lv1mem_alloc has it
 * @length: as &struct lv1mem_alloc has it
 * @page_shift: as &struct lv1mem_alloc has it
 * @muid: as &struct lv1mem_alloc has it
 * @mmap_offset: as &struct lv1mem_alloc has it
 * @mappings: how often it is mapped
 * @reserved: 0
 */
struct lv1mem_list_entry {
	__aligned_u64 lpar_addr;
	__aligned_u64 length;
	__aligned_u64 page_shift;
	__aligned_u64 muid;
	__aligned_u64 mmap_offset;
	__u32 mappings;
	__u32 reserved;
};

/**
 * struct lv1mem_list - for %LV1MEM_IOC_LIST
 * @size: in: size of this struct in bytes
 * @flags: in: 0
 * @entries: in: address of an array of @count entries of @entry_size bytes
 * @entry_size: in: size of an entry as the caller knows it, at least that of
 *	the first version of &struct lv1mem_list_entry; what the driver does not
 *	know of a longer one is zeroed
 * @count: in: how many entries there is room for; out: how many were written
 * @start: in: only regions at this address or above; out: where to go on
 * @file_regions: out: regions that this file owns
 *
 * The regions come by address. When @count comes back as it was, there may be
 * more: the same call again goes on behind the last one. Regions that come or go
 * meanwhile may be in the list or not; no other is left out or comes twice.
 */
struct lv1mem_list {
	__u32 size;
	__u32 flags;
	__aligned_u64 entries;
	__u32 entry_size;
	__u32 count;
	__aligned_u64 start;
	__aligned_u64 file_regions;
};

#endif /* _UAPI_LINUX_LV1MEM_H */
