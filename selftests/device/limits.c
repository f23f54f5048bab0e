// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's limits, for all files together and with quarantined regions.
 */
#include "fixture.h"

static void __attribute__((constructor)) skip_without_sysfs(void)
{
	/* It need not be mounted. If it is, it has the parameters. */
	skip_all_without("/sys/module");
}

FIXTURE(limits)
{
	FIXTURE_FIELDS;
};

FIXTURE_SETUP(limits)
{
	OPEN_FILES();
}

FIXTURE_TEARDOWN(limits)
{
	struct lv1mem_info now;

	EXPECT_EQ(0, set_limit("max_regions", self->before.max_regions));
	EXPECT_EQ(0, set_limit("max_bytes", self->before.max_bytes));
	EXPECT_EQ(0, get_info(self->watcher, &now));
	EXPECT_EQ(self->before.max_regions, now.max_regions);
	EXPECT_EQ(self->before.max_bytes, now.max_bytes);
	CLOSE_FILES();
}

/* Allow this much more than there is already. */
#define LIMIT_REGIONS(more) \
	ASSERT_EQ(0, set_limit("max_regions", self->before.total_regions + (more)))
#define LIMIT_BYTES(more) \
	ASSERT_EQ(0, set_limit("max_bytes", self->before.total_bytes + (more)))

#define EXPECT_NO_SPACE(fd, bytes) \
	do { \
		struct lv1mem_alloc args = alloc_args(bytes, TEST_PAGE_SHIFT); \
\
		args.lv1_status = NOT_WRITTEN; \
		EXPECT_EQ_LOG(-ENOSPC, call(fd, LV1MEM_IOC_ALLOC, &args), \
			      "ALLOC of 0x%llx bytes: status %d", args.length, args.lv1_status); \
		EXPECT_EQ(0, args.lv1_status); \
	} while (0)

TEST_F(limits, are_shown)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, set_limit("max_regions", 7));
	ASSERT_EQ(0, set_limit("max_bytes", 5 * TEST_PAGE_SIZE));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(7, info.max_regions);
	EXPECT_EQ(5 * TEST_PAGE_SIZE, info.max_bytes);
}

TEST_F(limits, of_regions_are_for_all_files)
{
	int fd = must_open(_metadata);
	struct lv1mem_alloc region;

	LIMIT_REGIONS(2);
	region = must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	ASSERT_EQ(0, free_region(fd, region.lpar_addr));
	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	close(fd);
	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
}

TEST_F(limits, of_bytes_are_for_all_files)
{
	int fd = must_open(_metadata);
	struct lv1mem_alloc region;

	LIMIT_BYTES(3 * TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(fd, 4 * TEST_PAGE_SIZE);
	region = must_alloc(_metadata, fd, 2 * TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, 2 * TEST_PAGE_SIZE);
	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(fd, TEST_PAGE_SIZE);

	ASSERT_EQ(0, free_region(fd, region.lpar_addr));
	must_alloc(_metadata, self->fd, 2 * TEST_PAGE_SIZE);
	close(fd);
}

TEST_F(limits, of_zero_allow_nothing)
{
	ASSERT_EQ(0, set_limit("max_regions", 0));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, set_limit("max_regions", self->before.max_regions));
	ASSERT_EQ(0, set_limit("max_bytes", 0));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
}

/*
 * ALLOC tries to release the quarantined region. While LV1 refuses, the region counts
 * towards both limits.
 */
TEST_F(limits, count_quarantined_regions)
{
	struct lv1mem_info info;
	int fd;

	if (access(INJECT, F_OK))
		SKIP(return, "there is no " INJECT);
	fd = must_open(_metadata);
	must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	close(fd);
	ASSERT_EQ(0, get_info(self->fd, &info));
	ASSERT_EQ(1, info.quarantined_regions);
	EXPECT_EQ(TEST_PAGE_SIZE, info.quarantined_bytes);
	EXPECT_REGIONS(1);

	LIMIT_REGIONS(1);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, set_limit("max_regions", self->before.max_regions));

	LIMIT_BYTES(TEST_PAGE_SIZE);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	/* This ALLOC releases the quarantined region first. */
	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.quarantined_regions);
	EXPECT_EQ(1, info.file_regions);
}

TEST_F(limits, huge_lengths_do_not_wrap)
{
	LIMIT_BYTES(2 * TEST_PAGE_SIZE);
	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, -(uint64_t)TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, 1ULL << 63);
}

TEST_F(limits, lowered_limit_releases_nothing)
{
	struct lv1mem_alloc first = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	struct lv1mem_alloc second = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);

	LIMIT_REGIONS(1);
	LIMIT_BYTES(TEST_PAGE_SIZE);
	EXPECT_REGIONS(2);
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, first.lpar_addr));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, second.lpar_addr));
	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
}

TEST_HARNESS_MAIN
