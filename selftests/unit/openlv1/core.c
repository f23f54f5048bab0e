// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenLV1's behaviour as hypercalls show it.
 */
#include <string.h>

#include "kselftest_harness.h"

#include <lv1/memory.h>
#include <lv1/openlv1.h>

#include "../../device/reference_cases.h"
#include "hcalls/options.h"
#include "lib/endian.h"
#include "platform.h"

/* The Cell's entry in Linux' table of CPUs. */
#define CELL_ENTRY 0xffff000000700000ULL

/* The first region: size class 27, counter 1. */
#define KERNEL_REGION	   (27ULL << LV1_LPAR_ADDR_CLASS_SHIFT | 1ULL << 27)
#define KERNEL_REGION_SIZE MIB(96)
#define KERNEL_PAGE_SHIFT  24

#define BOLTED	      0x10ULL
#define KERNEL_WRITES 0x190ULL /* kernel read and write, coherent */
#define LP_64K	      0x1000ULL

#define EXPECT_STATUS(expected, ...) EXPECT_EQ((expected), CALL(__VA_ARGS__).status)
#define ASSERT_STATUS(expected, ...) ASSERT_EQ((expected), CALL(__VA_ARGS__).status)

static struct reply allocate(u64 size, u64 page_shift, u64 r5, u64 flags)
{
	return CALL(CALL_ALLOCATE, size, page_shift, r5, flags);
}

/* A partition in the state in which Linux is after boot. */
FIXTURE(booted){};

FIXTURE_SETUP(booted)
{
	struct reply reply;

	platform_reset();
	reply = allocate(KERNEL_REGION_SIZE, KERNEL_PAGE_SHIFT, 0, LV1_MEMORY_TRY_ALT_UNIT);
	ASSERT_EQ(0, reply.status);
	ASSERT_EQ(KERNEL_REGION, reply.out[0]);
	ASSERT_STATUS(0, CALL_CONSTRUCT, 20, 2, 0);
	ASSERT_STATUS(0, CALL_SELECT, ADDRESS_SPACE_ID);
}

FIXTURE_TEARDOWN(booted)
{
}

#define BI     0x62690000ULL
#define TOTAL  0x72676e746f74616cULL /* rgntotal */
#define LEDGER OPENLV1_LEDGER_FIELD_1, OPENLV1_LEDGER_FIELD_2
#define SLOTS  HASH_TABLE_SLOTS

/* None of these calls changes anything. */
static const struct answer {
	u64 number;
	u64 in[8];
	s64 status;
	u64 out[HYPERCALL_OUTPUTS_MAX];
} answers[] = {
	{ CALL_ALLOCATE, { 4096, 12, 2, 0x400 }, LV1_NO_ENTRY, {} },
	{ CALL_ALLOCATE, { 4096, 64, 0, 0x400 }, LV1_ILLEGAL_PARAMETER_VALUE, {} },
	{ CALL_QUERY, { 0x1234 }, 0, { 0, 0x08000000, 3, 0x1b, 8 } },
	{ CALL_QUERY, { KERNEL_REGION }, 0, { KERNEL_REGION, KERNEL_REGION_SIZE, 3, 24, 4 } },
	{ CALL_RELEASE, { 0 }, STATUS_REGION_KEPT, {} },
	{ CALL_PAUSE, { 2 }, LV1_ILLEGAL_PARAMETER_VALUE, {} },
	{ CALL_SET_BITMAP, { PPE_ID, 2, 0x1000 }, LV1_ILLEGAL_PARAMETER_VALUE, {} },
	{ CALL_SET_BITMAP, { PPE_ID, 0, REAL_MODE_SIZE }, STATUS_BAD_ADDRESS, {} },
	{ CALL_SET_BITMAP, { PPE_ID, 0, 0x1008 }, STATUS_BAD_ADDRESS, {} },
	{ CALL_SEND_EVENT, { 9 }, LV1_NO_ENTRY, {} },
	{ CALL_END_OF_INTERRUPT, { PPE_ID, 0, 256 }, LV1_ILLEGAL_PARAMETER_VALUE, {} },
	{ CALL_READ_NODE, { PARTITION_ID, BI, TOTAL }, 0, { 0xE900000, 0 } },
	{ CALL_READ_NODE, { PARTITION_ID, LEDGER, LEDGER_boot }, 0, { 1, 0 } },
	{ CALL_READ_NODE, { PARTITION_ID, LEDGER, LEDGER_COUNTS }, LV1_NO_ENTRY, {} },
	{ CALL_WRITE_NODE, { BI, TOTAL, 0, 0, 1, 1 }, STATUS_NODE_PROTECTED, {} },
	{ CALL_READ_UART, { OPENLV1_FILES_PORT, 4096, 5 }, 0, { 0 } },
	{ CALL_WRITE_UART, { OPENLV1_FILES_PORT + 1, 4096, 5 }, LV1_NO_ENTRY, {} },
	{ CALL_CONSTRUCT, { 20, 2 }, STATUS_NO_MORE_SPACES, {} },
	{ CALL_CONSTRUCT, { 21, 2 }, LV1_ILLEGAL_PARAMETER_VALUE, {} },
	{ CALL_DESTRUCT, { ADDRESS_SPACE_ID }, LV1_BUSY, {} },
	{ CALL_WRITE_HTAB, { 0, SLOTS }, STATUS_BAD_SLOT, {} },
	{ CALL_WRITE_HTAB, { 7, 0 }, LV1_NO_ENTRY, {} },
	{ CALL_INSERT_HTAB, { 0, SLOTS, HASH_V_VALID }, STATUS_BAD_SLOT, {} },
	{ CALL_INSERT_HTAB, { 0, 0, HASH_V_VALID, REAL_MODE_SIZE }, STATUS_BAD_ADDRESS, {} },
};

TEST_F(booted, calls_have_these_answers)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(answers); i++) {
		const struct answer *row = &answers[i];
		const struct hypercall *call = hypercall_by_number[row->number];
		struct reply reply = call_lv1(row->number, row->in);
		/* All outputs of a refused call are 0. */
		unsigned int outputs = reply.status ? HYPERCALL_OUTPUTS_MAX : call->outputs;
		const u64 *in = row->in, *out = reply.out;

		EXPECT_TRUE(row->status == reply.status && !memcmp(row->out, out, 8 * outputs))
		{
			TH_LOG("%s(%#llx, %#llx, %#llx, %#llx) = %lld, %#llx, %#llx, %#llx, %#llx; expected %lld, %#llx, %#llx, %#llx, %#llx",
			       call->name, in[0], in[1], in[2], in[3], reply.status, out[0], out[1],
			       out[2], out[3], row->status, row->out[0], row->out[1], row->out[2],
			       row->out[3]);
		}
	}
}

TEST_F(booted, answers_are_those_of_the_reference_page)
{
	for (size_t i = 0; i < reference_case_count; i++) {
		const struct reference_case *wanted = &reference_cases[i];
		struct reply reply = allocate(wanted->length, wanted->page_shift, wanted->r5,
					      wanted->lv1_flags);
		bool met = reply.status == wanted->lv1_status ||
			   (reply.status && wanted->lv1_status == REFERENCE_CASE_REFUSED);

		EXPECT_TRUE(met && (reply.status || reply.out[1] == 1))
		{
			TH_LOG("%s: allocate_memory(%#llx, %llu, %#llx, %#llx) = %lld, muid %llu, expected %d and muid 1 on success",
			       wanted->statements, (u64)wanted->length, (u64)wanted->page_shift,
			       (u64)wanted->r5, (u64)wanted->lv1_flags, reply.status,
			       reply.out[1], wanted->lv1_status);
		}
		if (!reply.status)
			EXPECT_STATUS(0, CALL_RELEASE, reply.out[0]);
	}
	/* The page does not mention these flags. */
	EXPECT_EQ(0, allocate(4096, 12, 0, 0x3f0).status);
}

TEST_F(booted, all_9_MiB_can_be_allocated_and_released)
{
	static u64 regions[MIB(9) / 4096];
	u64 free_bytes = partition.pool.free_bytes;

	EXPECT_EQ(MIB(9), free_bytes);
	for (unsigned int i = 0; i < ARRAY_SIZE(regions); i++) {
		struct reply reply = allocate(4096, 12, 0, 0);

		ASSERT_EQ(0, reply.status);
		regions[i] = reply.out[0];
	}
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(4096, 12, 0, 0).status);
	/* Release every other one first, so that the blocks must merge. */
	for (unsigned int i = 0; i < ARRAY_SIZE(regions); i += 2)
		EXPECT_STATUS(0, CALL_RELEASE, regions[i]);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(8192, 13, 0, 0).status);
	for (unsigned int i = 1; i < ARRAY_SIZE(regions); i += 2)
		EXPECT_STATUS(0, CALL_RELEASE, regions[i]);
	EXPECT_EQ(free_bytes, partition.pool.free_bytes);
	EXPECT_EQ(0, allocate(MIB(2), 21, 0, 0).status);
}

#define EXPECT_COUNTS(live, boot) \
	do { \
		EXPECT_EQ((live), partition.ledger.count[LEDGER_live]); \
		EXPECT_EQ((boot), partition.ledger.count[LEDGER_boot]); \
	} while (0)

TEST_F(booted, a_region_is_live_after_high_memory_was_released)
{
	ASSERT_STATUS(0, CALL_RELEASE, KERNEL_REGION);
	ASSERT_STATUS(0, CALL_SELECT, 0);
	ASSERT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_COUNTS(1, 0);
}

TEST_F(booted, a_region_is_live_without_an_address_space)
{
	ASSERT_STATUS(0, CALL_SELECT, 0);
	ASSERT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_COUNTS(1, 1);
	ASSERT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	ASSERT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_COUNTS(2, 1);
}

TEST_F(booted, a_second_region_is_live_before_an_address_space_is_selected)
{
	platform_reset();
	ASSERT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_COUNTS(0, 1);
	ASSERT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_COUNTS(1, 1);
}

TEST_F(booted, the_next_kernel_after_kexec_has_its_own_high_memory)
{
	ASSERT_STATUS(0, CALL_RELEASE, KERNEL_REGION);
	ASSERT_STATUS(0, CALL_SELECT, 0);
	ASSERT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	ASSERT_EQ(0, allocate(KERNEL_REGION_SIZE, KERNEL_PAGE_SHIFT, 0, 0).status);
	EXPECT_COUNTS(0, 1);
}

TEST_F(booted, an_event_reaches_its_plug_and_ends)
{
	u64 *status = real_mode(0x1000);
	u64 *mask = status + 4;
	const u64 bit = 1ULL << (63 - 20);
	u64 outlet = CALL(CALL_NEW_PORT).out[0];

	ASSERT_STATUS(0, CALL_SET_BITMAP, PPE_ID, 1, 0x1000);
	ASSERT_STATUS(0, CALL_CONNECT, PPE_ID, 1, 20, outlet, 0);
	EXPECT_STATUS(LV1_ALREADY_CONNECTED, CALL_CONNECT, PPE_ID, 1, 21, outlet, 0);

	EXPECT_STATUS(0, CALL_SEND_EVENT, outlet);
	EXPECT_EQ(bit, *status);
	EXPECT_FALSE(platform.interrupt[1]);
	*mask = bit;
	EXPECT_STATUS(0, CALL_UPDATE_MASK, PPE_ID, 1);
	EXPECT_TRUE(platform.interrupt[1]);
	EXPECT_FALSE(platform.interrupt[0]);
	EXPECT_STATUS(0, CALL_END_OF_INTERRUPT, PPE_ID, 1, 20);
	EXPECT_EQ(0, *status);
	EXPECT_FALSE(platform.interrupt[1]);
}

TEST_F(booted, a_thread_without_a_bitmap_has_no_plugs)
{
	u64 left = CALL(CALL_NEW_PORT).out[0];
	u64 other = CALL(CALL_NEW_PORT).out[0];
	u64 next = CALL(CALL_NEW_PORT).out[0];

	ASSERT_STATUS(0, CALL_SET_BITMAP, PPE_ID, 0, 0x1000);
	ASSERT_STATUS(0, CALL_SET_BITMAP, PPE_ID, 1, 0x2000);
	ASSERT_STATUS(0, CALL_CONNECT, PPE_ID, 0, 20, left, 0);
	ASSERT_STATUS(0, CALL_CONNECT, PPE_ID, 1, 20, other, 0);
	ASSERT_STATUS(0, CALL_SET_BITMAP, PPE_ID, 0, 0);
	EXPECT_STATUS(0, CALL_CONNECT, PPE_ID, 0, 20, next, 0);
	EXPECT_STATUS(LV1_ALREADY_CONNECTED, CALL_CONNECT, PPE_ID, 1, 20, left, 0);
}

TEST_F(booted, a_released_region_gets_no_events)
{
	u64 lpar_addr = allocate(4096, 12, 0, 0).out[0];
	u64 outlet = CALL(CALL_NEW_PORT).out[0];
	u64 real;
	u64 *status;

	ASSERT_TRUE(region_translate(&partition.regions, lpar_addr, 4096, &real));
	status = real_pointer(real);
	ASSERT_STATUS(0, CALL_SET_BITMAP, PPE_ID, 0, lpar_addr);
	ASSERT_STATUS(0, CALL_CONNECT, PPE_ID, 0, 20, outlet, 0);
	EXPECT_STATUS(0, CALL_SEND_EVENT, outlet);
	EXPECT_NE(0, *status);
	*status = 0;
	EXPECT_STATUS(0, CALL_RELEASE, lpar_addr);
	EXPECT_STATUS(0, CALL_SEND_EVENT, outlet);
	EXPECT_EQ(0, *status);
}

/* kexec destroys the address space when the next kernel is in memory. */
TEST_F(booted, destroying_the_address_space_patches_the_next_kernel)
{
	u64 *memory = real_mode(0);
	u64 *last = memory + REAL_MODE_SIZE / sizeof(*memory) - 1;

	*last = be64(CELL_ENTRY);
	ASSERT_STATUS(0, CALL_SELECT, 0);
	ASSERT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	EXPECT_NE(be64(CELL_ENTRY), *last);
	EXPECT_EQ(NULL, strstr(platform.log.text, "supports the Cell"));

	*last = 0;
	ASSERT_STATUS(0, CALL_CONSTRUCT, 20, 2, 0);
	ASSERT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	EXPECT_NE(NULL, strstr(platform.log.text, "no kernel in memory supports the Cell"));
}

#define PACKET_HEADERS 42

TEST_F(booted, the_debug_consoles_packets_reach_the_log)
{
	u8 *memory = real_mode(0);
	u64 window = CALL(CALL_ALLOCATE_DMA, 1, 0, 4096).out[0];
	u32 descriptor[] = { be32((u32)window + 256), be32(PACKET_HEADERS + 5) };

	ASSERT_STATUS(0, CALL_MAP_DMA, 1, 0, 0, window, 4096);
	memcpy(memory + 256 + PACKET_HEADERS, "hello", 5);
	memcpy(memory + 64, descriptor, sizeof(descriptor));
	EXPECT_STATUS(0, CALL_SEND_PACKET, 1, 0, window + 64);
	EXPECT_STREQ("hello", platform.log.text);
	EXPECT_STREQ("", platform.hypervisor.text);

	memcpy(memory + 65, descriptor, sizeof(descriptor));
	EXPECT_STATUS(STATUS_BAD_ADDRESS, CALL_SEND_PACKET, 1, 0, window + 65);
	EXPECT_STATUS(STATUS_BAD_ADDRESS, CALL_SEND_PACKET, 1, 0, window + 4096 - 8);
}

TEST_F(booted, opening_the_network_device_again_resets_it)
{
	ASSERT_STATUS(0, CALL_OPEN_DEVICE, 1, 0, 0);
	ASSERT_STATUS(0, CALL_ALLOCATE_DMA, 1, 0, 4096);
	EXPECT_STATUS(LV1_RESOURCE_SHORTAGE, CALL_ALLOCATE_DMA, 1, 0, 4096);
	ASSERT_STATUS(0, CALL_OPEN_DEVICE, 1, 0, 0);
	EXPECT_STATUS(0, CALL_ALLOCATE_DMA, 1, 0, 8192);
}

TEST_F(booted, an_unknown_call_is_logged_once)
{
	EXPECT_STATUS(LV1_NOT_IMPLEMENTED, CALL_UNKNOWN);
	EXPECT_NE(NULL, strstr(platform.log.text, "500 is not implemented"));
	platform.log = (struct text){ 0 };
	EXPECT_EQ(0, CALL(CALL_UNKNOWN).out[0]);
	EXPECT_STREQ("", platform.log.text);
	EXPECT_STATUS(LV1_NOT_IMPLEMENTED, ~0ULL);
	EXPECT_EQ(3, partition.ledger.count[LEDGER_unknown]);
}

TEST_F(booted, calls_reach_the_platform)
{
	memcpy(real_mode(4096), "bytes", 5);
	EXPECT_EQ(5, CALL(CALL_WRITE_UART, OPENLV1_FILES_PORT, 4096, 5).out[0]);
	EXPECT_STREQ("bytes", platform.files.text);
	EXPECT_STREQ("", platform.log.text);
	/* A call ends at the end of the region, or before. */
	EXPECT_EQ(16, CALL(CALL_WRITE_UART, OPENLV1_FILES_PORT, REAL_MODE_SIZE - 16, ~0ULL).out[0]);
	EXPECT_EQ(4096, CALL(CALL_WRITE_UART, OPENLV1_FILES_PORT, 0, ~0ULL).out[0]);
	EXPECT_STATUS(0, CALL_PAUSE, 0);
	EXPECT_EQ(1, platform.sleeps);
	EXPECT_EQ(PAUSE_LIMIT_MS, platform.sleep_limit);
	EXPECT_EQ(NULL, options_apply("openlv1.pause=5000"));
	EXPECT_STATUS(0, CALL_PAUSE, 0);
	EXPECT_EQ(5000, platform.sleep_limit);
}

TEST_F(booted, an_invalid_option_is_returned)
{
	static const char *const bad[] = {
		"openlv1.", "openlv1.x", "openlv1.trace", "openlv1.trace=",
		"openlv1.trace=no_such_call", "openlv1.trace=release_memory,x",
		"openlv1.inject=release_memory", "openlv1.inject=release_memory:3",
		"openlv1.inject=release_memory:0:-9", "openlv1.inject=:3:-9",
		"openlv1.inject=release_memory:3:", "openlv1.inject=release_memory:x:-9",
		"openlv1.inject=release_memory:3:-9x",
		"openlv1.pool=3", "openlv1.pool=132", "openlv1.pool=-4",
		"openlv1.pause=", "openlv1.pause=0", "openlv1.pause=-1"
	};
	const char *option = "openlv1.inject=pause:1:-9";

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(bad[i], options_apply(bad[i]))
		{
			TH_LOG("%s", bad[i]);
		}
	}
	EXPECT_EQ(NULL, options_apply("quiet openlv2.trace=x openlv1 "));
	for (unsigned int i = 0; i < 64; i++)
		ASSERT_EQ(NULL, options_apply(option));
	EXPECT_EQ(option, options_apply(option));
}

TEST_F(booted, a_larger_pool_has_no_larger_blocks)
{
	u64 before = partition.pool.free_bytes;

	EXPECT_EQ(NULL, options_apply("openlv1.pool=128"));
	EXPECT_NE(NULL, options_apply("openlv1.pool=4"));
	EXPECT_EQ(before + MIB(128), partition.pool.free_bytes);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(MIB(4), 22, 0, 0).status);
	for (unsigned int i = 0; i < 68; i++)
		EXPECT_EQ(0, allocate(MIB(2), 21, 0, 0).status);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(MIB(2), 21, 0, 0).status);
}

TEST_F(booted, memory_is_dirty_and_not_contiguous)
{
	u64 lpar_addr = allocate(4 * 4096, 12, 0, 0).out[0];
	u64 previous = 0, real;

	for (u64 offset = 0; offset < 4 * 4096; offset += 4096) {
		ASSERT_TRUE(region_translate(&partition.regions, lpar_addr + offset, 4096, &real));
		EXPECT_NE(previous + 4096, real);
		EXPECT_EQ(POOL_DIRT, *(u64 *)real_pointer(real));
		previous = real;
	}
}

static struct reply insert(u64 group, u64 v, u64 r)
{
	return CALL(CALL_INSERT_HTAB, 0, group, v | HASH_V_VALID, r, BOLTED, 0);
}

/* Linux sees its own address space, the hardware real addresses with the same bits. */
TEST_F(booted, entries_hold_real_addresses)
{
	const struct {
		u64 region;
		u64 offset;
		u64 v;
		u64 bits;
		u64 size;
	} pages[] = {
		{ allocate(KIB(8), 12, 0, 0).out[0], KIB(4), 0, KERNEL_WRITES, KIB(4) },
		{ allocate(KIB(128), 16, 0, 0).out[0], KIB(64), HASH_V_LARGE, LP_64K, KIB(64) },
		{ KERNEL_REGION, MIB(16), HASH_V_LARGE, KERNEL_WRITES, MIB(16) },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++) {
		u64 lpar_addr = pages[i].region + pages[i].offset, v = 0x1000 | pages[i].v, real;
		/* The hypervisor decides which group it is. */
		struct reply reply = insert(64, v | HASH_V_SECONDARY, lpar_addr | pages[i].bits);

		ASSERT_EQ(0, reply.status);
		EXPECT_EQ(64 + i, reply.out[0]);
		ASSERT_TRUE(region_translate(&partition.regions, lpar_addr, pages[i].size, &real));
		EXPECT_EQ(real | pages[i].bits, partition.hash_table.entry[reply.out[0]].r);
		EXPECT_EQ(v | HASH_V_VALID, CALL(CALL_READ_HTAB, 0, 64).out[i]);
	}
}

/* Insertion has a fast path for addresses in the region of the last one: both refuse. */
TEST_F(booted, entries_cannot_map_foreign_memory)
{
	u64 page = allocate(4096, 12, 0, 0).out[0];
	u64 scattered = allocate(KIB(64), 12, 0, 0).out[0];
	const u64 foreign[][2] = {
		{ 0, page + 4096 },
		{ 0, page - 4096 },
		{ HASH_V_LARGE, page },
		{ HASH_V_LARGE, KERNEL_REGION + KERNEL_REGION_SIZE },
		{ HASH_V_LARGE, scattered | LP_64K },
	};

	for (unsigned int i = 0; i < 2 * ARRAY_SIZE(foreign); i++) {
		const u64 *entry = foreign[i / 2];

		/* Odd tries come after an entry for the page. */
		ASSERT_EQ(0, insert(8, 0x1000, i % 2 ? page : KERNEL_REGION).status);
		EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, entry[0], entry[1]).status)
		{
			TH_LOG("insert(v %#llx, r %#llx), page %#llx", entry[0], entry[1], page);
		}
	}
	ASSERT_EQ(0, insert(8, 0x1000, page).status);
	EXPECT_EQ(STATUS_BAD_SLOT, insert(HASH_TABLE_SLOTS, 0, page).status);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_INSERT_HTAB, 7, 8, HASH_V_VALID, page, BOLTED, 0);
	EXPECT_STATUS(STATUS_BAD_SLOT, CALL_INSERT_HTAB, 0, 8, 0, page, BOLTED, 0);
	EXPECT_STATUS(0, CALL_RELEASE, page);
	EXPECT_EQ(STATUS_BAD_ADDRESS, insert(8, 0, page).status);
}

/* Only the entries of the primary group are bolted. */
TEST_F(booted, a_full_group_uses_the_secondary_group_then_evicts)
{
	struct reply reply = { 0 };

	for (u64 i = 0; i < 16; i++) {
		reply = insert(0, (i + 1) << 12 | (i < 8 ? BOLTED : 0), 0x5000);
		ASSERT_EQ(0, reply.status);
		EXPECT_EQ(i < 8 ? 0 : HASH_TABLE_SLOTS - 8, reply.out[0] & ~7ULL);
		EXPECT_EQ(0, reply.out[1]);
	}
	for (u64 i = 0; i < 8; i++) {
		reply = insert(0, (i + 0x77) << 12 | BOLTED, 0x6000);
		EXPECT_EQ(0, reply.status);
		EXPECT_EQ(HASH_TABLE_SLOTS - 8, reply.out[0] & ~7ULL);
		EXPECT_EQ(HASH_V_VALID | HASH_V_SECONDARY, reply.out[1] & 3);
		EXPECT_EQ(0x5000, reply.out[2]);
		EXPECT_EQ(i + 1, platform.invalidations);
	}
	/* All are bolted now. */
	EXPECT_EQ(STATUS_GROUP_FULL, insert(0, 0x7f000, 0x6000).status);
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
	u64 window = CALL(CALL_MAP_HTAB, 0).out[0];

	ASSERT_EQ(0, insert(8, 0x1000, 0x5000).status);
	ASSERT_EQ(0, insert(16, 0x1000, window).status);
	EXPECT_STATUS(0, CALL_SELECT, 0);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_MAP_HTAB, 0);
	EXPECT_STATUS(0, CALL_DESTRUCT, ADDRESS_SPACE_ID);
	EXPECT_EQ(0, partition.hash_table.entry[8].v);
	EXPECT_STATUS(STATUS_NO_REGION, CALL_QUERY, window);
	EXPECT_EQ(NULL, partition.hash_table.window);
	EXPECT_STATUS(0, CALL_CONSTRUCT, 18, 2, 0);
}

static bool is_read_only(u64 slot)
{
	u64 r = partition.hash_table.entry[slot].r;

	return (r & HASH_R_PROTECTION) == HASH_R_READ_ONLY;
}

TEST_F(booted, the_table_is_mapped_read_only)
{
	struct reply window = CALL(CALL_MAP_HTAB, 0);
	u64 real, slot;

	ASSERT_EQ(0, window.status);
	EXPECT_STATUS(STATUS_TABLE_MAPPED, CALL_MAP_HTAB, 0);
	slot = insert(8, 0x1000, window.out[0] | KERNEL_WRITES).out[0];
	EXPECT_EQ(real_address(partition.hash_table.entry),
		  partition.hash_table.entry[slot].r & HASH_R_ADDRESS);
	EXPECT_TRUE(is_read_only(slot));
	ASSERT_STATUS(0, CALL_WRITE_HTAB, 0, 64, 0x2000 | HASH_V_VALID,
		      (window.out[0] + KIB(512)) | HASH_R_PROTECTION);
	EXPECT_TRUE(is_read_only(64));
	/* Again, to see that the window is not in the cache of the fast path. */
	slot = insert(8, 0x3000, window.out[0] | KERNEL_WRITES).out[0];
	EXPECT_TRUE(is_read_only(slot));

	/* Other calls cannot write to the window either. */
	EXPECT_FALSE(region_translate(&partition.regions, window.out[0], 8, &real));
	EXPECT_STATUS(STATUS_BAD_ADDRESS, CALL_SET_BITMAP, PPE_ID, 0, window.out[0]);
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

TEST_HARNESS_MAIN
