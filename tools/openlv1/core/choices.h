/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Behaviour of LV1 that no document describes. Each choice of OpenLV1 has a
 * name here, so that it can be changed when a console shows otherwise.
 *
 * A1 to A14 are the statements of the reference page of lv1_allocate_memory,
 * see Documentation/lv1-memory.rst.
 */
#ifndef OPENLV1_CHOICES_H
#define OPENLV1_CHOICES_H

#include <lv1/status.h>

#include "../lib/types.h"

LV1_STATUS_ENUM;

/* A part of the pool; @offset is from the start of the pool. */
struct memory_extent {
	u64 offset;
	u64 length;
};

/*
 * Memory. A console reports a region total of 0xE900000 and a real mode region
 * of 128 MiB. Linux takes 96 MiB of the difference in pages of 16 MiB. The last
 * 9 MiB have no block above 2 MiB, which is why A2 and A3 hold. The layout of
 * the pool is our own.
 */
#define REAL_MODE_SIZE	     MIB(128)
#define REAL_MODE_PAGE_SHIFT 27
#define REGION_TOTAL	     0xE900000ULL

/* clang-format off */
#define POOL_EXTENTS {					\
	{ MIB(0), MIB(64) },				\
	{ MIB(80), MIB(32) },				\
	/* no naturally aligned block of 4 MiB from here on */ \
	{ MIB(128) + MIB(2), MIB(4) },			\
	{ MIB(144) + MIB(2), MIB(4) },			\
	{ MIB(160), MIB(1) },				\
}
/* clang-format on */
#define POOL_MORE MIB(176)

/* A larger pool continues with pieces of this size, at every second multiple. */
#define POOL_PIECE	  MIB(4)
#define POOL_PIECE_OFFSET MIB(2)
#define POOL_MORE_MAX	  MIB(128)
#define POOL_SPAN	  (POOL_MORE + 2 * POOL_MORE_MAX)

/*
 * LV1 does not clear memory: a region has the contents that its last owner left.
 * Memory that was never allocated holds this pattern.
 */
#define POOL_DIRT 0xdb5c13a7db5c13a7ULL

/* Counter of the first region that the partition allocates: it starts with one. */
#define FIRST_ALLOCATION_COUNTER 1

/*
 * Order in which lv1_allocate_memory checks its inputs. It is known only that the
 * minimum of page_size_exp comes first (A8).
 */
#define ALLOCATION_CHECKS CHECK_PAGE_SIZE, CHECK_R5, CHECK_FLAGS, CHECK_SIZE

/* R5 is an index into a table of two entries (A6, A7). */
#define MEMORY_R5_ENTRIES 2

/* The flags 0x10 to 0x200 of these are unknown (A9, A10) and have no effect. */
#define MEMORY_FLAGS_ACCEPTED 0x3ffULL

/*
 * For a size of 0, and for one that is no multiple of the page size (A1). A page
 * size above 2^63 is a shortage, as every large one is (A3).
 */
#define STATUS_SIZE_ILLEGAL LV1_ILLEGAL_PARAMETER_VALUE

/* Call 6 or 13 on an address without a region; call 13 inside a region. */
#define STATUS_NO_REGION LV1_NO_ENTRY
/* Releasing the real mode region or the hash table's window. */
#define STATUS_REGION_KEPT LV1_DENIED_BY_POLICY
/* Access right in the answer of call 6. A console says 3 for address 0. */
#define REGION_ACCESS_RIGHT 3
#define WINDOW_ACCESS_RIGHT 1
/* The muid of every region (A13). */
#define REGION_MUID 1

/* A call gets an address that does not belong to the partition. */
#define STATUS_BAD_ADDRESS LV1_ACCESS_VIOLATION

/*
 * There is one virtual address space at a time. Its hash table always has LV1's
 * largest size and one address, so that the threads need not be told where it
 * is. The call returns the actual size.
 */
#define STATUS_NO_MORE_SPACES LV1_RESOURCE_SHORTAGE
#define ADDRESS_SPACE_ID      1
#define HASH_TABLE_SHIFT      20
/* A slot outside the table; a group in which every entry is bolted. */
#define STATUS_BAD_SLOT	  LV1_ILLEGAL_PARAMETER_VALUE
#define STATUS_GROUP_FULL LV1_RESOURCE_SHORTAGE

/*
 * lv1_map_htab shows the hardware's table, with real addresses. There is one
 * window at a time, and the end of the address space closes it. Hash table
 * entries that map the window become read-only.
 */
#define STATUS_TABLE_MAPPED LV1_BUSY

/*
 * Ids. Linux accepts outlets up to 63. With one CPU, it connects the other CPU's
 * plugs with a PPE id of 0, which it did not ask for.
 */
#define PARTITION_ID		2
#define MANAGEMENT_PARTITION_ID 1
#define PPE_ID			0
#define OUTLET_COUNT		63

/*
 * After kexec, the next kernel connects the same plugs and opens the same device,
 * which the last kernel may have left connected and open. Therefore a thread that
 * loses its bitmap loses its plugs, and a second open succeeds and frees the DMA
 * region of the first.
 */
#define PLUGS_OUTLIVE_BITMAP false
#define DMA_OUTLIVES_OPEN    false

/*
 * lv1_pause returns after this time at the latest. If the decrementer's interrupt comes
 * while Linux, on its way to the call, has interrupts marked as disabled, Linux sets the
 * decrementer to its maximum and calls all the same. Without a limit, it then sleeps for
 * the decrementer's whole range, 4.2 s here; see Documentation/openlv1.rst.
 */
#define PAUSE_LIMIT_MS 10

/* Changing a repository node that the hypervisor created. */
#define STATUS_NODE_PROTECTED LV1_DENIED_BY_POLICY

/* Version 4.8.2: four 16-bit numbers, of which the first is unused. */
#define FIRMWARE_VERSION 0x0000000400080002ULL

#endif
