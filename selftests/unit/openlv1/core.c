// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenLV1's behaviour as hypercalls show it, but for the hash table.
 */
#include "booted.h"

#include "hcalls/options.h"
#include "lib/endian.h"

/* The Cell's entry in Linux' table of CPUs. */
#define CELL_ENTRY 0xffff000000700000ULL

TEST_F(booted, A1_size_is_a_multiple_of_the_page_size)
{
	EXPECT_EQ(0, allocate(5 * 4096, 12, 0, 0).status);
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE, allocate(5000, 12, 0, 0).status);
}

TEST_F(booted, A2_A3_pages_up_to_2M_succeed)
{
	for (u64 shift = 12; shift <= 21; shift++) {
		struct reply reply = allocate(1ULL << shift, shift, 0, 0);

		EXPECT_EQ(0, reply.status);
		EXPECT_STATUS(0, CALL_RELEASE, reply.out[0]);
	}
	for (u64 shift = 22; shift < 64; shift++)
		EXPECT_EQ(LV1_RESOURCE_SHORTAGE,
			  allocate(1ULL << shift, shift, 0, 0).status);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(4096, 64, 0, 0).status);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(4096, ~0ULL, 0, 0).status);
}

TEST_F(booted, A4_pages_of_16M_are_there_before_the_kernel_takes_them)
{
	struct reply reply = CALL(CALL_QUERY, self->kernel_region);

	EXPECT_EQ(0, reply.status);
	EXPECT_EQ(KERNEL_REGION_SIZE, reply.out[1]);
	EXPECT_EQ(KERNEL_PAGE_SHIFT, reply.out[3]);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(MIB(16), 24, 0, 0).status);
}

TEST_F(booted, A5_to_A8_order_of_the_checks)
{
	for (u64 shift = 0; shift < 12; shift++)
		for (u64 r5 = 0; r5 < 4; r5++)
			EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE,
				  allocate(4096, shift, r5, 0).status);
	EXPECT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_EQ(0, allocate(4096, 12, 1, 0).status);
	EXPECT_EQ(LV1_NO_ENTRY, allocate(4096, 12, 2, 0).status);
	EXPECT_EQ(LV1_NO_ENTRY, allocate(4096, 12, ~0ULL, 0).status);
	EXPECT_EQ(LV1_NO_ENTRY, allocate(4096, 12, 2, 0x400).status);
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE, allocate(4096, 64, 0, 0x400).status);
}

TEST_F(booted, A9_to_A14_flags_and_muid)
{
	for (u64 flags = 0; flags <= 4; flags++) {
		struct reply reply = allocate(4096, 12, 0, flags);

		EXPECT_EQ(0, reply.status);
		EXPECT_EQ(1, reply.out[1]);
	}
	EXPECT_EQ(0, allocate(4096, 12, 0, 0x3f0).status);
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE, allocate(4096, 12, 0, 0x400).status);
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE, allocate(4096, 12, 0, 1ULL << 63).status);
	EXPECT_EQ(LV1_DUPLICATE_ENTRY, allocate(4096, 12, 0, 0x08).status);
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE, allocate(4096, 11, 0, 0x08).status);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(MIB(4), 22, 0, 0x08).status);
}

TEST_F(booted, address_0_is_the_real_mode_region)
{
	struct reply reply = CALL(CALL_QUERY, 0x1234);

	EXPECT_EQ(0, reply.status);
	EXPECT_EQ(0, reply.out[0]);
	EXPECT_EQ(0x08000000, reply.out[1]);
	EXPECT_EQ(3, reply.out[2]);
	EXPECT_EQ(0x1b, reply.out[3]);
	EXPECT_EQ(8, reply.out[4]);
	EXPECT_NE(0, CALL(CALL_RELEASE, 0).status);
}

TEST_F(booted, all_9_MiB_can_be_allocated_and_released)
{
	static u64 regions[2400];
	unsigned int count = 0;
	u64 free_bytes = partition.pool.free_bytes;

	EXPECT_EQ(MIB(9), free_bytes);
	for (;;) {
		struct reply reply = allocate(4096, 12, 0, 0);

		if (reply.status) {
			EXPECT_EQ(LV1_RESOURCE_SHORTAGE, reply.status);
			break;
		}
		ASSERT_LT(count, ARRAY_SIZE(regions));
		regions[count++] = reply.out[0];
	}
	EXPECT_EQ(MIB(9) / 4096, count);
	/* Release every other one first, so that the blocks must merge. */
	for (unsigned int i = 0; i < count; i += 2)
		EXPECT_STATUS(0, CALL_RELEASE, regions[i]);
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, allocate(8192, 13, 0, 0).status);
	for (unsigned int i = 1; i < count; i += 2)
		EXPECT_STATUS(0, CALL_RELEASE, regions[i]);
	EXPECT_EQ(free_bytes, partition.pool.free_bytes);
	EXPECT_EQ(0, allocate(MIB(2), 21, 0, 0).status);
}

TEST_F(booted, ledger_does_not_count_high_memory_as_live)
{
	u64 lpar_addr = allocate(4096, 12, 0, 0).out[0];

	ledger_print(&partition.ledger, &partition.regions);
	EXPECT_NE(NULL, strstr(platform.log.text, "live=1 live_bytes=4096 boot=1 allocated=2"));
	ASSERT_STATUS(0, CALL_RELEASE, lpar_addr);
	platform.log = (struct text){ 0 };
	ledger_print(&partition.ledger, &partition.regions);
	EXPECT_EQ(&platform.log.text[0],
		  strstr(platform.log.text, "openlv1: ledger: live=0 "));
}

#define EXPECT_COUNTS(live, boot) \
	do { \
		EXPECT_EQ((live), partition.ledger.count[LEDGER_live]); \
		EXPECT_EQ((boot), partition.ledger.count[LEDGER_boot]); \
	} while (0)

TEST_F(booted, a_region_is_live_after_high_memory_was_released)
{
	ASSERT_STATUS(0, CALL_RELEASE, self->kernel_region);
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
	ASSERT_STATUS(0, CALL_RELEASE, self->kernel_region);
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
	EXPECT_STATUS(LV1_ALREADY_CONNECTED,
		      CALL_CONNECT, PPE_ID, 1, 21, outlet, 0);

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
	EXPECT_STATUS(LV1_ALREADY_CONNECTED,
		      CALL_CONNECT, PPE_ID, 1, 20, left, 0);
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

TEST_F(booted, interrupt_calls_refuse_bad_inputs)
{
	EXPECT_STATUS(LV1_ILLEGAL_PARAMETER_VALUE,
		      CALL_SET_BITMAP, PPE_ID, 2, 0x1000);
	EXPECT_STATUS(STATUS_BAD_ADDRESS,
		      CALL_SET_BITMAP, PPE_ID, 0, REAL_MODE_SIZE);
	EXPECT_STATUS(STATUS_BAD_ADDRESS, CALL_SET_BITMAP, PPE_ID, 0, 0x1008);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_SEND_EVENT, 9);
	EXPECT_STATUS(LV1_ILLEGAL_PARAMETER_VALUE,
		      CALL_END_OF_INTERRUPT, PPE_ID, 0, 256);
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

#define PACKET_HEADERS 42

TEST_F(booted, the_debug_consoles_packets_reach_the_log)
{
	u8 *memory = real_mode(0);
	u64 window = CALL(CALL_ALLOCATE_DMA, 1, 0, 4096).out[0];
	u32 descriptor[] = {
		be32((u32)window + 256), be32(PACKET_HEADERS + 5)
	};

	ASSERT_STATUS(0, CALL_MAP_DMA, 1, 0, 0, window, 4096);
	memcpy(memory + 256 + PACKET_HEADERS, "hello", 5);
	memcpy(memory + 64, descriptor, sizeof(descriptor));
	EXPECT_STATUS(0, CALL_SEND_PACKET, 1, 0, window + 64);
	EXPECT_STREQ("hello", platform.log.text);
	EXPECT_STREQ("", platform.hypervisor.text);

	memcpy(memory + 65, descriptor, sizeof(descriptor));
	EXPECT_STATUS(STATUS_BAD_ADDRESS, CALL_SEND_PACKET, 1, 0, window + 65);
	EXPECT_STATUS(STATUS_BAD_ADDRESS,
		      CALL_SEND_PACKET, 1, 0, window + 4096 - 8);
}

TEST_F(booted, a_program_cannot_forge_the_ledger)
{
	u8 *memory = real_mode(0);

	memcpy(memory, "openlv1: ledger: live=0", 23);
	EXPECT_EQ(23, CALL(CALL_WRITE_UART, OPENLV1_TERMINAL_PORT, 0, 23).out[0]);
	EXPECT_STREQ("", platform.hypervisor.text);
	ledger_print(&partition.ledger, &partition.regions);
	EXPECT_EQ(&platform.hypervisor.text[0],
		  strstr(platform.hypervisor.text, "openlv1: ledger: live=0 "));
}

TEST_F(booted, files_have_their_own_port)
{
	u8 *memory = real_mode(0);

	memcpy(memory + 4096, "bytes", 5);
	EXPECT_EQ(5, CALL(CALL_WRITE_UART, OPENLV1_FILES_PORT, 4096, 5).out[0]);
	EXPECT_STREQ("bytes", platform.files.text);
	EXPECT_STREQ("", platform.log.text);
	EXPECT_EQ(0, CALL(CALL_READ_UART, OPENLV1_FILES_PORT, 4096, 5).out[0]);
	/* A call ends at the end of the region, or before. */
	EXPECT_EQ(16, CALL(CALL_WRITE_UART, OPENLV1_FILES_PORT, REAL_MODE_SIZE - 16, ~0ULL).out[0]);
	EXPECT_EQ(4096, CALL(CALL_WRITE_UART, OPENLV1_FILES_PORT, 0, ~0ULL).out[0]);
	EXPECT_STATUS(LV1_NO_ENTRY,
		      CALL_WRITE_UART, OPENLV1_FILES_PORT + 1, 4096, 5);
}

TEST_F(booted, opening_the_network_device_again_resets_it)
{
	ASSERT_STATUS(0, CALL_OPEN_DEVICE, 1, 0, 0);
	ASSERT_STATUS(0, CALL_ALLOCATE_DMA, 1, 0, 4096);
	EXPECT_STATUS(LV1_RESOURCE_SHORTAGE, CALL_ALLOCATE_DMA, 1, 0, 4096);
	ASSERT_STATUS(0, CALL_OPEN_DEVICE, 1, 0, 0);
	EXPECT_STATUS(0, CALL_ALLOCATE_DMA, 1, 0, 8192);
}

TEST_F(booted, repository_nodes_of_the_hypervisor_are_protected)
{
	u64 bi = 0x62690000;
	u64 total = 0x72676e746f74616cULL; /* rgntotal */

	EXPECT_EQ(0xE900000,
		  CALL(CALL_READ_NODE, PARTITION_ID, bi, total, 0, 0).out[0]);
	EXPECT_STATUS(STATUS_NODE_PROTECTED,
		      CALL_WRITE_NODE, bi, total, 0, 0, 1, 1);
}

TEST_F(booted, an_unknown_call_is_logged_once)
{
	EXPECT_STATUS(LV1_NOT_IMPLEMENTED, CALL_UNKNOWN);
	EXPECT_NE(NULL, strstr(platform.log.text, "500 is not implemented"));
	platform.log = (struct text){ 0 };
	EXPECT_STATUS(LV1_NOT_IMPLEMENTED, CALL_UNKNOWN);
	EXPECT_STREQ("", platform.log.text);
	EXPECT_STATUS(LV1_NOT_IMPLEMENTED, ~0ULL);
	EXPECT_EQ(3, partition.ledger.count[LEDGER_unknown]);
}

TEST_F(booted, pause_sleeps)
{
	EXPECT_STATUS(0, CALL_PAUSE, 0);
	EXPECT_EQ(1, platform.sleeps);
	EXPECT_STATUS(LV1_ILLEGAL_PARAMETER_VALUE, CALL_PAUSE, 2);
}

TEST_F(booted, a_traced_call_is_printed_with_inputs_and_outputs)
{
	EXPECT_EQ(NULL, options_apply("a=b openlv1.trace=release_memory,allocate_memory c"));
	ASSERT_EQ(0, allocate(4096, 12, 1, 2).status);
	EXPECT_STREQ("openlv1: trace: thread 0 allocate_memory(0x1000, 0xc, 0x1, 0x2) = 0, 0x300000002000, 0x1\n",
		     platform.log.text);
	platform.log = (struct text){ 0 };
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_RELEASE, 1ULL << 40);
	EXPECT_STREQ("openlv1: trace: thread 0 release_memory(0x10000000000) = -6\n",
		     platform.log.text);
}

TEST_F(booted, the_nth_call_fails_without_being_done)
{
	u64 first = allocate(4096, 12, 0, 0).out[0];
	u64 second = allocate(4096, 12, 0, 0).out[0];

	EXPECT_EQ(NULL, options_apply("openlv1.inject=release_memory:2:-9,release_memory:3:-5"));
	EXPECT_EQ(NULL, options_apply("openlv1.inject=allocate_memory:1:-999"));
	EXPECT_STATUS(0, CALL_RELEASE, first);
	EXPECT_STATUS(-9, CALL_RELEASE, second);
	EXPECT_STATUS(-5, CALL_RELEASE, second);
	EXPECT_STATUS(0, CALL_QUERY, second);
	EXPECT_STATUS(0, CALL_RELEASE, second);
	EXPECT_EQ(-999, allocate(4096, 12, 0, 0).status);
	EXPECT_EQ(0, allocate(4096, 12, 0, 0).status);
	EXPECT_EQ(3, partition.ledger.count[LEDGER_injected]);
	EXPECT_EQ(0, partition.ledger.count[LEDGER_refused]);
}

TEST_F(booted, an_invalid_option_is_returned)
{
	static const char *const bad[] = {
		"openlv1.", "openlv1.x", "openlv1.trace", "openlv1.trace=",
		"openlv1.trace=no_such_call", "openlv1.trace=release_memory,x",
		"openlv1.inject=release_memory", "openlv1.inject=release_memory:3",
		"openlv1.inject=release_memory:0:-9", "openlv1.inject=:3:-9",
		"openlv1.inject=release_memory:3:", "openlv1.inject=release_memory:x:-9",
		"openlv1.inject=release_memory:3:-9x"
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(bad[i], options_apply(bad[i]))
		{
			TH_LOG("%s", bad[i]);
		}
	}
	EXPECT_EQ(NULL, options_apply("quiet openlv2.trace=x openlv1 "));
}

TEST_F(booted, the_ledger_is_in_repository_nodes)
{
	struct reply reply;

	ASSERT_EQ(0, allocate(4096, 12, 0, 0).status);
	reply = CALL(CALL_READ_NODE, PARTITION_ID, OPENLV1_LEDGER_FIELD_1,
		     OPENLV1_LEDGER_FIELD_2, LEDGER_live_bytes, 0);
	EXPECT_EQ(0, reply.status);
	EXPECT_EQ(4096, reply.out[0]);
	EXPECT_STATUS(LV1_NO_ENTRY, CALL_READ_NODE, PARTITION_ID,
		      OPENLV1_LEDGER_FIELD_1, OPENLV1_LEDGER_FIELD_2,
		      LEDGER_COUNTS, 0);
}

TEST_F(booted, a_larger_pool_has_no_larger_blocks)
{
	u64 before = partition.pool.free_bytes;

	EXPECT_NE(NULL, options_apply("openlv1.pool=3"));
	EXPECT_NE(NULL, options_apply("openlv1.pool=132"));
	EXPECT_NE(NULL, options_apply("openlv1.pool=-4"));
	EXPECT_EQ(before, partition.pool.free_bytes);
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
		ASSERT_TRUE(region_translate(&partition.regions,
					     lpar_addr + offset, 4096, &real));
		EXPECT_NE(previous + 4096, real);
		EXPECT_EQ(POOL_DIRT, *(u64 *)real_pointer(real));
		previous = real;
	}
}

TEST_F(booted, too_many_injections_are_refused)
{
	const char *option = "openlv1.inject=pause:1:-9";

	for (unsigned int i = 0; i < 64; i++)
		ASSERT_EQ(NULL, options_apply(option));
	EXPECT_EQ(option, options_apply(option));
}

/* A call may write outputs before it fails. */
TEST_F(booted, outputs_are_zero_when_refused)
{
	struct call call = { .out = { 1, 2, 3, 4, 5, 6 } };

	call.number = CALL_ALLOCATE;
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE,
		  hypercall_table[CALL_ALLOCATE](4096, 11, 33, 44, 0, 0, 0, &call));
	for (unsigned int i = 0; i < HYPERCALL_OUTPUTS_MAX; i++)
		EXPECT_EQ(0, call.out[i]);
}

TEST_HARNESS_MAIN
