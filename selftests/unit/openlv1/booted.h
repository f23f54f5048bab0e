/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For tests that make hypercalls in a partition.
 */
#ifndef SELFTESTS_BOOTED_H
#define SELFTESTS_BOOTED_H

#include <string.h>

#include "kselftest_harness.h"

#include <lv1/memory.h>

#include "platform.h"

#define KERNEL_REGION_SIZE MIB(96)
#define KERNEL_PAGE_SHIFT  24

#define EXPECT_STATUS(expected, ...) \
	EXPECT_EQ((expected), CALL(__VA_ARGS__).status)
#define ASSERT_STATUS(expected, ...) \
	ASSERT_EQ((expected), CALL(__VA_ARGS__).status)

static struct reply allocate(u64 size, u64 page_shift, u64 r5, u64 flags)
{
	return CALL(CALL_ALLOCATE, size, page_shift, r5, flags);
}

/* A partition in the state in which Linux is after boot. */
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
	ASSERT_STATUS(0, CALL_CONSTRUCT, 20, 2, 0);
	ASSERT_STATUS(0, CALL_SELECT, ADDRESS_SPACE_ID);
}

FIXTURE_TEARDOWN(booted)
{
}

#endif
