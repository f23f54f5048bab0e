// SPDX-License-Identifier: GPL-2.0-only
/*
 * ALLOC and FREE: what may be asked for, what comes back, and what goes.
 */
#include "kselftest_harness.h"

#include "abi.h"

SKIP_ALL_WITHOUT_DEVICE

FIXTURE_FILES(alloc_free)

/* Ask for what the driver has to refuse by itself: LV1 must not see it. */
static int alloc_unasked(int fd, struct lv1mem_alloc args)
{
	int err = call(fd, LV1MEM_IOC_ALLOC, &args);

	return args.lv1_status ? 1 : err;
}

TEST_F(alloc_free, every_page_shift_that_lv1_has)
{
	for (uint64_t shift = 12; shift <= 21; shift++) {
		struct lv1mem_alloc args = alloc_args(1ULL << shift, shift);

		args.lv1_status = 1;
		ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args))
		{
			TH_LOG("page shift %d", (int)shift);
		}
		EXPECT_EQ(LV1_SUCCESS, args.lv1_status);
		EXPECT_NE(0, args.lpar_addr);
		EXPECT_EQ(0, args.lpar_addr & ((1ULL << shift) - 1));
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

TEST_F(alloc_free, every_plain_flag)
{
	for (uint64_t flags = 0; flags <= 4; flags++) {
		struct lv1mem_alloc args = alloc_args(4096, 12);

		args.lv1_flags = flags;
		ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args))
		{
			TH_LOG("flags %d", (int)flags);
		}
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

TEST_F(alloc_free, inputs_are_left_as_they_were)
{
	struct lv1mem_alloc args = alloc_args(3 * 4096, 12);

	args.lv1_flags = LV1_MEMORY_TRANSFERABLE;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_EQ(sizeof(args), args.size);
	EXPECT_EQ(0, args.flags);
	EXPECT_EQ(3 * 4096, args.length);
	EXPECT_EQ(12, args.page_shift);
	EXPECT_EQ(0, args.unknown_r5);
	EXPECT_EQ(LV1_MEMORY_TRANSFERABLE, args.lv1_flags);
}

TEST_F(alloc_free, live_regions_do_not_overlap)
{
	struct lv1mem_alloc regions[6];

	for (int i = 0; i < 6; i++)
		ASSERT_EQ(0, alloc_region(self->fd, (i % 3 + 1) * TEST_PAGE_SIZE,
					  &regions[i]));

	for (int i = 0; i < 6; i++) {
		for (int j = 0; j < i; j++) {
			bool below = regions[i].lpar_addr + regions[i].length <=
				     regions[j].lpar_addr;
			bool above = regions[j].lpar_addr + regions[j].length <=
				     regions[i].lpar_addr;

			EXPECT_TRUE(below || above);
		}
	}
}

TEST_F(alloc_free, length_of_zero_is_invalid)
{
	EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, alloc_args(0, 12)));
}

TEST_F(alloc_free, length_that_is_no_multiple_is_invalid)
{
	EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, alloc_args(4097, 12)));
	EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, alloc_args(4095, 12)));
	EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, alloc_args(4096, 16)));
	EXPECT_EQ(-EINVAL,
		  alloc_unasked(self->fd, alloc_args(UINT64_MAX, 12)));
}

TEST_F(alloc_free, page_shift_out_of_range_is_invalid)
{
	static const uint64_t shifts[] = {
		0, 11, 64, 65, 76, 0x10000000cULL, UINT64_MAX
	};

	for (size_t i = 0; i < ARRAY_SIZE(shifts); i++)
		EXPECT_EQ(-EINVAL,
			  alloc_unasked(self->fd,
					alloc_args(1 << 21, shifts[i])));
}

TEST_F(alloc_free, flags_that_are_not_plain_are_invalid)
{
	static const uint64_t flags[] = {
		0x8, 0x10, 0x400, 0x80000000, 0x100000000ULL, 1ULL << 63
	};

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		struct lv1mem_alloc args = alloc_args(4096, 12);

		args.lv1_flags = flags[i];
		EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, args));
	}
}

TEST_F(alloc_free, r5_needs_raw)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);

	args.unknown_r5 = 1;
	EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, args));
	args.unknown_r5 = 1ULL << 32;
	EXPECT_EQ(-EINVAL, alloc_unasked(self->fd, args));
}

TEST_F(alloc_free, raw_needs_cap_sys_rawio)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);
	pid_t child;

	args.flags = LV1MEM_ALLOC_RAW;
	/* With the capability it has to work, or the child proves nothing. */
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));

	child = fork();
	ASSERT_LE(0, child);
	if (!child) {
		if (drop_rawio())
			_exit(10);
		args = alloc_args(4096, 12);
		args.flags = LV1MEM_ALLOC_RAW;
		if (call(self->fd, LV1MEM_IOC_ALLOC, &args) != -EPERM)
			_exit(11);
		if (args.lv1_status)
			_exit(12);
		/* A plain allocation does not need it. */
		args.flags = 0;
		if (call(self->fd, LV1MEM_IOC_ALLOC, &args))
			_exit(13);
		_exit(0);
	}
	EXPECT_EQ(0, wait_for(child));
}

TEST_F(alloc_free, raw_region_is_tracked)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);
	struct lv1mem_info info;

	args.flags = LV1MEM_ALLOC_RAW;
	args.unknown_r5 = 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.file_regions);
	EXPECT_EQ(4096, info.file_bytes);
	EXPECT_EQ(0, free_region(self->fd, args.lpar_addr));
}

TEST_F(alloc_free, shortage_of_lv1_is_enomem_with_its_status)
{
	struct lv1mem_alloc args = alloc_args(4 << 20, 22);
	struct lv1mem_info info;

	EXPECT_EQ(-ENOMEM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, args.lv1_status);
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.file_regions);
}

TEST_F(alloc_free, second_free_is_refused)
{
	struct lv1mem_alloc region;
	struct lv1mem_free args;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	args = free_args(region.lpar_addr);
	args.lv1_status = 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(LV1_SUCCESS, args.lv1_status);

	args = free_args(region.lpar_addr);
	args.lv1_status = 1;
	EXPECT_EQ(-ENOENT, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(0, args.lv1_status);
}

TEST_F(alloc_free, free_takes_the_start_of_a_region_only)
{
	struct lv1mem_alloc region;
	struct lv1mem_info info;

	ASSERT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
	EXPECT_EQ(-ENOENT,
		  free_region(self->fd, region.lpar_addr + TEST_PAGE_SIZE));
	EXPECT_EQ(-ENOENT, free_region(self->fd, region.lpar_addr + 1));
	EXPECT_EQ(-ENOENT, free_region(self->fd, region.lpar_addr - 1));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.file_regions);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
}

/* Address 0 is the kernel's own memory, which LV1 would take back. */
TEST_F(alloc_free, memory_of_the_kernel_cannot_be_freed)
{
	EXPECT_EQ(-ENOENT, free_region(self->fd, 0));
	EXPECT_EQ(-ENOENT, free_region(self->fd, UINT64_MAX));
}

/* LV1 has 9 MiB for all: 64 MiB can be had one after the other only. */
TEST_F(alloc_free, freed_memory_can_be_had_again)
{
	for (int i = 0; i < 32; i++) {
		struct lv1mem_alloc args = alloc_args(2 << 20, 21);

		ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args))
		{
			TH_LOG("round %d", i);
		}
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

TEST_F(alloc_free, regions_can_be_freed_in_any_order)
{
	static const int order[] = { 3, 0, 4, 1, 2 };
	struct lv1mem_alloc regions[ARRAY_SIZE(order)];
	struct lv1mem_info info;

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE,
					  &regions[i]));
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		EXPECT_EQ(0, free_region(self->fd,
					 regions[order[i]].lpar_addr));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.file_regions);
}

TEST_HARNESS_MAIN
