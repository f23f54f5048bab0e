// SPDX-License-Identifier: GPL-2.0-only
/*
 * LIST: the regions of a file.
 */
#include "fixture.h"

#define MANY 37

FIXTURE_FILES(list)

static bool is_same(const struct lv1mem_list_entry *entry, const struct lv1mem_alloc *region)
{
	return is_entry_of(entry, region) && entry->mmap_offset == region->mmap_offset &&
	       !entry->mappings && !entry->reserved;
}

static void log_entry(struct __test_metadata *_metadata, const char *what,
		      const struct lv1mem_list_entry *entry)
{
	TH_LOG("%s: lpar_addr 0x%llx length 0x%llx page_shift %llu muid %llu mmap_offset 0x%llx mappings %u reserved %u",
	       what, entry->lpar_addr, entry->length, entry->page_shift, entry->muid,
	       entry->mmap_offset, entry->mappings, entry->reserved);
}

/* Log the entry that a region must have, and those at its address. */
static void log_list(struct __test_metadata *_metadata, const struct lv1mem_list_entry *entries,
		     size_t count, const struct lv1mem_alloc *region)
{
	const struct lv1mem_list_entry expected = {
		.lpar_addr = region->lpar_addr,
		.length = region->length,
		.page_shift = region->page_shift,
		.muid = region->muid,
		.mmap_offset = region->mmap_offset,
	};

	log_entry(_metadata, "expected", &expected);
	for (size_t i = 0; i < count; i++) {
		if (entries[i].lpar_addr == region->lpar_addr)
			log_entry(_metadata, "listed", &entries[i]);
	}
}

static size_t count_found(const struct lv1mem_list_entry *entries, size_t count,
			  const struct lv1mem_alloc *region)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += is_same(&entries[i], region);
	return found;
}

TEST_F(list, has_every_region_once_by_address)
{
	struct lv1mem_list_entry entries[MANY + 1];
	struct lv1mem_alloc regions[MANY];
	struct lv1mem_list args;

	ASSERT_EQ(0, alloc_many(self->fd, regions, MANY));
	ASSERT_EQ(0, list_regions(self->fd, entries, MANY + 1, &args));
	ASSERT_EQ(MANY, args.count);
	for (size_t i = 0; i < MANY; i++) {
		EXPECT_EQ(1, count_found(entries, MANY, &regions[i]))
		{
			log_list(_metadata, entries, MANY, &regions[i]);
		}
	}
	for (size_t i = 1; i < MANY; i++)
		EXPECT_LT(entries[i - 1].lpar_addr, entries[i].lpar_addr);

	ASSERT_EQ(0, free_region(self->fd, regions[5].lpar_addr));
	ASSERT_EQ(0, list_regions(self->fd, entries, MANY + 1, &args));
	EXPECT_EQ(MANY - 1, args.count);
	EXPECT_EQ_LOG(0, count_found(entries, args.count, &regions[5]), "freed region at 0x%llx",
		      regions[5].lpar_addr);
}

TEST_F(list, goes_on_where_it_stopped)
{
	static const uint32_t rooms[] = { 1, 2, 15, 16, 17, MANY };
	struct lv1mem_alloc regions[MANY];

	ASSERT_EQ(0, alloc_many(self->fd, regions, MANY));
	for (size_t i = 0; i < ARRAY_SIZE(rooms); i++) {
		struct lv1mem_list_entry entries[2 * MANY];
		struct lv1mem_list args = list_args(entries, rooms[i]);
		uint32_t count = 0;

		do {
			args.count = rooms[i];
			args.entries = (uintptr_t)&entries[count];
			ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_LIST, &args));
			count += args.count;
			ASSERT_GE(MANY, count);
		} while (args.count == rooms[i]);
		EXPECT_EQ_LOG(MANY, count, "%u entries at a time", rooms[i]);
		for (size_t j = 0; j < MANY; j++) {
			EXPECT_EQ(1, count_found(entries, count, &regions[j]))
			{
				TH_LOG("%u entries at a time", rooms[i]);
				log_list(_metadata, entries, count, &regions[j]);
			}
		}
	}
}

TEST_F(list, of_no_entries_succeeds)
{
	struct lv1mem_alloc regions[MANY];
	struct lv1mem_list args;

	ASSERT_EQ(0, list_regions(self->fd, NULL, 0, &args));
	EXPECT_EQ(0, args.count);
	ASSERT_EQ(0, alloc_many(self->fd, regions, MANY));
	ASSERT_EQ(0, list_regions(self->fd, NULL, 0, &args));
	EXPECT_EQ(0, args.count);
	EXPECT_EQ(0, args.start);
}

TEST_F(list, starts_where_it_is_told)
{
	struct lv1mem_list_entry entries[MANY];
	struct lv1mem_alloc regions[MANY];
	struct lv1mem_list args = list_args(entries, 1);
	uint64_t second;

	ASSERT_EQ(0, alloc_many(self->fd, regions, MANY));
	ASSERT_EQ(0, list_regions(self->fd, entries, MANY, &args));
	second = entries[1].lpar_addr;
	args = list_args(entries, 1);
	args.start = second;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_LIST, &args));
	EXPECT_EQ(second, entries[0].lpar_addr);
	args = list_args(entries, MANY);
	args.start = second + 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_LIST, &args));
	EXPECT_EQ(MANY - 2, args.count);
	args = list_args(entries, MANY);
	args.start = UINT64_MAX;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_LIST, &args));
	EXPECT_EQ(0, args.count);
}

TEST_F(list, counts_mappings)
{
	struct lv1mem_list_entry entry;
	struct lv1mem_alloc region;
	struct lv1mem_list args;
	void *first, *second;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	first = map_region(self->fd, &region);
	second = map_region(self->fd, &region);
	ASSERT_MAPPED(first);
	ASSERT_MAPPED(second);
	ASSERT_EQ(0, list_regions(self->fd, &entry, 1, &args));
	EXPECT_EQ(2, entry.mappings);
	munmap(first, TEST_PAGE_SIZE);
	ASSERT_EQ(0, list_regions(self->fd, &entry, 1, &args));
	EXPECT_EQ(1, entry.mappings);
	munmap(second, TEST_PAGE_SIZE);
}

/* A program that is newer than the driver gets zeros in the additional fields. */
TEST_F(list, an_entry_may_be_longer_and_not_shorter)
{
	struct {
		struct lv1mem_list_entry known;
		uint64_t unknown[3];
	} entries[2];
	struct lv1mem_alloc region;
	struct lv1mem_list args;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	memset(entries, 0xff, sizeof(entries));
	args = list_args(&entries[0].known, 2);
	args.entry_size = sizeof(entries[0]);
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_LIST, &args));
	EXPECT_EQ(1, args.count);
	EXPECT_EQ(region.lpar_addr, entries[0].known.lpar_addr);
	EXPECT_EQ(0, entries[0].unknown[0] | entries[0].unknown[2]);
	EXPECT_EQ(UINT64_MAX, entries[1].known.lpar_addr);

	args = list_args(&entries[0].known, 1);
	args.entry_size = sizeof(entries[0].known) - 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_LIST, &args));
	args.entry_size = 0;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_LIST, &args));
}

TEST_F(list, an_entry_may_have_4096_bytes_and_no_more)
{
	static const uint32_t too_large[] = { LARGEST_SIZE + 1, 65536, UINT32_MAX };
	static unsigned char entries[2][LARGEST_SIZE];
	struct lv1mem_alloc region;
	struct lv1mem_list args;
	uint64_t lpar_addr;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	memset(entries, 0xff, sizeof(entries));
	args = list_args((void *)entries, 1);
	args.entry_size = LARGEST_SIZE;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_LIST, &args));
	EXPECT_EQ(1, args.count);
	memcpy(&lpar_addr, entries[0], sizeof(lpar_addr));
	EXPECT_EQ(region.lpar_addr, lpar_addr);
	EXPECT_EQ(0, entries[0][sizeof(struct lv1mem_list_entry)]);
	EXPECT_EQ(0, entries[0][LARGEST_SIZE - 1]);
	EXPECT_EQ(0xff, entries[1][0]);

	for (size_t i = 0; i < ARRAY_SIZE(too_large); i++) {
		args = list_args((void *)entries, 1);
		args.entry_size = too_large[i];
		args.lv1_status = 1;
		EXPECT_EQ_LOG(-E2BIG, call(self->fd, LV1MEM_IOC_LIST, &args), "entry_size %u",
			      too_large[i]);
		EXPECT_EQ(0, args.lv1_status);
		EXPECT_EQ(1, args.count);
	}
}

TEST_F(list, bad_pointers_are_refused)
{
	struct lv1mem_alloc region;
	struct lv1mem_list args;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_EQ(-EFAULT, list_regions(self->fd, NULL, 1, &args));
	EXPECT_EQ(1, args.count);
	args.entries = UINT64_MAX - 8;
	EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_LIST, &args));
}

TEST_F(list, has_only_what_the_file_owns)
{
	struct lv1mem_list_entry entry;
	struct lv1mem_alloc region;
	struct lv1mem_list args;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	ASSERT_EQ(0, list_regions(self->watcher, &entry, 1, &args));
	EXPECT_EQ(0, args.count);
}

TEST_HARNESS_MAIN
