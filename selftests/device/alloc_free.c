// SPDX-License-Identifier: GPL-2.0-only
/*
 * ALLOC and FREE: valid and invalid requests, and their effects.
 */
#include <stddef.h>

#include "fixture.h"

FIXTURE_FILES(alloc_free)

static struct lv1mem_alloc request(uint32_t flags, uint64_t length, uint64_t page_shift,
				   uint64_t r5, uint64_t lv1_flags)
{
	struct lv1mem_alloc args = alloc_args(length, page_shift);

	args.flags = flags;
	args.r5 = r5;
	args.lv1_flags = lv1_flags;
	/* Outputs may hold anything. */
	args.lv1_status = NOT_WRITTEN;
	args.lpar_addr = UINT64_MAX;
	args.muid = UINT64_MAX;
	args.mmap_offset = UINT64_MAX - 1;
	return args;
}

static void log_alloc(struct __test_metadata *_metadata, const struct lv1mem_alloc *args)
{
	TH_LOG("ALLOC flags 0x%x length 0x%llx page_shift %llu r5 0x%llx lv1_flags 0x%llx: status %d",
	       args->flags, args->length, args->page_shift, args->r5, args->lv1_flags,
	       args->lv1_status);
}

/* On failure nothing but the status is written, on success no input. */
static void expect_answer(struct __test_metadata *_metadata, int fd, struct lv1mem_alloc *args,
			  int err, int32_t lv1_status)
{
	struct lv1mem_alloc before = *args;
	size_t same = err ? sizeof(*args) : offsetof(struct lv1mem_alloc, lpar_addr);

	ASSERT_EQ(err, call(fd, LV1MEM_IOC_ALLOC, args))
	{
		log_alloc(_metadata, args);
	}
	EXPECT_EQ(lv1_status, args->lv1_status)
	{
		log_alloc(_metadata, args);
	}
	before.lv1_status = args->lv1_status;
	EXPECT_EQ(same, first_difference(&before, args, same))
	{
		log_alloc(_metadata, args);
	}
}

TEST_F(alloc_free, every_page_shift_that_lv1_has)
{
	for (uint64_t shift = 12; shift <= 21; shift++) {
		struct lv1mem_alloc args = request(0, 1ULL << shift, shift, 0, 0);

		expect_answer(_metadata, self->fd, &args, 0, LV1_SUCCESS);
		EXPECT_NE(0, args.lpar_addr);
		EXPECT_EQ(0, args.lpar_addr & ((1ULL << shift) - 1));
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

/* A request without RAW may have 0 and 4. No document says what flags a console reports. */
TEST_F(alloc_free, known_flags_reach_lv1)
{
	for (uint64_t flags = 0; flags <= LV1MEM_LV1_FLAG_TRY_ALT_UNIT; flags++) {
		bool plain = !flags || flags == LV1MEM_LV1_FLAG_TRY_ALT_UNIT;
		uint32_t raw = plain ? 0 : LV1MEM_ALLOC_RAW;
		struct lv1mem_alloc args = request(raw, 4096, 12, 0, flags);
		struct lv1mem_query query;

		expect_answer(_metadata, self->fd, &args, 0, LV1_SUCCESS);
		ASSERT_EQ_LOG(0, query_region(self->fd, args.lpar_addr, &query),
			      "QUERY 0x%llx: status %d", args.lpar_addr, query.lv1_status);
		if (!access(LEDGER, F_OK))
			EXPECT_EQ(flags, query.lv1_flags);
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

/* Without RAW, whatever capabilities the program has. */
TEST_F(alloc_free, other_flags_are_invalid)
{
	const uint64_t plain = LV1MEM_LV1_FLAG_TRY_ALT_UNIT;

	for (unsigned int bit = 0; bit < 64; bit++) {
		for (uint64_t others = 0; others < 16; others++) {
			uint64_t flags = 1ULL << bit | others;
			struct lv1mem_alloc args = request(0, 4096, 12, 0, flags);

			if (flags != plain)
				expect_answer(_metadata, self->fd, &args, -EINVAL, 0);
		}
	}
}

/* QUERY reports the page size that LV1 was asked for. */
TEST_F(alloc_free, page_shift_of_zero_is_the_kernels)
{
	struct lv1mem_alloc args = alloc_args(page_size(), 0);
	struct lv1mem_list_entry entry = {};
	struct lv1mem_query query;
	struct lv1mem_list list;

	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	ASSERT_GT(64, args.page_shift);
	EXPECT_EQ(page_size(), 1ULL << args.page_shift);
	EXPECT_NE(LV1MEM_NOT_MAPPABLE, args.mmap_offset);

	ASSERT_EQ(0, list_regions(self->fd, &entry, 1, &list));
	ASSERT_EQ(1, list.count);
	EXPECT_EQ(args.lpar_addr, entry.lpar_addr);
	EXPECT_EQ(args.page_shift, entry.page_shift);

	ASSERT_EQ(0, query_region(self->fd, args.lpar_addr, &query));
	EXPECT_EQ(args.page_shift, query.page_shift);
	EXPECT_EQ(page_size(), query.length);
}

TEST_F(alloc_free, refused_requests)
{
	const struct {
		uint32_t flags;
		uint64_t length;
		uint64_t page_shift;
		uint64_t r5;
		int err;
		int32_t lv1_status;
	} cases[] = {
		/* A length of 0, or not in whole pages. */
		{ 0, 0, 12, 0, -EINVAL, 0 },
		{ 0, 4095, 12, 0, -EINVAL, 0 },
		{ 0, 4097, 12, 0, -EINVAL, 0 },
		{ 0, UINT64_MAX, 12, 0, -EINVAL, 0 },
		{ 0, 4096, 16, 0, -EINVAL, 0 },
		{ 0, 0, 0, 0, -EINVAL, 0 },
		{ 0, page_size() / 2, 0, 0, -EINVAL, 0 },
		{ 0, page_size() + 2048, 0, 0, -EINVAL, 0 },
		/* No page_shift of 12 to 63. */
		{ 0, 1 << 21, 1, 0, -EINVAL, 0 },
		{ 0, 1 << 21, 11, 0, -EINVAL, 0 },
		{ 0, 1 << 21, 64, 0, -EINVAL, 0 },
		{ 0, 1 << 21, 65, 0, -EINVAL, 0 },
		{ 0, 1 << 21, 76, 0, -EINVAL, 0 },
		{ 0, 1 << 21, 0x10000000cULL, 0, -EINVAL, 0 },
		{ 0, 1 << 21, UINT64_MAX, 0, -EINVAL, 0 },
		/* r5 needs RAW. */
		{ 0, 4096, 12, 1, -EINVAL, 0 },
		{ 0, 4096, 12, 2, -EINVAL, 0 },
		{ 0, 4096, 12, 1ULL << 32, -EINVAL, 0 },
		{ 0, 4096, 12, 1ULL << 63, -EINVAL, 0 },
		/* LV1 refuses. With RAW, it gets a page_shift of 0. */
		{ LV1MEM_ALLOC_RAW, 4096, 11, 0, -EINVAL, LV1_ILLEGAL_PARAMETER_VALUE },
		{ LV1MEM_ALLOC_RAW, page_size(), 0, 0, -EINVAL, LV1_ILLEGAL_PARAMETER_VALUE },
		{ 0, 4 << 20, 22, 0, -ENOMEM, LV1_RESOURCE_SHORTAGE },
		{ 0, 1ULL << 40, 0, 0, -ENOMEM, LV1_RESOURCE_SHORTAGE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_alloc args = request(cases[i].flags, cases[i].length,
						   cases[i].page_shift, cases[i].r5, 0);

		expect_answer(_metadata, self->fd, &args, cases[i].err, cases[i].lv1_status);
	}
	EXPECT_REGIONS(0);
}

TEST_F(alloc_free, raw_needs_cap_sys_rawio)
{
	struct lv1mem_alloc args = alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT);
	pid_t child;

	args.flags = LV1MEM_ALLOC_RAW;
	args.r5 = 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_REGIONS(1);

	args.lv1_status = NOT_WRITTEN;
	child = must_fork(_metadata);
	if (!child) {
		CHILD_EXPECT_EQ(0, drop_rawio());
		CHILD_EXPECT_EQ(-EPERM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		CHILD_EXPECT_EQ(0, args.lv1_status);
		/* Without RAW it is not needed. */
		CHILD_EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &args));
		_exit(0);
	}
	EXPECT_EQ(0, wait_for(child));
	EXPECT_REGIONS(2);
}

/* The kernel's own memory is at address 0. LV1 would release it. */
TEST_F(alloc_free, free_takes_the_start_of_an_own_region_once)
{
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, 2 * TEST_PAGE_SIZE);
	const int other = must_open(_metadata);
	const struct {
		int fd;
		uint64_t lpar_addr;
		int err;
	} cases[] = {
		{ self->fd, 0, -ENOENT },
		{ self->fd, UINT64_MAX, -ENOENT },
		{ self->fd, region.lpar_addr - 1, -ENOENT },
		{ self->fd, region.lpar_addr + 1, -ENOENT },
		{ self->fd, region.lpar_addr + TEST_PAGE_SIZE, -ENOENT },
		{ other, region.lpar_addr, -ENOENT },
		{ self->fd, region.lpar_addr, 0 },
		{ self->fd, region.lpar_addr, -ENOENT },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_free args = free_args(cases[i].lpar_addr);

		args.lv1_status = NOT_WRITTEN;
		EXPECT_EQ_LOG(cases[i].err, call(cases[i].fd, LV1MEM_IOC_FREE, &args),
			      "FREE of 0x%llx, case %zu", args.lpar_addr, i);
		EXPECT_EQ_LOG(0, args.lv1_status, "FREE of 0x%llx, case %zu", args.lpar_addr, i);
	}
	EXPECT_REGIONS(0);
	close(other);
}

/* 64 MiB in all. LV1 has 9 MiB, so FREE must have released the regions before. */
TEST_F(alloc_free, freed_memory_can_be_had_again)
{
	for (int i = 0; i < 32; i++) {
		struct lv1mem_alloc args = alloc_args(2 << 20, 21);

		ASSERT_EQ_LOG(0, call(self->fd, LV1MEM_IOC_ALLOC, &args), "round %d", i);
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

TEST_F(alloc_free, regions_do_not_overlap_and_are_freed_in_any_order)
{
	static const int order[] = { 3, 0, 4, 1, 5, 2 };
	struct lv1mem_alloc regions[ARRAY_SIZE(order)];

	must_alloc_many(_metadata, self->fd, regions, ARRAY_SIZE(order));
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		for (size_t j = 0; j < i; j++) {
			const struct lv1mem_alloc *a = &regions[i], *b = &regions[j];

			EXPECT_TRUE(a->lpar_addr + a->length <= b->lpar_addr ||
				    b->lpar_addr + b->length <= a->lpar_addr)
			{
				TH_LOG("0x%llx bytes at 0x%llx and 0x%llx bytes at 0x%llx",
				       a->length, a->lpar_addr, b->length, b->lpar_addr);
			}
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		EXPECT_EQ(0, free_region(self->fd, regions[order[i]].lpar_addr));
	EXPECT_REGIONS(0);
}

TEST_HARNESS_MAIN
