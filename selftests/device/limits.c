// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's limits, for all files together and with quarantined regions. Reaching a
 * limit is ENOSPC, a shortage of LV1 is ENOMEM.
 */
#include "fixture.h"

static void __attribute__((constructor)) skip_all(void)
{
	skip_all_without(LV1MEM_TEST_DEVICE);
	/* sysfs need not be mounted. If it is, it has the parameters. */
	skip_all_without("/sys/module");
}

FIXTURE(limits)
{
	FIXTURE_FIELDS;
	struct lv1mem_info saved;
};

FIXTURE_SETUP(limits)
{
	OPEN_FILES();
	ASSERT_EQ(0, get_info(self->fd, &self->saved));
}

FIXTURE_TEARDOWN(limits)
{
	struct lv1mem_info now;

	EXPECT_EQ(0, set_limit("max_regions", self->saved.max_regions));
	EXPECT_EQ(0, set_limit("max_bytes", self->saved.max_bytes));
	EXPECT_EQ(0, get_info(self->watcher, &now));
	EXPECT_EQ(self->saved.max_regions, now.max_regions);
	EXPECT_EQ(self->saved.max_bytes, now.max_bytes);
	CLOSE_FILES();
}

/* Allow this much more than there is already. */
#define LIMIT_REGIONS(more) ASSERT_EQ(0, set_limit("max_regions", self->before.regions + (more)))
#define LIMIT_BYTES(more)   ASSERT_EQ(0, set_limit("max_bytes", self->before.bytes + (more)))

#define EXPECT_NO_SPACE(fd, bytes) \
	do { \
		struct lv1mem_alloc args = alloc_args(bytes, TEST_PAGE_SHIFT); \
\
		args.lv1_status = 1; \
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

TEST_F(limits, regions)
{
	struct lv1mem_alloc regions[2];
	struct lv1mem_alloc region;

	LIMIT_REGIONS(2);
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[0]));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[1]));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	ASSERT_EQ(0, free_region(self->fd, regions[0].lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
}

TEST_F(limits, bytes)
{
	struct lv1mem_alloc region;
	struct lv1mem_alloc other;

	LIMIT_BYTES(3 * TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, 4 * TEST_PAGE_SIZE);
	ASSERT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, 2 * TEST_PAGE_SIZE);
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &other));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
}

TEST_F(limits, of_zero_allow_nothing)
{
	ASSERT_EQ(0, set_limit("max_regions", 0));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, set_limit("max_regions", self->saved.max_regions));
	ASSERT_EQ(0, set_limit("max_bytes", 0));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
}

#define FILES_MAX 20

/*
 * Allocate from several files in turn until each is refused. Returns the number of
 * regions, or a negative errno.
 */
static int fill(int files)
{
	int fds[FILES_MAX];
	int count = 0, refused = 0, err = 0;

	for (int i = 0; i < files; i++)
		fds[i] = open_file();
	for (int i = 0; refused < files; i++) {
		struct lv1mem_alloc region;

		err = alloc_region(fds[i % files], TEST_PAGE_SIZE, &region);
		if (err && err != -ENOSPC)
			break;
		refused = err ? refused + 1 : 0;
		count += !err;
	}
	for (int i = 0; i < files; i++)
		close(fds[i]);
	return err == -ENOSPC ? count : err;
}

/* A program gets no more regions with many files than with one. */
#define EXPECT_ALL_FILES_GET(regions) \
	do { \
		static const int files[] = { 1, 2, FILES_MAX }; \
\
		for (size_t i = 0; i < ARRAY_SIZE(files); i++) { \
			EXPECT_EQ_LOG(regions, fill(files[i]), "regions that %d files get", \
				      files[i]); \
		} \
	} while (0)

TEST_F(limits, of_regions_is_for_all_files)
{
	LIMIT_REGIONS(3);
	EXPECT_ALL_FILES_GET(3);
}

TEST_F(limits, of_bytes_is_for_all_files)
{
	LIMIT_BYTES(4 * TEST_PAGE_SIZE + TEST_PAGE_SIZE / 2);
	EXPECT_ALL_FILES_GET(4);
}

TEST_F(limits, what_one_file_releases_another_gets)
{
	struct lv1mem_alloc region;
	int fd = open_file();

	ASSERT_LE(0, fd);
	LIMIT_REGIONS(1);
	ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, free_region(fd, region.lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(fd, TEST_PAGE_SIZE);
	close(self->fd);
	EXPECT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
	close(fd);
}

/*
 * ALLOC tries to release the quarantined region. While LV1 refuses, the region counts
 * towards both limits.
 */
TEST_F(limits, count_quarantined_regions)
{
	struct lv1mem_alloc region;
	struct lv1mem_info info;
	int fd;

	if (access(INJECT, F_OK))
		SKIP(return, "there is no " INJECT);
	fd = open_file();
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	close(fd);
	ASSERT_EQ(0, get_info(self->fd, &info));
	ASSERT_EQ(1, info.quarantined_regions);
	EXPECT_EQ(TEST_PAGE_SIZE, info.quarantined_bytes);
	EXPECT_EQ(self->before.regions + 1, info.total_regions);
	EXPECT_EQ(self->before.bytes + TEST_PAGE_SIZE, info.total_bytes);

	LIMIT_REGIONS(1);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, set_limit("max_regions", self->saved.max_regions));

	LIMIT_BYTES(TEST_PAGE_SIZE);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	/* This ALLOC releases the quarantined region first. */
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.quarantined_regions);
	EXPECT_EQ(1, info.file_regions);
}

TEST_F(limits, huge_lengths_do_not_wrap)
{
	struct lv1mem_alloc region;

	LIMIT_BYTES(2 * TEST_PAGE_SIZE);
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, -(uint64_t)TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, 1ULL << 63);
}

TEST_F(limits, lowered_limit_releases_nothing)
{
	struct lv1mem_alloc regions[2];
	struct lv1mem_info info;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[0]));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[1]));
	LIMIT_REGIONS(1);
	LIMIT_BYTES(TEST_PAGE_SIZE);

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(2, info.file_regions);
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, regions[0].lpar_addr));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, regions[1].lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[0]));
}

TEST_F(limits, refused_allocation_counts_nowhere)
{
	struct lv1mem_alloc region;

	LIMIT_REGIONS(1);
	LIMIT_BYTES(4 << 20);
	for (int i = 0; i < 4; i++) {
		struct lv1mem_alloc args = alloc_args(4 << 20, 22);

		EXPECT_EQ(-ENOMEM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		EXPECT_EQ(LV1_RESOURCE_SHORTAGE, args.lv1_status);
	}
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
}

TEST_HARNESS_MAIN
