// SPDX-License-Identifier: GPL-2.0-only
/*
 * liblv1mem: names and meanings of statuses, and functions that pass on the device's answers.
 */
#include "fixture.h"

#include "../../tools/liblv1mem/lv1mem.h"

FIXTURE_FILES(library)

TEST(names_of_statuses)
{
#define EXPECT_NAME(code, name, number) \
	EXPECT_STREQ(#name, lv1mem_status_name(code)); \
	EXPECT_EQ((number), lv1mem_status_errno(code));

	LV1_STATUS_TABLE(EXPECT_NAME)
}

TEST(unknown_statuses)
{
	static const int32_t statuses[] = { 1, -1, -27, -32767, INT32_MIN };

	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++) {
		EXPECT_STREQ("unknown status",
			     lv1mem_status_name(statuses[i]));
		EXPECT_EQ(EIO, lv1mem_status_errno(statuses[i]));
		EXPECT_STREQ("in no list of LV1 statuses",
			     lv1mem_status_meaning(statuses[i]));
	}
}

TEST(every_status_has_its_own_meaning)
{
	static const int32_t codes[] = {
#define STATUS_CODE(code, name, number) (code),
		LV1_STATUS_TABLE(STATUS_CODE)
	};

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		for (size_t j = 0; j < i; j++)
			EXPECT_STRNE(lv1mem_status_meaning(codes[i]),
				     lv1mem_status_meaning(codes[j]));
	}
}

TEST(strerror_of_what_was_refused)
{
	static const int errors[] = { EBADF, E2BIG, EINVAL, ENOENT, EBUSY, ENOSPC, ENOMEM,
				      EIO, EPERM, ESHUTDOWN, ENOTTY, ENODEV, EOVERFLOW };

	/* By LV1. */
	EXPECT_STREQ(lv1mem_status_meaning(-9), lv1mem_strerror(-EBUSY, -9));
	EXPECT_STREQ(lv1mem_status_meaning(-999), lv1mem_strerror(-EIO, -999));

	/* By the driver. */
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		EXPECT_STRNE(strerror(errors[i]), lv1mem_strerror(-errors[i], 0));
		for (size_t j = 0; j < i; j++)
			EXPECT_STRNE(lv1mem_strerror(-errors[i], 0),
				     lv1mem_strerror(-errors[j], 0));
	}
	EXPECT_STREQ("the region is mapped", lv1mem_strerror(-EBUSY, 0));
	EXPECT_STREQ(strerror(EFAULT), lv1mem_strerror(-EFAULT, 0));
	EXPECT_STREQ(strerror(0), lv1mem_strerror(0, 0));
}

TEST(decode)
{
	static const struct {
		unsigned long long lpar_addr;
		int err;
		unsigned int size_class;
		unsigned int counter;
		unsigned int offset;
	} cases[] = {
		/* Addresses that consoles have given. */
		{ 0x30000001f000, 0, 12, 0x1f, 0 },
		{ 0x500000300000, 0, 20, 3, 0 },
		{ 0x700020000000, 0, 28, 2, 0 },
		/* Inside a region. */
		{ 0x500000300010, 0, 20, 3, 0x10 },
		/* The first and the last size class, and what is beyond. */
		{ 12ULL << 42, 0, 12, 0, 0 },
		{ 41ULL << 42, 0, 41, 0, 0 },
		{ 11ULL << 42, -EINVAL, 0, 0, 0 },
		{ 42ULL << 42, -EINVAL, 0, 0, 0 },
		{ 0, -EINVAL, 0, 0, 0 },
		{ 0x8000000, -EINVAL, 0, 0, 0 },
		{ UINT64_MAX, -EINVAL, 0, 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_address address = {};

		EXPECT_EQ_LOG(cases[i].err, lv1mem_decode(cases[i].lpar_addr, &address),
			      "decode of 0x%llx", cases[i].lpar_addr);
		EXPECT_EQ_LOG(cases[i].size_class, address.size_class, "decode of 0x%llx",
			      cases[i].lpar_addr);
		EXPECT_EQ(cases[i].counter, address.counter);
		EXPECT_EQ(cases[i].offset, address.offset);
	}
}

TEST_F(library, region_from_open_to_close)
{
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_region region;
	struct lv1mem_address address;
	struct lv1mem_info info;
	int32_t lv1_status = NOT_WRITTEN;
	void *mapping;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, lv1mem_alloc(fd, 3 * TEST_PAGE_SIZE, TEST_PAGE_SHIFT, 0, &region,
				  &lv1_status));
	EXPECT_EQ(LV1_SUCCESS, lv1_status);
	EXPECT_EQ(3 * TEST_PAGE_SIZE, region.length);
	EXPECT_EQ(TEST_PAGE_SHIFT, region.page_shift);
	ASSERT_EQ(0, lv1mem_decode(region.lpar_addr, &address));
	EXPECT_EQ(TEST_PAGE_SHIFT + 2, address.size_class);
	EXPECT_EQ(0, address.offset);

	ASSERT_EQ(0, lv1mem_map(fd, &region, &mapping));
	memset(mapping, 0x5a, region.length);
	EXPECT_EQ(-EBUSY, lv1mem_free(fd, region.lpar_addr, &lv1_status));
	EXPECT_EQ(0, lv1_status);
	ASSERT_EQ(0, lv1mem_unmap(&region, mapping));

	ASSERT_EQ(0, lv1mem_get_info(fd, &info));
	EXPECT_EQ(1, info.file_regions);
	EXPECT_EQ(0, lv1mem_free(fd, region.lpar_addr, NULL));
	EXPECT_EQ(-ENOENT, lv1mem_free(fd, region.lpar_addr, NULL));
	ASSERT_EQ(0, lv1mem_get_info(fd, &info));
	EXPECT_EQ(0, info.file_regions);
	EXPECT_EQ(0, lv1mem_close(fd));
}

TEST_F(library, queries_and_lists)
{
	struct lv1mem_list_entry entries[2];
	struct lv1mem_region regions[2];
	struct lv1mem_query answer;
	int32_t lv1_status = NOT_WRITTEN;
	uint32_t count = 2;
	uint64_t start = 0;

	for (int i = 0; i < 2; i++) {
		ASSERT_EQ(0, lv1mem_alloc(self->fd, TEST_PAGE_SIZE, TEST_PAGE_SHIFT, 0,
					  &regions[i], NULL));
	}
	ASSERT_EQ(0, lv1mem_query(self->fd, regions[1].lpar_addr, &answer, &lv1_status));
	EXPECT_EQ(LV1_SUCCESS, lv1_status);
	EXPECT_EQ(regions[1].lpar_addr, answer.start);
	EXPECT_EQ(TEST_PAGE_SIZE, answer.length);
	EXPECT_GT(0, lv1mem_query(self->fd, 1ULL << 42, &answer, &lv1_status));
	EXPECT_GT(0, lv1_status);

	ASSERT_EQ(0, lv1mem_list(self->fd, entries, &count, &start));
	ASSERT_EQ(2, count);
	EXPECT_EQ(regions[0].lpar_addr, entries[0].lpar_addr);
	EXPECT_EQ(regions[1].lpar_addr, entries[1].lpar_addr);
	ASSERT_EQ(0, lv1mem_list(self->fd, entries, &count, &start));
	EXPECT_EQ(0, count);

	count = 2;
	EXPECT_EQ(-EFAULT, lv1mem_list(self->fd, (void *)16, &count, &(uint64_t){ 0 }));
	EXPECT_EQ(0, count);
}

/* For a program that got a descriptor and an address from another one. */
TEST_F(library, finds_a_region_and_maps_it)
{
	struct lv1mem_region regions[3], found;
	uint64_t lpar_addr;
	void *mapping;

	EXPECT_EQ(-ENOENT, lv1mem_find(self->fd, 0, &found));
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(0, lv1mem_alloc(self->fd, 2 * TEST_PAGE_SIZE, 0, 0, &regions[i], NULL));
		EXPECT_EQ(page_size(), 1UL << regions[i].page_shift);
	}
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(0, lv1mem_find(self->fd, regions[i].lpar_addr, &found));
		EXPECT_EQ(sizeof(found), first_difference(&regions[i], &found, sizeof(found)));
	}
	ASSERT_EQ(0, lv1mem_map(self->fd, &found, &mapping));
	ASSERT_EQ(0, lv1mem_unmap(&found, mapping));

	lpar_addr = regions[1].lpar_addr;
	found.muid = 99;
	EXPECT_EQ(-ENOENT, lv1mem_find(self->fd, lpar_addr - 1, &found));
	EXPECT_EQ(-ENOENT, lv1mem_find(self->fd, lpar_addr + 1, &found));
	EXPECT_EQ(-ENOENT, lv1mem_find(self->fd, UINT64_MAX, &found));
	EXPECT_EQ(-ENOENT, lv1mem_find(self->watcher, lpar_addr, &found));
	EXPECT_EQ(-EBADF, lv1mem_find(-1, lpar_addr, &found));
	ASSERT_EQ(0, lv1mem_free(self->fd, lpar_addr, NULL));
	EXPECT_EQ(-ENOENT, lv1mem_find(self->fd, lpar_addr, &found));
	EXPECT_EQ(99, found.muid);
}

TEST_F(library, refusals_come_with_the_status)
{
	const struct lv1mem_region unmappable = {
		.length = 4096,
		.mmap_offset = LV1MEM_NOT_MAPPABLE,
	};
	const struct lv1mem_raw raw = { 4096, 12, 2, 0 };
	struct lv1mem_region region = { .lpar_addr = 1 };
	int32_t lv1_status = NOT_WRITTEN;
	void *mapping;

	EXPECT_EQ(-ENOENT, lv1mem_alloc_raw(self->fd, &raw, &region, &lv1_status));
	EXPECT_EQ(LV1_NO_ENTRY, lv1_status);
	EXPECT_EQ(1, region.lpar_addr);
	EXPECT_EQ(-EINVAL, lv1mem_alloc(self->fd, 4097, 12, 0, &region, &lv1_status));
	EXPECT_EQ(0, lv1_status);
	EXPECT_EQ(-ENODEV, lv1mem_map(self->fd, &unmappable, &mapping));
}

TEST_HARNESS_MAIN
