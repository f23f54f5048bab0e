/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where no document says what LV1 does, OpenLV1 chose. All choices are here,
 * each with its name; whoever learns better changes it in this file.
 *
 * A1 to A14 are the statements of the reference page of lv1_allocate_memory,
 * see Documentation/lv1-memory.rst.
 */
#ifndef OPENLV1_CHOICES_H
#define OPENLV1_CHOICES_H

#include <lv1/status.h>

#include "../lib/types.h"

LV1_STATUS_ENUM;

/* A piece of the pool, from its start. */
struct memory_extent {
	u64 offset;
	u64 length;
};

/*
 * Memory. A real console's region total is 0xE900000 and its real mode region
 * 128 MiB. Linux takes 96 MiB of the difference in pages of 16 MiB; the 9 MiB
 * left lie in blocks of at most 2 MiB, from which A2 and A3 follow. Where the
 * pieces lie is ours; offsets are from the start of the pool.
 */
#define REAL_MODE_SIZE	     MIB(128)
#define REAL_MODE_PAGE_SHIFT 27
#define REGION_TOTAL	     0xE900000ULL

/* clang-format off */
#define POOL_EXTENTS {					\
	{ MIB(0), MIB(64) },				\
	{ MIB(80), MIB(32) },				\
	/* no block of 4 MiB is naturally aligned here */ \
	{ MIB(128) + MIB(2), MIB(4) },			\
	{ MIB(144) + MIB(2), MIB(4) },			\
	{ MIB(160), MIB(1) },				\
}
/* clang-format on */
#define POOL_MORE MIB(176)

/*
 * A pool that was asked to be larger gets pieces of the same kind behind those,
 * each in twice its size.
 */
#define POOL_PIECE	  MIB(4)
#define POOL_PIECE_OFFSET MIB(2)
#define POOL_MORE_MAX	  MIB(128)
#define POOL_SPAN	  (POOL_MORE + 2 * POOL_MORE_MAX)

/*
 * Memory is not cleared for the partition: a region has what its last owner
 * left. What nobody owned yet, in the pieces that are left when Linux has
 * booted, has this.
 */
#define POOL_DIRT 0xdb5c13a7db5c13a7ULL

/* The first region gets allocation counter 1. */
#define FIRST_ALLOCATION_COUNTER 1

/*
 * lv1_allocate_memory checks its inputs in this order: page_size_exp too small
 * (A8), R5, flags, size. A size of 0 and one that is no multiple of the page
 * size (A1) are illegal. A page size that 64 bits cannot hold is a shortage
 * like every other too large one (A3).
 */
#define STATUS_SIZE_ILLEGAL LV1_ILLEGAL_PARAMETER_VALUE

/* R5 names an entry of a table that has entries 0 and 1 (A6, A7). */
#define MEMORY_R5_ENTRIES 2

/* Flags 0x10 to 0x3ff are accepted and have no effect, as 0x01 to 0x04 have. */

/* Releasing or querying what is no region; releasing from its middle. */
#define STATUS_NO_REGION LV1_NO_ENTRY
/* Releasing the real mode region, or the hash table's window. */
#define STATUS_REGION_KEPT LV1_DENIED_BY_POLICY
/*
 * Access right that a query gives; a real console says 3 for address 0. The hash
 * table's window can be read only.
 */
#define REGION_ACCESS_RIGHT 3
#define WINDOW_ACCESS_RIGHT 1
/* muid of every region (A13). */
#define REGION_MUID 1

/* An address handed over that is not the partition's. */
#define STATUS_BAD_ADDRESS LV1_ACCESS_VIOLATION

/*
 * One virtual address space can exist at a time. Its hash table is always of
 * LV1's largest size, whatever was asked for, and at one place, so that no
 * thread has to be told where it is; the call tells the partition the size.
 */
#define STATUS_NO_MORE_SPACES LV1_RESOURCE_SHORTAGE
#define ADDRESS_SPACE_ID      1
#define HASH_TABLE_SHIFT      20
/* A slot outside the table, and a group whose entries are all bolted. */
#define STATUS_BAD_SLOT	  LV1_ILLEGAL_PARAMETER_VALUE
#define STATUS_GROUP_FULL LV1_RESOURCE_SHORTAGE

/*
 * lv1_map_htab shows the table as the hardware has it, with real addresses, and
 * once at a time. An entry that maps it is made read-only, whatever it asks for.
 * The window goes with its address space.
 */
#define STATUS_TABLE_MAPPED LV1_BUSY

/*
 * No source tells what the five inputs of lv1_invalidate_htab_entries are, and
 * no known program calls it. Here they are the address space and four slots, as
 * lv1_read_htab_entries gives four entries.
 */
#define INVALIDATE_SLOTS 4

/*
 * Ids. Linux cannot take an outlet above 63. With one CPU, it connects the
 * other one's plugs with a PPE id that it never read and that is 0.
 */
#define PARTITION_ID		2
#define MANAGEMENT_PARTITION_ID 1
#define PPE_ID			0
#define OUTLET_COUNT		63

/*
 * What a kernel leaves to one that it starts by kexec, which wants the same anew:
 * plugs that it connected for a CPU that is not there, and the debug console's
 * device, open. Taking a thread's bitmap away disconnects the thread's plugs, and
 * opening a device that is open succeeds, without what it had.
 */
#define PLUGS_OUTLIVE_BITMAP false
#define DMA_OUTLIVES_OPEN    false

/* Changing a node that the hypervisor made. */
#define STATUS_NODE_PROTECTED LV1_DENIED_BY_POLICY

/* 4.8.2, four 16-bit numbers, the first unused. */
#define FIRMWARE_VERSION 0x0000000400080002ULL

#endif
