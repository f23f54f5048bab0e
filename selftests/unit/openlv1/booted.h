/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For tests of OpenLV1 through hypercalls: the calls by name, and a partition
 * as it is when Linux has booted.
 */
#ifndef SELFTESTS_BOOTED_H
#define SELFTESTS_BOOTED_H

#include <string.h>

#include "kselftest_harness.h"

#include <lv1/memory.h>

#include "platform.h"

#include "hcalls/hypercall.h"

#define CALL_ALLOCATE	      0
#define CALL_WRITE_HTAB	      1
#define CALL_CONSTRUCT	      2
#define CALL_INVALIDATE_HTAB  3
#define CALL_QUERY	      6
#define CALL_SELECT	      7
#define CALL_PAUSE	      9
#define CALL_DESTRUCT	      10
#define CALL_SET_BITMAP	      11
#define CALL_CONNECT	      12
#define CALL_RELEASE	      13
#define CALL_NEW_PORT	      18
#define CALL_SEND_EVENT	      24
#define CALL_END_OF_INTERRUPT 30
#define CALL_UPDATE_MASK      31
#define CALL_CREATE_NODE      90
#define CALL_READ_NODE	      91
#define CALL_WRITE_NODE	      92
#define CALL_DELETE_NODE      93
#define CALL_READ_HTAB	      95
#define CALL_MAP_HTAB	      122
#define CALL_UNMAP_HTAB	      123
#define CALL_INSERT_HTAB      158
#define CALL_READ_UART	      162
#define CALL_WRITE_UART	      163
#define CALL_OPEN_DEVICE      170
#define CALL_ALLOCATE_DMA     174
#define CALL_MAP_DMA	      176
#define CALL_SEND_PACKET      187
#define CALL_UNKNOWN	      500

#define KERNEL_REGION_SIZE MIB(96)
#define KERNEL_PAGE_SHIFT  24

struct reply {
	s64 status;
	u64 out[HYPERCALL_OUTPUTS_MAX];
};

#define CALL(number, ...) call_lv1((number), (u64[8]){ __VA_ARGS__ })

static struct reply call_lv1(u64 number, const u64 *inputs)
{
	struct reply reply;
	u64 registers[8];

	memcpy(registers, inputs, sizeof(registers));
	reply.status = platform_call(number, registers);
	memcpy(reply.out, registers + 1, sizeof(reply.out));
	return reply;
}

static struct reply allocate(u64 size, u64 page_shift, u64 r5, u64 flags)
{
	return CALL(CALL_ALLOCATE, size, page_shift, r5, flags);
}

/* A partition as it is when Linux has booted. */
FIXTURE(booted)
{
	u64 kernel_region;
};

FIXTURE_SETUP(booted)
{
	struct reply reply;

	platform_reset();
	reply = allocate(KERNEL_REGION_SIZE, KERNEL_PAGE_SHIFT, 0,
			 LV1_MEMORY_TRY_ALT_UNIT);
	ASSERT_EQ(0, reply.status);
	self->kernel_region = reply.out[0];
	ASSERT_EQ(0, CALL(CALL_CONSTRUCT, 20, 2, 0).status);
	ASSERT_EQ(0, CALL(CALL_SELECT, ADDRESS_SPACE_ID).status);
}

FIXTURE_TEARDOWN(booted)
{
}

#endif
