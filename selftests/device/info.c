// SPDX-License-Identifier: GPL-2.0-only
/*
 * GET_INFO: what is allocated, and the limits.
 */
#include "kselftest_harness.h"

#include "abi.h"

SKIP_ALL_WITHOUT_DEVICE

FIXTURE_FILES(info)

TEST_F(info, page_shift_is_the_kernels)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	ASSERT_GT(32, info.page_shift);
	EXPECT_EQ(sysconf(_SC_PAGESIZE), 1L << info.page_shift);
}

TEST_F(info, works_on_a_read_only_file)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->watcher, &info));
	EXPECT_EQ(0, info.file_regions);
}

TEST_F(info, size_is_left_as_it_was)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(sizeof(info), info.size);
}

TEST_F(info, new_file_owns_nothing)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.file_regions);
	EXPECT_EQ(0, info.file_bytes);
}

TEST_F(info, limits_allow_something)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_LT(info.total_regions, info.max_regions);
	EXPECT_LT(info.total_bytes, info.max_bytes);
}

TEST_F(info, counts_what_this_file_owns)
{
	struct lv1mem_alloc first;
	struct lv1mem_alloc second;
	struct lv1mem_info info;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &first));
	ASSERT_EQ(0, alloc_region(self->fd, 3 * TEST_PAGE_SIZE, &second));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(2, info.file_regions);
	EXPECT_EQ(4 * TEST_PAGE_SIZE, info.file_bytes);
	EXPECT_EQ(self->before.regions + 2, info.total_regions);
	EXPECT_EQ(self->before.bytes + 4 * TEST_PAGE_SIZE, info.total_bytes);

	ASSERT_EQ(0, free_region(self->fd, first.lpar_addr));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.file_regions);
	EXPECT_EQ(3 * TEST_PAGE_SIZE, info.file_bytes);
	EXPECT_EQ(self->before.regions + 1, info.total_regions);
	EXPECT_EQ(self->before.bytes + 3 * TEST_PAGE_SIZE, info.total_bytes);
}

TEST_F(info, regions_of_another_file_count_in_the_totals_only)
{
	struct lv1mem_alloc region;
	struct lv1mem_info info;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));

	ASSERT_EQ(0, get_info(self->watcher, &info));
	EXPECT_EQ(0, info.file_regions);
	EXPECT_EQ(0, info.file_bytes);
	EXPECT_EQ(self->before.regions + 1, info.total_regions);
	EXPECT_EQ(self->before.bytes + TEST_PAGE_SIZE, info.total_bytes);
}

TEST_F(info, refused_allocation_counts_nowhere)
{
	struct lv1mem_alloc args = alloc_args(4096, 11);
	struct lv1mem_info info;

	ASSERT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.file_regions);
	EXPECT_EQ(0, info.file_bytes);
	EXPECT_EQ(self->before.regions, info.total_regions);
}

TEST_HARNESS_MAIN
