// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each hypercall fails with each status. Afterwards the driver counts the regions that
 * LV1 has, and the file still works. Needs OpenLV1.
 */
#include <stddef.h>

#include "fixture.h"

/* Every known status, and some unknown ones. */
static const struct refusal {
	int32_t status;
	int number;
} refusals[] = {
#define REFUSAL(code, name, number) { (code), (number) },
	LV1_STATUS_TABLE(REFUSAL)
#undef REFUSAL
		{ -1, EIO },
	{ 1, EIO },
	{ -27, EIO },
	{ -32767, EIO },
	{ INT32_MAX, EIO },
	{ INT32_MIN, EIO },
};

FIXTURE_FILES(refusals)

/* The first is success. */
#define FOR_EACH_REFUSAL \
	for (const struct refusal *refusal = refusals + 1; \
	     refusal < refusals + ARRAY_SIZE(refusals); refusal++)

#define SKIP_WITHOUT_INJECTION \
	do { \
		if (access(INJECT, F_OK)) \
			SKIP(return, "there is no " INJECT); \
	} while (0)

TEST_F(refusals, each_status_of_an_allocation)
{
	SKIP_WITHOUT_INJECTION;
	FOR_EACH_REFUSAL
	{
		struct lv1mem_alloc region;

		ASSERT_EQ(0, refuse(LV1_CALL_ALLOCATE_MEMORY, 1, refusal->status));
		EXPECT_EQ_LOG(-refusal->number, alloc_region(self->fd, TEST_PAGE_SIZE, &region),
			      "ALLOC, status %d of %d", region.lv1_status, refusal->status);
		EXPECT_EQ(refusal->status, region.lv1_status);
		EXPECT_REGIONS(0);
		EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	}
}

TEST_F(refusals, each_status_of_a_query)
{
	struct lv1mem_alloc region;

	SKIP_WITHOUT_INJECTION;
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	FOR_EACH_REFUSAL
	{
		struct lv1mem_query args;

		ASSERT_EQ(0, refuse(LV1_CALL_QUERY_REGION, 1, refusal->status));
		EXPECT_EQ_LOG(-refusal->number, query_region(self->fd, region.lpar_addr, &args),
			      "QUERY, status %d of %d", args.lv1_status, refusal->status);
		EXPECT_EQ(refusal->status, args.lv1_status);
		EXPECT_EQ(0, args.length);
		EXPECT_EQ(0, query_region(self->fd, region.lpar_addr, &args));
		EXPECT_REGIONS(1);
	}
}

/* The file keeps the region, and can map and free it. */
TEST_F(refusals, each_status_of_a_release)
{
	SKIP_WITHOUT_INJECTION;
	FOR_EACH_REFUSAL
	{
		struct lv1mem_alloc region;
		struct lv1mem_free args;
		char *bytes;

		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		args = free_args(region.lpar_addr);
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, refusal->status));
		EXPECT_EQ_LOG(-refusal->number, call(self->fd, LV1MEM_IOC_FREE, &args),
			      "FREE, status %d of %d", args.lv1_status, refusal->status);
		EXPECT_EQ(refusal->status, args.lv1_status);
		EXPECT_REGIONS(1);
		bytes = map_region(self->fd, &region);
		ASSERT_MAPPED(bytes);
		bytes[0] = 1;
		munmap(bytes, TEST_PAGE_SIZE);
		EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
		EXPECT_REGIONS(0);
	}
}

/* Exactly one region is quarantined. LV1 refuses to release it once more, then does. */
static void expect_quarantine(struct __test_metadata *_metadata, FIXTURE_DATA(refusals) *self)
{
	struct lv1mem_alloc region;
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.quarantined_regions);
	EXPECT_EQ(TEST_PAGE_SIZE, info.quarantined_bytes);
	EXPECT_REGIONS(1);

	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_REGIONS(2);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	EXPECT_REGIONS(1);

	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.quarantined_regions);
	EXPECT_REGIONS(0);
}

TEST_F(refusals, each_status_of_a_release_at_close)
{
	SKIP_WITHOUT_INJECTION;
	FOR_EACH_REFUSAL
	{
		struct lv1mem_alloc region;
		int fd = open_file();

		ASSERT_LE(0, fd);
		ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, refusal->status));
		EXPECT_EQ(0, err_of(close(fd)));
		expect_quarantine(_metadata, self);
	}
}

/* At a close of five regions LV1 refuses one of them, each in turn. */
TEST_F(refusals, each_release_of_a_close)
{
	SKIP_WITHOUT_INJECTION;
	for (unsigned int nth = 1; nth <= 5; nth++) {
		int fd = open_file();

		ASSERT_LE(0, fd);
		for (int i = 0; i < 5; i++) {
			struct lv1mem_alloc region;

			ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
		}
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, nth, LV1_BUSY));
		EXPECT_EQ(0, err_of(close(fd)));
		expect_quarantine(_metadata, self);
	}
}

/* ALLOC cannot write its answer, and LV1 refuses to release the region. */
TEST_F(refusals, each_status_of_a_release_after_a_bad_answer)
{
	char *pages = map_anonymous(2 * page_size());
	char *outputs = pages + page_size();
	struct lv1mem_alloc *args = (void *)(outputs - offsetof(struct lv1mem_alloc, lpar_addr));

	SKIP_WITHOUT_INJECTION;
	ASSERT_MAPPED(pages);
	FOR_EACH_REFUSAL
	{
		ASSERT_EQ(0, err_of(mprotect(outputs, page_size(), PROT_READ | PROT_WRITE)));
		*args = alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT);
		ASSERT_EQ(0, err_of(mprotect(outputs, page_size(), PROT_READ)));
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, refusal->status));
		EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_ALLOC, args));
		expect_quarantine(_metadata, self);
	}
	munmap(pages, 2 * page_size());
}

#define QUARANTINED 3

/* Quarantine regions: allocate each in its own file, and let LV1 refuse at close. */
static void quarantine(struct __test_metadata *_metadata, struct lv1mem_alloc *regions)
{
	int fds[QUARANTINED];

	for (int i = 0; i < QUARANTINED; i++) {
		fds[i] = open_file();
		ASSERT_LE(0, fds[i]);
		ASSERT_EQ(0, alloc_region(fds[i], TEST_PAGE_SIZE, &regions[i]));
	}
	for (int i = 0; i < QUARANTINED; i++) {
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
		EXPECT_EQ(0, err_of(close(fds[i])));
	}
}

#define EXPECT_QUARANTINED(regions) \
	do { \
		uint64_t count = regions, bytes = count * TEST_PAGE_SIZE; \
		struct lv1mem_info now; \
\
		ASSERT_EQ(0, get_info(self->watcher, &now)); \
		EXPECT_EQ(count, now.quarantined_regions); \
		EXPECT_EQ(bytes, now.quarantined_bytes); \
	} while (0)

TEST_F(refusals, each_allocation_releases_one_quarantined_region)
{
	struct lv1mem_alloc regions[QUARANTINED];

	SKIP_WITHOUT_INJECTION;
	quarantine(_metadata, regions);
	EXPECT_QUARANTINED(QUARANTINED);
	EXPECT_REGIONS(QUARANTINED);
	for (int left = QUARANTINED - 1; left >= 0; left--) {
		struct lv1mem_alloc region;

		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		EXPECT_QUARANTINED(left);
		EXPECT_REGIONS(left + 1);
		ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
		EXPECT_QUARANTINED(left);
	}
}

/* An ALLOC for which LV1 is short of memory releases one too. */
TEST_F(refusals, a_shortage_releases_one_quarantined_region)
{
	struct lv1mem_alloc regions[QUARANTINED];

	SKIP_WITHOUT_INJECTION;
	quarantine(_metadata, regions);
	for (int left = QUARANTINED - 1; left >= 0; left--) {
		struct lv1mem_alloc args = alloc_args(4 << 20, 22);

		EXPECT_EQ(-ENOMEM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		EXPECT_EQ(LV1_RESOURCE_SHORTAGE, args.lv1_status);
		EXPECT_QUARANTINED(left);
	}
}

/* A region that LV1 does not release does not delay the others. */
TEST_F(refusals, quarantined_regions_take_turns)
{
	struct lv1mem_alloc regions[QUARANTINED], region;
	struct lv1mem_query answer;

	SKIP_WITHOUT_INJECTION;
	quarantine(_metadata, regions);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	for (int i = 0; i <= QUARANTINED; i++) {
		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
		/* LV1 refuses the first once, so it is tried again after the others. */
		for (int k = 0; k < QUARANTINED; k++) {
			bool stays = k > i || (!k && i < QUARANTINED);

			EXPECT_EQ_LOG(stays ? 0 : -ENOENT,
				      query_region(self->fd, regions[k].lpar_addr, &answer),
				      "region %d after %d allocations", k, i + 1);
		}
	}
	EXPECT_QUARANTINED(0);
	EXPECT_REGIONS(0);
}

TEST_HARNESS_MAIN
