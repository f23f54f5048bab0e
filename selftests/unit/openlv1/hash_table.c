// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtual address space and its hash table, through hypercalls.
 */
#include "booted.h"

#include <lv1/openlv1.h>

#define BOLTED	      0x10ULL
#define KERNEL_WRITES 0x190ULL /* kernel read and write, coherent */
#define LP_64K	      0x1000ULL

static struct reply insert(u64 group, u64 v, u64 r)
{
	return CALL(CALL_INSERT_HTAB, 0, group, v | HASH_V_VALID, r, BOLTED, 0);
}

TEST_F(booted, entries_hold_real_addresses)
{
	u64 lpar_addr = allocate(4096, 12, 0, 0).out[0];
	struct reply reply = insert(64, 0x1000, lpar_addr | 0x190);
	struct hash_entry *entry = &partition.hash_table.entry[reply.out[0]];
	u64 real = 0;

	ASSERT_EQ(0, reply.status);
	EXPECT_EQ(64, reply.out[0]);
	EXPECT_TRUE(region_translate(&partition.regions, lpar_addr, 4096, &real));
	EXPECT_EQ(real | 0x190, entry->r);
	EXPECT_EQ(0x1000 | HASH_V_VALID, CALL(CALL_READ_HTAB, 0, 64).out[0]);
}

TEST_F(booted, entries_cannot_map_foreign_memory)
{
	u64 lpar_addr = allocate(4096, 12, 0, 0).out[0];
	u64 scattered = allocate(KIB(64), 12, 0, 0).out[0];
	u64 whole = allocate(KIB(64), 16, 0, 0).out[0];

	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(0, 0, REAL_MODE_SIZE).status);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(0, 0, lpar_addr + 4096).status);
	/* A page of 16 MiB in a region with pages of 4 KiB. */
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(0, HASH_V_LARGE, lpar_addr).status);
	/* A page of 64 KiB (LP 1) in regions with pages of 4 KiB and 64 KiB. */
	EXPECT_EQ(STATUS_BAD_ADDRESS,
		  insert(0, HASH_V_LARGE, scattered | 0x1000).status);
	EXPECT_EQ(0, insert(0, HASH_V_LARGE, whole | 0x1000).status);
	EXPECT_EQ(STATUS_BAD_SLOT, insert(HASH_TABLE_SLOTS, 0, 0).status);
	EXPECT_STATUS(STATUS_BAD_SLOT,
		      CALL_WRITE_HTAB, 0, HASH_TABLE_SLOTS, 0, 0);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_WRITE_HTAB, 7, 0, 0, 0);
}

/* Insertion has a fast path for addresses in the region of the last one. */
TEST_F(booted, the_fast_path_has_the_same_checks)
{
	u64 lpar_addr = allocate(4096, 12, 0, 0).out[0];

	ASSERT_EQ(0, insert(8, 0x1000, lpar_addr).status);
	EXPECT_EQ(STATUS_BAD_SLOT, insert(HASH_TABLE_SLOTS, 0, lpar_addr).status);
	EXPECT_STATUS(LV1_NO_ENTRY,
		      CALL_INSERT_HTAB, 7, 8, HASH_V_VALID, lpar_addr, BOLTED, 0);
	EXPECT_STATUS(STATUS_BAD_SLOT,
		      CALL_INSERT_HTAB, 0, 8, 0, lpar_addr, BOLTED, 0);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, HASH_V_LARGE, lpar_addr).status);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, 0, lpar_addr + 4096).status);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, 0, lpar_addr - 4096).status);
	EXPECT_STATUS(0, CALL_RELEASE, lpar_addr);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, 0, lpar_addr).status);
}

TEST_F(booted, the_secondary_bit_is_set_by_the_hypervisor)
{
	u64 slot;

	ASSERT_EQ(0, insert(8, 0x1000, 0x5000).status);
	slot = insert(8, 0x2000 | HASH_V_SECONDARY, 0x5000).out[0];
	EXPECT_EQ(9, slot);
	EXPECT_EQ(0x2000 | HASH_V_VALID, partition.hash_table.entry[slot].v);
}

TEST_F(booted, a_full_group_uses_the_secondary_group_then_evicts)
{
	struct reply reply = { 0 };

	for (u64 i = 0; i < 16; i++) {
		reply = insert(0, (i + 1) << 12 | (i < 8 ? BOLTED : 0), 0x5000);
		ASSERT_EQ(0, reply.status);
		EXPECT_EQ(i < 8, reply.out[0] < 8);
		EXPECT_EQ(0, reply.out[1]);
	}
	EXPECT_EQ(HASH_TABLE_SLOTS - 8, reply.out[0] & ~7ULL);
	reply = insert(0, 0x77000, 0x6000);
	EXPECT_EQ(0, reply.status);
	EXPECT_EQ(HASH_TABLE_SLOTS - 8, reply.out[0] & ~7ULL);
	EXPECT_EQ(HASH_V_VALID | HASH_V_SECONDARY, reply.out[1] & 3);
	EXPECT_EQ(0x5000, reply.out[2]);
	EXPECT_EQ(1, platform.invalidations);
}

TEST_F(booted, a_group_of_bolted_entries_is_full)
{
	for (u64 i = 0; i < 16; i++)
		ASSERT_EQ(0, insert(0, (i + 1) << 12 | BOLTED, 0x5000).status);
	EXPECT_EQ(STATUS_GROUP_FULL, insert(0, 0x77000, 0x6000).status);
}

TEST_F(booted, release_removes_entries_and_counts_them)
{
	u64 lpar_addr = allocate(2 * 4096, 12, 0, 0).out[0];
	u64 slot = insert(8, 0x1000, lpar_addr).out[0];

	ASSERT_EQ(0, insert(16, 0x2000, lpar_addr + 4096).status);
	ASSERT_EQ(0, insert(24, 0x3000, 0x5000).status);
	EXPECT_STATUS(0, CALL_RELEASE, lpar_addr);
	EXPECT_EQ(0, partition.hash_table.entry[slot].v);
	EXPECT_EQ(HASH_V_VALID, partition.hash_table.entry[24].v & HASH_V_VALID);
	EXPECT_EQ(1, partition.ledger.count[LEDGER_released_mapped]);
	EXPECT_EQ(2, partition.ledger.count[LEDGER_dropped_entries]);
	EXPECT_EQ(2, platform.invalidations);
}

TEST_F(booted, address_space_is_destroyed_and_constructed_again)
{
	ASSERT_EQ(0, insert(8, 0x1000, 0x5000).status);
	EXPECT_STATUS(LV1_BUSY, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	EXPECT_STATUS(STATUS_NO_MORE_SPACES, CALL_CONSTRUCT, 20, 2, 0);
	EXPECT_STATUS(0, CALL_SELECT, 0);
	EXPECT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	EXPECT_EQ(0, partition.hash_table.entry[8].v);
	EXPECT_STATUS(0, CALL_CONSTRUCT, 18, 2, 0);
	EXPECT_STATUS(LV1_ILLEGAL_PARAMETER_VALUE, CALL_CONSTRUCT, 21, 2, 0);
}

TEST_F(booted, a_page_of_16M_maps_the_kernels_region)
{
	u64 lpar_addr = self->kernel_region + MIB(16);
	struct reply reply = insert(8, HASH_V_LARGE, lpar_addr | KERNEL_WRITES);
	u64 real;

	ASSERT_EQ(0, reply.status);
	ASSERT_TRUE(region_translate(&partition.regions, lpar_addr, MIB(16), &real));
	EXPECT_EQ(real | KERNEL_WRITES, partition.hash_table.entry[reply.out[0]].r);
	EXPECT_EQ(STATUS_BAD_ADDRESS,
		  insert(8, HASH_V_LARGE, self->kernel_region + MIB(96)).status);
}

TEST_F(booted, a_page_of_64K_keeps_its_LP_bits)
{
	u64 lpar_addr = allocate(KIB(128), 16, 0, 0).out[0] + KIB(64);
	struct reply reply = insert(8, HASH_V_LARGE, lpar_addr | LP_64K);
	u64 real;

	ASSERT_EQ(0, reply.status);
	ASSERT_TRUE(region_translate(&partition.regions, lpar_addr, KIB(64), &real));
	EXPECT_EQ(real | LP_64K, partition.hash_table.entry[reply.out[0]].r);
}

static bool is_read_only(u64 slot)
{
	u64 r = partition.hash_table.entry[slot].r;

	return (r & HASH_R_PROTECTION) == HASH_R_READ_ONLY;
}

TEST_F(booted, the_table_is_mapped_read_only)
{
	struct reply window = CALL(CALL_MAP_HTAB, 0), reply;
	u64 real, slot;

	ASSERT_EQ(0, window.status);
	EXPECT_STATUS(STATUS_TABLE_MAPPED, CALL_MAP_HTAB, 0);
	slot = insert(8, 0x1000, window.out[0] | KERNEL_WRITES).out[0];
	EXPECT_EQ(real_address(partition.hash_table.entry),
		  partition.hash_table.entry[slot].r & HASH_R_ADDRESS);
	EXPECT_TRUE(is_read_only(slot));
	reply = CALL(CALL_WRITE_HTAB, 0, 64, 0x2000 | HASH_V_VALID,
		     (window.out[0] + KIB(512)) | HASH_R_PROTECTION);
	ASSERT_EQ(0, reply.status);
	EXPECT_TRUE(is_read_only(64));
	/* Again, to see that the window is not in the cache of the fast path. */
	slot = insert(8, 0x3000, window.out[0] | KERNEL_WRITES).out[0];
	EXPECT_TRUE(is_read_only(slot));

	/* Other calls cannot write to the window either. */
	EXPECT_FALSE(region_translate(&partition.regions, window.out[0], 8, &real));
	EXPECT_STATUS(STATUS_BAD_ADDRESS,
		      CALL_SET_BITMAP, PPE_ID, 0, window.out[0]);
	EXPECT_STATUS(STATUS_BAD_ADDRESS,
		      CALL_READ_UART, OPENLV1_TERMINAL_PORT, window.out[0], 8);
}

TEST_F(booted, the_window_is_a_region_that_only_unmap_releases)
{
	u64 window = CALL(CALL_MAP_HTAB, 0).out[0];
	struct reply query = CALL(CALL_QUERY, window + 4096);

	EXPECT_EQ(0, query.status);
	EXPECT_EQ(window, query.out[0]);
	EXPECT_EQ(MIB(1), query.out[1]);
	EXPECT_EQ(WINDOW_ACCESS_RIGHT, query.out[2]);
	EXPECT_STATUS(STATUS_REGION_KEPT, CALL_RELEASE, window);
	EXPECT_STATUS(STATUS_REGION_KEPT, CALL_RELEASE, 0);
	ASSERT_EQ(0, insert(8, 0x1000, window).status);

	EXPECT_STATUS(LV1_NO_ENTRY, CALL_UNMAP_HTAB, window + 4096);
	EXPECT_STATUS(0, CALL_UNMAP_HTAB, window);
	EXPECT_EQ(0, partition.hash_table.entry[8].v);
	EXPECT_STATUS(STATUS_NO_REGION, CALL_QUERY, window);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_UNMAP_HTAB, window);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, 0x1000, window).status);
	EXPECT_NE(window, CALL(CALL_MAP_HTAB, ADDRESS_SPACE_ID).out[0]);
	EXPECT_EQ(0, partition.ledger.count[LEDGER_live]);
}

TEST_F(booted, the_window_ends_with_the_address_space)
{
	u64 window = CALL(CALL_MAP_HTAB, 0).out[0];

	ASSERT_EQ(0, insert(8, 0x1000, window).status);
	ASSERT_STATUS(0, CALL_SELECT, 0);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_MAP_HTAB, 0);
	ASSERT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	EXPECT_STATUS(STATUS_NO_REGION, CALL_QUERY, window);
	EXPECT_EQ(NULL, partition.hash_table.window);
}

TEST_HARNESS_MAIN
