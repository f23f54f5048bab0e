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
 * made by dup(2), fork(2) or SCM_RIGHTS share the file and its regions. The
 * last close releases all of them; a mapping keeps the file open.
 *
 * Every struct starts with the same four fields: @size, @flags, @lv1_status and
 * @reserved. The layout is the same for 32-bit and 64-bit programs.
 *
 * The caller sets @size to sizeof the struct. A shorter struct comes from an
 * old program: the fields it lacks count as zero and are not written. A longer
 * one comes from a new program: the unknown tail must be zero. @reserved and
 * all unlisted flags must be zero.
 *
 * The driver sets @lv1_status to 0 when it has read the struct, and to LV1's
 * status if LV1 refuses. On failure the driver writes nothing else to the
 * struct, but with EFAULT some outputs may be written.
 *
 * The driver itself fails with these errnos. @lv1_status is then 0, or
 * unchanged if the driver has not read the struct:
 *
 * EBADF
 *     ALLOC or FREE needs a file that is open for writing.
 * E2BIG
 *     @size is larger than this kernel's struct and the tail is not zero, or
 *     @size or @entry_size is larger than 4096.
 * EFAULT
 *     The struct, or the array of LIST, cannot be read or written. If ALLOC had
 *     allocated a region, the driver has released it.
 * EINVAL
 *     @size or @entry_size is smaller than the first version of its struct,
 *     @reserved or an unknown flag is set, or an argument is out of range.
 * ENOENT
 *     The file owns no region at this address.
 * EBUSY
 *     The region is mapped.
 * ENOSPC
 *     A limit of the driver is reached; see &struct lv1mem_info. ENOSPC never
 *     stands for a shortage of LV1.
 * ENOMEM
 *     The kernel is short of memory.
 * EIO
 *     LV1 returned the address of a region that a file already owns.
 * EPERM
 *     %LV1MEM_ALLOC_RAW, or a query about an address outside of the file's
 *     regions, without CAP_SYS_RAWIO.
 * ESHUTDOWN
 *     The system is going down, and all regions are released.
 * ENOTTY
 *     No such ioctl.
 *
 * If LV1 refuses, &enum lv1mem_status has the errno for each status. A status
 * that is not in the list gives EIO.
 */

/*
 * LV1's answers in @lv1_status, and the errno for each. The names are those of
 * the kernel's enum lv1_result with a prefix; -12 has no name there.
 */
enum lv1mem_status {
	LV1MEM_LV1_SUCCESS			= 0,
	LV1MEM_LV1_RESOURCE_SHORTAGE		= -2,	/* ENOMEM */
	LV1MEM_LV1_NO_PRIVILEGE			= -3,	/* EPERM */
	LV1MEM_LV1_DENIED_BY_POLICY		= -4,	/* EPERM */
	LV1MEM_LV1_ACCESS_VIOLATION		= -5,	/* EACCES */
	LV1MEM_LV1_NO_ENTRY			= -6,	/* ENOENT */
	LV1MEM_LV1_DUPLICATE_ENTRY		= -7,	/* EEXIST */
	LV1MEM_LV1_TYPE_MISMATCH		= -8,	/* EINVAL */
	LV1MEM_LV1_BUSY				= -9,	/* EBUSY */
	LV1MEM_LV1_EMPTY			= -10,	/* ENODATA */
	LV1MEM_LV1_WRONG_STATE			= -11,	/* EBADFD */
	LV1MEM_LV1_STATUS_12			= -12,	/* EOPNOTSUPP */
	LV1MEM_LV1_NO_MATCH			= -13,	/* ENOENT */
	LV1MEM_LV1_ALREADY_CONNECTED		= -14,	/* EALREADY */
	LV1MEM_LV1_UNSUPPORTED_PARAMETER_VALUE	= -15,	/* EINVAL */
	LV1MEM_LV1_CONDITION_NOT_SATISFIED	= -16,	/* EINVAL */
	LV1MEM_LV1_ILLEGAL_PARAMETER_VALUE	= -17,	/* EINVAL */
	LV1MEM_LV1_BAD_OPTION			= -18,	/* EINVAL */
	LV1MEM_LV1_IMPLEMENTATION_LIMITATION	= -19,	/* EOPNOTSUPP */
	LV1MEM_LV1_NOT_IMPLEMENTED		= -20,	/* EOPNOTSUPP */
	LV1MEM_LV1_INVALID_CLASS_ID		= -21,	/* EIO */
	LV1MEM_LV1_CONSTRAINT_NOT_SATISFIED	= -22,	/* EIO */
	LV1MEM_LV1_ALIGNMENT_ERROR		= -23,	/* EIO */
	LV1MEM_LV1_HARDWARE_ERROR		= -24,	/* EIO */
	LV1MEM_LV1_INVALID_DATA_FORMAT		= -25,	/* EIO */
	LV1MEM_LV1_INVALID_OPERATION		= -26,	/* EOPNOTSUPP */
	LV1MEM_LV1_INTERNAL_ERROR		= -32768, /* EIO */
};

#define LV1MEM_IOC_TYPE		0xBB

/**
 * define LV1MEM_IOC_GET_INFO - get what is allocated, and the limits
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

/* No limit */
#define LV1MEM_UNLIMITED	(~0ULL)

/**
 * struct lv1mem_info - for %LV1MEM_IOC_GET_INFO
 * @size: in: size of this struct in bytes
 * @flags: in: 0
 * @lv1_status: out: 0
 * @reserved: in: 0
 * @page_shift: out: log2 of the kernel's page size; a region of smaller pages
 *	cannot be mapped
 * @file_regions: out: regions that this file owns
 * @file_bytes: out: sum of their lengths
 * @total_regions: out: regions of all files, and quarantined ones
 * @total_bytes: out: sum of their lengths
 * @quarantined_regions: out: regions that LV1 refused to take back and that no
 *	file owns; the driver offers one of them to LV1 again at each ALLOC
 * @quarantined_bytes: out: sum of their lengths
 * @max_regions: out: limit of @total_regions
 * @max_bytes: out: limit of @total_bytes, or %LV1MEM_UNLIMITED
 */
struct lv1mem_info {
	__u32 size;
	__u32 flags;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 page_shift;
	__aligned_u64 file_regions;
	__aligned_u64 file_bytes;
	__aligned_u64 total_regions;
	__aligned_u64 total_bytes;
	__aligned_u64 quarantined_regions;
	__aligned_u64 quarantined_bytes;
	__aligned_u64 max_regions;
	__aligned_u64 max_bytes;
};

/*
 * A raw request: @length, @page_shift, @r5 and @lv1_flags go to LV1 unchecked.
 * Needs CAP_SYS_RAWIO. The driver tracks and releases the region like any
 * other.
 */
#define LV1MEM_ALLOC_RAW	0x1

/*
 * The known flags of lv1_allocate_memory, for &struct lv1mem_alloc.lv1_flags.
 * A request that is not raw may have only %LV1MEM_LV1_FLAG_TRY_ALT_UNIT, which
 * Linux uses for its own memory. It is not known what the others do to a mapped
 * region.
 */
#define LV1MEM_LV1_FLAG_TRANSFERABLE	0x1
#define LV1MEM_LV1_FLAG_DESTROY_ANYTIME	0x2
#define LV1MEM_LV1_FLAG_TRY_ALT_UNIT	0x4
#define LV1MEM_LV1_FLAG_ADDR_ZERO	0x8

/* &struct lv1mem_alloc.mmap_offset of a region that cannot be mapped */
#define LV1MEM_NOT_MAPPABLE	(~0ULL)

/**
 * struct lv1mem_alloc - for %LV1MEM_IOC_ALLOC
 * @size: in: size of this struct in bytes
 * @flags: in: 0 or %LV1MEM_ALLOC_RAW
 * @lv1_status: out: LV1's answer, &enum lv1mem_status
 * @reserved: in: 0
 * @length: in: bytes to allocate: a multiple of the page size, not 0; LV1 gets
 *	it in register R3
 * @page_shift: in: log2 of the region's page size, 12 to 63, or 0 for the
 *	kernel's page size (R4); out: the page shift that LV1 was given
 * @r5: in: R5, whose meaning is not documented; 0 unless raw
 * @lv1_flags: in: LV1MEM_LV1_FLAG_* (R6)
 * @lpar_addr: out: the region's address in the partition's address space
 * @muid: out: LV1's second output (R5), whose purpose is not known
 * @mmap_offset: out: the offset at which mmap(2) on this file finds the
 *	region's first byte, or %LV1MEM_NOT_MAPPABLE. A region can be mapped if
 *	its page size is at least the kernel's, its length is a multiple of its
 *	page size and at most 256 MiB, and Linux can map its address
 *
 * A mapping covers whole pages of one region, is cached, cannot grow, and is
 * not part of core dumps. The region is zeroed before the first mapping.
 * MAP_PRIVATE is for reading only, and mprotect(2) cannot make such a mapping
 * writable. mmap(2) fails with EINVAL for anything else, MAP_PRIVATE with
 * PROT_WRITE included, with ENOMEM if the kernel is short of memory, and with
 * ESHUTDOWN once the system is going down. An access to an existing mapping
 * then raises SIGBUS.
 *
 * A region has no struct page. Operations that need one fail on a mapping:
 * O_DIRECT, vmsplice(2), process_vm_readv(2), registered buffers of io_uring
 * and shared futexes. Ordinary read(2) and write(2), and ptrace(2), work.
 */
struct lv1mem_alloc {
	__u32 size;
	__u32 flags;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 length;
	__aligned_u64 page_shift;
	__aligned_u64 r5;
	__aligned_u64 lv1_flags;
	__aligned_u64 lpar_addr;
	__aligned_u64 muid;
	__aligned_u64 mmap_offset;
};

/**
 * struct lv1mem_free - for %LV1MEM_IOC_FREE
 * @size: in: size of this struct in bytes
 * @flags: in: 0
 * @lv1_status: out: LV1's answer, &enum lv1mem_status
 * @reserved: in: 0
 * @lpar_addr: in: the region's address from %LV1MEM_IOC_ALLOC
 */
struct lv1mem_free {
	__u32 size;
	__u32 flags;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 lpar_addr;
};

/**
 * struct lv1mem_query - for %LV1MEM_IOC_QUERY
 * @size: in: size of this struct in bytes
 * @flags: in: 0
 * @lv1_status: out: LV1's answer, &enum lv1mem_status
 * @reserved: in: 0
 * @lpar_addr: in: an address in a region of this file, or any address with
 *	CAP_SYS_RAWIO
 * @start: out: first address of the region
 * @length: out: its length in bytes
 * @access_right: out: as LV1 reports it; a console gave 3 for address 0
 * @page_shift: out: log2 of the largest page size that can map the region, as
 *	LV1 reports it
 * @lv1_flags: out: flags of lv1_allocate_memory, as LV1 reports them
 */
struct lv1mem_query {
	__u32 size;
	__u32 flags;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 lpar_addr;
	__aligned_u64 start;
	__aligned_u64 length;
	__aligned_u64 access_right;
	__aligned_u64 page_shift;
	__aligned_u64 lv1_flags;
};

/**
 * struct lv1mem_list_entry - a region, for &struct lv1mem_list
 * @lpar_addr: as in &struct lv1mem_alloc
 * @length: as in &struct lv1mem_alloc
 * @page_shift: as in &struct lv1mem_alloc
 * @muid: as in &struct lv1mem_alloc
 * @mmap_offset: as in &struct lv1mem_alloc
 * @mappings: number of its mappings; mprotect(2) or munmap(2) on a part of a
 *	mapping can split it into two or three
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
 * @lv1_status: out: 0
 * @reserved: in: 0
 * @entries: in: address of an array of @count entries of @entry_size bytes
 * @entry_size: in: size of an entry as the caller knows it, at least that of
 *	the first version of &struct lv1mem_list_entry and at most 4096; the
 *	driver zeroes the part of a longer entry that it does not know
 * @count: in: number of entries in the array; out: number of entries written
 * @start: in: lowest address to list; out: where to continue
 *
 * The regions are sorted by address. If @count comes back unchanged, there may
 * be more regions: repeat the call to continue after the last one. Regions that
 * are allocated or released meanwhile may or may not be listed; every other
 * region is listed once.
 */
struct lv1mem_list {
	__u32 size;
	__u32 flags;
	__s32 lv1_status;
	__u32 reserved;
	__aligned_u64 entries;
	__u32 entry_size;
	__u32 count;
	__aligned_u64 start;
};

#endif /* _UAPI_LINUX_LV1MEM_H */
