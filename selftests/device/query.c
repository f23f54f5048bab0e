// SPDX-License-Identifier: GPL-2.0-only
/*
 * QUERY: what LV1 reports of a region, and which addresses need CAP_SYS_RAWIO.
 */
#include <stddef.h>

#include "fixture.h"

#define LENGTH (3 * TEST_PAGE_SIZE)

FIXTURE_FILES(query)

TEST_F(query, any_address_of_an_own_region_gives_the_region)
{
	static const unsigned long long offsets[] = { 0, 1, TEST_PAGE_SIZE, LENGTH - 1 };
	struct lv1mem_query answer;
	struct lv1mem_alloc region;

	ASSERT_EQ(0, alloc_region(self->fd, LENGTH, &region));
	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		ASSERT_EQ_LOG(0, query_region(self->fd, region.lpar_addr + offsets[i], &answer),
			      "offset 0x%llx in the region: status %d", offsets[i],
			      answer.lv1_status);
		EXPECT_EQ(0, answer.lv1_status);
		EXPECT_EQ(region.lpar_addr, answer.start);
		EXPECT_EQ(LENGTH, answer.length);
		EXPECT_EQ(TEST_PAGE_SHIFT, answer.page_shift);
	}
}

/* Query in a child without CAP_SYS_RAWIO. Returns the negative errno that it got, or 0. */
static int query_without_rawio(int fd, uint64_t lpar_addr)
{
	pid_t child = fork_child();

	if (child < 0)
		return child;
	if (!child) {
		struct lv1mem_query answer;
		int err = drop_rawio();

		if (err) {
			dprintf(STDERR_FILENO, "# capset: %s\n", strerror(-err));
			_exit(255);
		}
		_exit(-query_region(fd, lpar_addr, &answer));
	}
	return -wait_for(child);
}

TEST_F(query, own_regions_need_no_capability_others_do)
{
	struct lv1mem_alloc first, second, other;
	int fd = open_file();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, alloc_region(self->fd, LENGTH, &first));
	ASSERT_EQ(0, alloc_region(self->fd, LENGTH, &second));
	ASSERT_EQ(0, alloc_region(fd, LENGTH, &other));

	EXPECT_EQ(0, query_without_rawio(self->fd, first.lpar_addr));
	EXPECT_EQ(0, query_without_rawio(self->fd, first.lpar_addr + LENGTH - 1));
	EXPECT_EQ(0, query_without_rawio(self->fd, second.lpar_addr));
	EXPECT_EQ(0, query_without_rawio(self->fd, second.lpar_addr + 1));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, first.lpar_addr - 1));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, first.lpar_addr + LENGTH));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, second.lpar_addr + LENGTH));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, UINT64_MAX));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, 0));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, other.lpar_addr));

	/* A freed region needs the capability again. */
	ASSERT_EQ(0, free_region(self->fd, first.lpar_addr));
	EXPECT_EQ(-EPERM, query_without_rawio(self->fd, first.lpar_addr));
	close(fd);
	EXPECT_EQ(-EPERM, query_without_rawio(self->watcher, second.lpar_addr));
}

TEST_F(query, with_the_capability_lv1_answers)
{
	struct lv1mem_query answer;

	/* The real mode region: 128 MiB on every console. */
	ASSERT_EQ(0, query_region(self->fd, 0x1234, &answer));
	EXPECT_EQ(0, answer.start);
	EXPECT_EQ(128ULL << 20, answer.length);

	EXPECT_EQ(-ENOENT, query_region(self->fd, UINT64_MAX, &answer));
	EXPECT_EQ(LV1_NO_ENTRY, answer.lv1_status);
}

TEST_F(query, a_read_only_file_can_ask)
{
	struct lv1mem_query answer;

	EXPECT_EQ(0, query_region(self->watcher, 0, &answer));
}

TEST_F(query, nothing_but_the_status_is_written_on_failure)
{
	struct lv1mem_query args = query_args(UINT64_MAX);
	const size_t start = offsetof(struct lv1mem_query, start);
	struct lv1mem_query before;

	memset((char *)&args + start, 77, sizeof(args) - start);
	before = args;
	EXPECT_EQ(-ENOENT, call(self->fd, LV1MEM_IOC_QUERY, &args));
	before.lv1_status = args.lv1_status;
	EXPECT_EQ_LOG(0, memcmp(&before, &args, sizeof(args)),
		      "start 0x%llx length 0x%llx access_right %llu page_shift %llu lv1_flags 0x%llx",
		      args.start, args.length, args.access_right, args.page_shift, args.lv1_flags);
}

TEST_HARNESS_MAIN
