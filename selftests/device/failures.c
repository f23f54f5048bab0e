// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each hypercall fails with each status. Afterwards the driver counts the regions that
 * LV1 has, and the file still works. Needs OpenLV1.
 */
#include <stddef.h>

#include "fixture.h"

static void __attribute__((constructor)) skip_without_injection(void)
{
	skip_all_without(INJECT);
}

/* Every known status, of which the first is success, and some unknown ones. */
#define STATUS(code, name, number) (code),
static const int32_t statuses[] = {
	LV1_STATUS_TABLE(STATUS) 1, -1, -27, -32767, INT32_MAX, INT32_MIN
};

FIXTURE_FILES(refusals)

TEST_F(refusals, each_status_of_an_allocation)
{
	for (size_t i = 1; i < ARRAY_SIZE(statuses); i++) {
		struct lv1mem_alloc region;

		ASSERT_EQ(0, refuse(LV1_CALL_ALLOCATE_MEMORY, 1, statuses[i]));
		EXPECT_EQ_LOG(-errno_of_status(statuses[i]),
			      alloc_region(self->fd, TEST_PAGE_SIZE, &region),
			      "ALLOC, status %d of %d", region.lv1_status, statuses[i]);
		EXPECT_EQ(statuses[i], region.lv1_status);
		EXPECT_REGIONS(0);
		EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	}
}

TEST_F(refusals, each_status_of_a_query)
{
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);

	for (size_t i = 1; i < ARRAY_SIZE(statuses); i++) {
		struct lv1mem_query args;

		ASSERT_EQ(0, refuse(LV1_CALL_QUERY_REGION, 1, statuses[i]));
		EXPECT_EQ_LOG(-errno_of_status(statuses[i]),
			      query_region(self->fd, region.lpar_addr, &args),
			      "QUERY, status %d of %d", args.lv1_status, statuses[i]);
		EXPECT_EQ(statuses[i], args.lv1_status);
		EXPECT_EQ(0, args.length);
		EXPECT_EQ(0, query_region(self->fd, region.lpar_addr, &args));
		EXPECT_REGIONS(1);
	}
}

/* The file keeps the region, and can map and free it. */
TEST_F(refusals, each_status_of_a_release)
{
	for (size_t i = 1; i < ARRAY_SIZE(statuses); i++) {
		struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
		struct lv1mem_free args = free_args(region.lpar_addr);
		char *bytes;

		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, statuses[i]));
		EXPECT_EQ_LOG(-errno_of_status(statuses[i]), call(self->fd, LV1MEM_IOC_FREE, &args),
			      "FREE, status %d of %d", args.lv1_status, statuses[i]);
		EXPECT_EQ(statuses[i], args.lv1_status);
		EXPECT_REGIONS(1);
		bytes = must_map(_metadata, self->fd, &region);
		bytes[0] = 1;
		munmap(bytes, TEST_PAGE_SIZE);
		EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
		EXPECT_REGIONS(0);
	}
}

#define EXPECT_QUARANTINED(regions) \
	do { \
		uint64_t count_ = (regions), bytes_ = count_ * TEST_PAGE_SIZE; \
		struct lv1mem_info now_; \
\
		ASSERT_EQ(0, get_info(self->watcher, &now_)); \
		EXPECT_EQ(count_, now_.quarantined_regions); \
		EXPECT_EQ(bytes_, now_.quarantined_bytes); \
	} while (0)

/* Exactly one region is quarantined. LV1 refuses to release it once more, then does. */
static void expect_quarantine(struct __test_metadata *_metadata, FIXTURE_DATA(refusals) *self)
{
	struct lv1mem_alloc region;

	EXPECT_QUARANTINED(1);
	EXPECT_REGIONS(1);

	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_REGIONS(2);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	EXPECT_REGIONS(1);

	region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	EXPECT_QUARANTINED(0);
	EXPECT_REGIONS(0);
}

TEST_F(refusals, each_status_of_a_release_at_close)
{
	for (size_t i = 1; i < ARRAY_SIZE(statuses); i++) {
		int fd = must_open(_metadata);

		must_alloc(_metadata, fd, TEST_PAGE_SIZE);
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, statuses[i]));
		EXPECT_EQ(0, err_of(close(fd)));
		expect_quarantine(_metadata, self);
	}
}

/* At a close of five regions LV1 refuses one of them, each in turn. */
TEST_F(refusals, each_release_of_a_close)
{
	for (unsigned int nth = 1; nth <= 5; nth++) {
		int fd = must_open(_metadata);

		for (int i = 0; i < 5; i++)
			must_alloc(_metadata, fd, TEST_PAGE_SIZE);
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

	ASSERT_MAPPED(pages);
	for (size_t i = 1; i < ARRAY_SIZE(statuses); i++) {
		ASSERT_EQ(0, err_of(mprotect(outputs, page_size(), PROT_READ | PROT_WRITE)));
		*args = alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT);
		ASSERT_EQ(0, err_of(mprotect(outputs, page_size(), PROT_READ)));
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, statuses[i]));
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
		fds[i] = must_open(_metadata);
		regions[i] = must_alloc(_metadata, fds[i], TEST_PAGE_SIZE);
	}
	for (int i = 0; i < QUARANTINED; i++) {
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
		EXPECT_EQ(0, err_of(close(fds[i])));
	}
}

/* So does one for which LV1 is short of memory. */
TEST_F(refusals, each_allocation_releases_one_quarantined_region)
{
	const struct lv1mem_alloc requests[] = {
		alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT),
		alloc_args(4 << 20, 22),
	};
	struct lv1mem_alloc regions[QUARANTINED];

	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		quarantine(_metadata, regions);
		EXPECT_QUARANTINED(QUARANTINED);
		EXPECT_REGIONS(QUARANTINED);
		for (int left = QUARANTINED - 1; left >= 0; left--) {
			struct lv1mem_alloc args = requests[i];

			EXPECT_EQ_LOG(i ? -ENOMEM : 0, call(self->fd, LV1MEM_IOC_ALLOC, &args),
				      "ALLOC of 0x%llx bytes: status %d", args.length,
				      args.lv1_status);
			EXPECT_QUARANTINED(left);
			EXPECT_EQ(i ? -ENOENT : 0, free_region(self->fd, args.lpar_addr));
			EXPECT_REGIONS(left);
		}
	}
}

/* A region that LV1 does not release does not delay the others. */
TEST_F(refusals, quarantined_regions_take_turns)
{
	struct lv1mem_alloc regions[QUARANTINED], region;
	struct lv1mem_query answer;

	quarantine(_metadata, regions);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	for (int i = 0; i <= QUARANTINED; i++) {
		region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
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
