// SPDX-License-Identifier: GPL-2.0-only
/*
 * liblv1mem: names and meanings of statuses, and functions that pass on the device's answers.
 */
#include "fixture.h"

#include "../../tools/liblv1mem/lv1mem.h"

TEST(names_of_statuses)
{
#define EXPECT_NAME(code, name, number) \
	EXPECT_STREQ(#name, lv1mem_status_name(code)); \
	EXPECT_EQ((number), lv1mem_status_errno(code));

	LV1_STATUS_TABLE(EXPECT_NAME)
}

TEST(statuses_that_the_reference_page_has)
{
	EXPECT_STREQ("LV1_RESOURCE_SHORTAGE", lv1mem_status_name(-2));
	EXPECT_EQ(ENOMEM, lv1mem_status_errno(-2));
	EXPECT_STREQ("LV1_NO_ENTRY", lv1mem_status_name(-6));
	EXPECT_EQ(ENOENT, lv1mem_status_errno(-6));
	EXPECT_STREQ("LV1_DUPLICATE_ENTRY", lv1mem_status_name(-7));
	EXPECT_EQ(EEXIST, lv1mem_status_errno(-7));
	EXPECT_STREQ("LV1_ILLEGAL_PARAMETER_VALUE", lv1mem_status_name(-17));
	EXPECT_EQ(EINVAL, lv1mem_status_errno(-17));
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

TEST(strerror_of_what_lv1_refused)
{
	EXPECT_STREQ(lv1mem_status_meaning(-9), lv1mem_strerror(-EBUSY, -9));
	EXPECT_STREQ(lv1mem_status_meaning(-999), lv1mem_strerror(-EIO, -999));
}

TEST(strerror_of_what_the_driver_refused)
{
	static const int errors[] = { EBADF, E2BIG, EINVAL, ENOENT, EBUSY, ENOSPC, ENOMEM,
				      EIO, EPERM, ESHUTDOWN, ENOTTY, ENODEV, EOVERFLOW };

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

/* Addresses that consoles have given. */
TEST(decode_of_real_addresses)
{
	struct lv1mem_address address;

	ASSERT_EQ(0, lv1mem_decode(0x30000001f000ULL, &address));
	EXPECT_EQ(12, address.size_class);
	EXPECT_EQ(0x1f, address.counter);
	EXPECT_EQ(0, address.offset);

	ASSERT_EQ(0, lv1mem_decode(0x500000300000ULL, &address));
	EXPECT_EQ(20, address.size_class);
	EXPECT_EQ(3, address.counter);
	EXPECT_EQ(0, address.offset);

	ASSERT_EQ(0, lv1mem_decode(0x700020000000ULL, &address));
	EXPECT_EQ(28, address.size_class);
	EXPECT_EQ(2, address.counter);
	EXPECT_EQ(0, address.offset);
}

TEST(decode_of_an_address_inside_a_region)
{
	struct lv1mem_address address;

	ASSERT_EQ(0, lv1mem_decode(0x500000300010ULL, &address));
	EXPECT_EQ(20, address.size_class);
	EXPECT_EQ(3, address.counter);
	EXPECT_EQ(0x10, address.offset);
}

TEST(decode_refuses_what_is_no_address_of_a_region)
{
	struct lv1mem_address address;

	EXPECT_EQ(-EINVAL, lv1mem_decode(0, &address));
	EXPECT_EQ(-EINVAL, lv1mem_decode(0x8000000ULL, &address));
	EXPECT_EQ(-EINVAL, lv1mem_decode(11ULL << 42, &address));
	EXPECT_EQ(-EINVAL, lv1mem_decode(42ULL << 42, &address));
	EXPECT_EQ(-EINVAL, lv1mem_decode(UINT64_MAX, &address));
	EXPECT_EQ(0, lv1mem_decode(12ULL << 42, &address));
	EXPECT_EQ(0, lv1mem_decode(41ULL << 42, &address));
}

TEST(region_from_open_to_close)
{
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_region region;
	struct lv1mem_address address;
	struct lv1mem_info info;
	int32_t lv1_status = 1;
	void *mapping;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, lv1mem_alloc(fd, 3 * TEST_PAGE_SIZE, TEST_PAGE_SHIFT, 0,
				  &region, &lv1_status));
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

TEST(queries_and_lists)
{
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_list_entry entries[2];
	struct lv1mem_region regions[2];
	struct lv1mem_query answer;
	int32_t lv1_status = 1;
	uint32_t count = 2;
	uint64_t start = 0;

	ASSERT_LE(0, fd);
	for (int i = 0; i < 2; i++) {
		ASSERT_EQ(0, lv1mem_alloc(fd, TEST_PAGE_SIZE, TEST_PAGE_SHIFT,
					  0, &regions[i], NULL));
	}
	ASSERT_EQ(0, lv1mem_query(fd, regions[1].lpar_addr, &answer,
				  &lv1_status));
	EXPECT_EQ(LV1_SUCCESS, lv1_status);
	EXPECT_EQ(regions[1].lpar_addr, answer.start);
	EXPECT_EQ(TEST_PAGE_SIZE, answer.length);
	EXPECT_GT(0, lv1mem_query(fd, 41ULL << 42, &answer, &lv1_status));
	EXPECT_GT(0, lv1_status);

	ASSERT_EQ(0, lv1mem_list(fd, entries, &count, &start));
	ASSERT_EQ(2, count);
	EXPECT_EQ(regions[0].lpar_addr, entries[0].lpar_addr);
	EXPECT_EQ(regions[1].lpar_addr, entries[1].lpar_addr);
	ASSERT_EQ(0, lv1mem_list(fd, entries, &count, &start));
	EXPECT_EQ(0, count);

	count = 2;
	EXPECT_EQ(-EFAULT, lv1mem_list(fd, (void *)16, &count, &(uint64_t){ 0 }));
	EXPECT_EQ(0, count);
	EXPECT_EQ(0, lv1mem_close(fd));
}

static void log_region(struct __test_metadata *_metadata, const char *which,
		       const struct lv1mem_region *region)
{
	TH_LOG("%s: lpar_addr 0x%llx length 0x%llx page_shift %llu muid %llu mmap_offset 0x%llx",
	       which, (unsigned long long)region->lpar_addr, (unsigned long long)region->length,
	       (unsigned long long)region->page_shift, (unsigned long long)region->muid,
	       (unsigned long long)region->mmap_offset);
}

/* For a program that got a descriptor and an address from another one. */
TEST(finds_a_region_and_maps_it)
{
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_region regions[3], found;
	uint64_t lpar_addr;
	void *mapping;
	int other;

	ASSERT_LE(0, fd);
	EXPECT_EQ(-ENOENT, lv1mem_find(fd, 0, &found));
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(0, lv1mem_alloc(fd, 2 * TEST_PAGE_SIZE, 0, 0,
					  &regions[i], NULL));
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(0, lv1mem_find(fd, regions[i].lpar_addr, &found));
		EXPECT_EQ(0, memcmp(&regions[i], &found, sizeof(found)))
		{
			log_region(_metadata, "allocated", &regions[i]);
			log_region(_metadata, "found", &found);
		}
	}
	ASSERT_EQ(0, lv1mem_map(fd, &found, &mapping));
	ASSERT_EQ(0, lv1mem_unmap(&found, mapping));

	lpar_addr = regions[1].lpar_addr;
	found.muid = 99;
	EXPECT_EQ(-ENOENT, lv1mem_find(fd, lpar_addr - 1, &found));
	EXPECT_EQ(-ENOENT, lv1mem_find(fd, lpar_addr + 1, &found));
	EXPECT_EQ(-ENOENT, lv1mem_find(fd, UINT64_MAX, &found));
	ASSERT_EQ(0, lv1mem_free(fd, lpar_addr, NULL));
	EXPECT_EQ(-ENOENT, lv1mem_find(fd, lpar_addr, &found));
	EXPECT_EQ(99, found.muid);

	other = lv1mem_open(O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, other);
	EXPECT_EQ(-ENOENT, lv1mem_find(other, regions[0].lpar_addr, &found));
	EXPECT_EQ(0, lv1mem_close(other));
	EXPECT_EQ(-EBADF, lv1mem_find(other, regions[0].lpar_addr, &found));
	EXPECT_EQ(0, lv1mem_close(fd));
}

TEST(page_shift_0_is_the_page_size_of_the_kernel)
{
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_region region;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, lv1mem_alloc(fd, 65536, 0, 0, &region, NULL));
	EXPECT_EQ(page_size(), 1UL << region.page_shift);
	EXPECT_NE(LV1MEM_NOT_MAPPABLE, region.mmap_offset);
	EXPECT_EQ(0, lv1mem_close(fd));
}

TEST(refusals_come_with_the_status)
{
	const struct lv1mem_raw raw = { 4096, 12, 2, 0 };
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_region region = { .lpar_addr = 1 };
	int32_t lv1_status = 1;

	ASSERT_LE(0, fd);
	EXPECT_EQ(-ENOENT, lv1mem_alloc_raw(fd, &raw, &region, &lv1_status));
	EXPECT_EQ(LV1_NO_ENTRY, lv1_status);
	EXPECT_EQ(1, region.lpar_addr);
	EXPECT_EQ(-EINVAL, lv1mem_alloc(fd, 4097, 12, 0, &region,
					&lv1_status));
	EXPECT_EQ(0, lv1_status);
	EXPECT_EQ(0, lv1mem_close(fd));
}

TEST(region_that_cannot_be_mapped)
{
	const struct lv1mem_region region = {
		.length = 4096,
		.mmap_offset = LV1MEM_NOT_MAPPABLE,
	};
	void *mapping;

	EXPECT_EQ(-ENODEV, lv1mem_map(-1, &region, &mapping));
}

TEST_HARNESS_MAIN
