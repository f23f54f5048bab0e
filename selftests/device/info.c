// SPDX-License-Identifier: GPL-2.0-only
/*
 * GET_INFO: what is allocated, and the limits.
 */
#include "fixture.h"

FIXTURE_FILES(info)

TEST_F(info, page_shift_is_the_kernels)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	ASSERT_GT(32, info.page_shift);
	EXPECT_EQ(page_size(), 1UL << info.page_shift);
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

/* What a file owns, and what all files own more than before. */
#define EXPECT_INFO(fd, own_regions, own_bytes, more_regions, more_bytes) \
	do { \
		struct lv1mem_info info_; \
\
		ASSERT_EQ(0, get_info(fd, &info_)); \
		EXPECT_EQ(own_regions, info_.file_regions); \
		EXPECT_EQ(own_bytes, info_.file_bytes); \
		EXPECT_EQ(self->before.regions + (more_regions), info_.total_regions); \
		EXPECT_EQ(self->before.bytes + (more_bytes), info_.total_bytes); \
	} while (0)

TEST_F(info, new_file_owns_nothing)
{
	EXPECT_INFO(self->fd, 0, 0, 0, 0);
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
	struct lv1mem_alloc first, second;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &first));
	ASSERT_EQ(0, alloc_region(self->fd, 3 * TEST_PAGE_SIZE, &second));
	EXPECT_INFO(self->fd, 2, 4 * TEST_PAGE_SIZE, 2, 4 * TEST_PAGE_SIZE);
	ASSERT_EQ(0, free_region(self->fd, first.lpar_addr));
	EXPECT_INFO(self->fd, 1, 3 * TEST_PAGE_SIZE, 1, 3 * TEST_PAGE_SIZE);
}

TEST_F(info, regions_of_another_file_count_in_the_totals_only)
{
	struct lv1mem_alloc region;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_INFO(self->watcher, 0, 0, 1, TEST_PAGE_SIZE);
}

TEST_F(info, refused_allocation_counts_nowhere)
{
	struct lv1mem_alloc args = alloc_args(4096, 11);

	ASSERT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_INFO(self->fd, 0, 0, 0, 0);
}

TEST_HARNESS_MAIN
