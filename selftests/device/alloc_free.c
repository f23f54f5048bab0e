// SPDX-License-Identifier: GPL-2.0-only
/*
 * ALLOC and FREE: valid and invalid requests, and their effects.
 */
#include "fixture.h"

FIXTURE_FILES(alloc_free)

#define ASSERT_ALLOC(err, args) \
	ASSERT_EQ(err, call(self->fd, LV1MEM_IOC_ALLOC, args)) \
	{ \
		log_alloc(_metadata, args); \
	}

/* The driver refuses a request without asking LV1. */
#define EXPECT_REFUSED_BY_DRIVER(err, request) \
	do { \
		struct lv1mem_alloc args_ = (request); \
\
		args_.lv1_status = 1; \
		ASSERT_ALLOC(err, &args_); \
		EXPECT_EQ(0, args_.lv1_status) \
		{ \
			log_alloc(_metadata, &args_); \
		} \
	} while (0)

static void log_alloc(struct __test_metadata *_metadata, const struct lv1mem_alloc *args)
{
	TH_LOG("ALLOC flags 0x%x length 0x%llx page_shift %llu r5 0x%llx lv1_flags 0x%llx: status %d",
	       args->flags, args->length, args->page_shift, args->r5, args->lv1_flags,
	       args->lv1_status);
}

TEST_F(alloc_free, every_page_shift_that_lv1_has)
{
	for (uint64_t shift = 12; shift <= 21; shift++) {
		struct lv1mem_alloc args = alloc_args(1ULL << shift, shift);

		args.lv1_status = 1;
		ASSERT_ALLOC(0, &args);
		EXPECT_EQ(LV1_SUCCESS, args.lv1_status);
		EXPECT_NE(0, args.lpar_addr);
		EXPECT_EQ(0, args.lpar_addr & ((1ULL << shift) - 1));
		ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
	}
}

static struct lv1mem_alloc args_with_flags(uint64_t lv1_flags)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);

	args.lv1_flags = lv1_flags;
	return args;
}

/*
 * Allocate a region, query its flags, and free it. No document says what flags a console
 * reports.
 */
static void expect_flags_reach_lv1(struct __test_metadata *_metadata,
				   FIXTURE_DATA(alloc_free) *self, struct lv1mem_alloc args)
{
	struct lv1mem_query query;

	args.lv1_status = 1;
	ASSERT_ALLOC(0, &args);
	EXPECT_EQ(LV1_SUCCESS, args.lv1_status);
	ASSERT_EQ_LOG(0, query_region(self->fd, args.lpar_addr, &query), "QUERY 0x%llx: status %d",
		      args.lpar_addr, query.lv1_status);
	if (!access(LEDGER, F_OK))
		EXPECT_EQ(args.lv1_flags, query.lv1_flags);
	ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));
}

TEST_F(alloc_free, plain_flags_are_none_and_try_alt_unit)
{
	expect_flags_reach_lv1(_metadata, self, args_with_flags(0));
	expect_flags_reach_lv1(_metadata, self, args_with_flags(LV1MEM_LV1_FLAG_TRY_ALT_UNIT));
}

/* Without RAW, whatever capabilities the program has. */
TEST_F(alloc_free, other_flags_are_invalid)
{
	const uint64_t plain = LV1MEM_LV1_FLAG_TRY_ALT_UNIT;

	for (uint64_t flags = 0; flags < 16; flags++) {
		if (flags & ~plain)
			EXPECT_REFUSED_BY_DRIVER(-EINVAL, args_with_flags(flags));
	}
	for (unsigned int bit = 4; bit < 64; bit++) {
		EXPECT_REFUSED_BY_DRIVER(-EINVAL, args_with_flags(1ULL << bit));
		EXPECT_REFUSED_BY_DRIVER(-EINVAL, args_with_flags(1ULL << bit | plain));
	}
}

TEST_F(alloc_free, other_flags_reach_lv1_with_raw)
{
	for (uint64_t flags = 1; flags <= 3; flags++) {
		struct lv1mem_alloc args = args_with_flags(flags);

		args.flags = LV1MEM_ALLOC_RAW;
		expect_flags_reach_lv1(_metadata, self, args);
	}
}

/* QUERY reports the page size that LV1 was asked for. */
TEST_F(alloc_free, page_shift_of_zero_is_the_kernels)
{
	struct lv1mem_alloc args = alloc_args(page_size(), 0);
	struct lv1mem_list_entry entry = {};
	struct lv1mem_list list;
	struct lv1mem_query query;

	ASSERT_ALLOC(0, &args);
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

TEST_F(alloc_free, length_is_a_multiple_of_the_kernels_pages_then)
{
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(0, 0));
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(page_size() / 2, 0));
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(page_size() + 2048, 0));
}

TEST_F(alloc_free, page_shift_of_zero_reaches_lv1_with_raw)
{
	struct lv1mem_alloc args = alloc_args(page_size(), 0);

	args.flags = LV1MEM_ALLOC_RAW;
	ASSERT_ALLOC(-EINVAL, &args);
	EXPECT_EQ(LV1_ILLEGAL_PARAMETER_VALUE, args.lv1_status);
	EXPECT_EQ(0, args.page_shift);
}

TEST_F(alloc_free, inputs_are_left_as_they_were)
{
	struct lv1mem_alloc args = alloc_args(3 * 4096, 12);

	args.lv1_flags = LV1MEM_LV1_FLAG_TRY_ALT_UNIT;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_EQ(sizeof(args), args.size);
	EXPECT_EQ(0, args.flags);
	EXPECT_EQ(3 * 4096, args.length);
	EXPECT_EQ(12, args.page_shift);
	EXPECT_EQ(0, args.r5);
	EXPECT_EQ(LV1MEM_LV1_FLAG_TRY_ALT_UNIT, args.lv1_flags);
}

TEST_F(alloc_free, live_regions_do_not_overlap)
{
	struct lv1mem_alloc regions[6];

	for (int i = 0; i < 6; i++)
		ASSERT_EQ(0, alloc_region(self->fd, (i % 3 + 1) * TEST_PAGE_SIZE,
					  &regions[i]));

	for (int i = 0; i < 6; i++) {
		for (int j = 0; j < i; j++) {
			bool below = regions[i].lpar_addr + regions[i].length <=
				     regions[j].lpar_addr;
			bool above = regions[j].lpar_addr + regions[j].length <=
				     regions[i].lpar_addr;

			EXPECT_TRUE(below || above)
			{
				TH_LOG("0x%llx bytes at 0x%llx and 0x%llx bytes at 0x%llx",
				       regions[i].length, regions[i].lpar_addr, regions[j].length,
				       regions[j].lpar_addr);
			}
		}
	}
}

TEST_F(alloc_free, length_of_zero_is_invalid)
{
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(0, 12));
}

TEST_F(alloc_free, length_that_is_no_multiple_is_invalid)
{
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(4097, 12));
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(4095, 12));
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(4096, 16));
	EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(UINT64_MAX, 12));
}

TEST_F(alloc_free, page_shift_out_of_range_is_invalid)
{
	static const uint64_t shifts[] = {
		1, 11, 64, 65, 76, 0x10000000cULL, UINT64_MAX
	};

	for (size_t i = 0; i < ARRAY_SIZE(shifts); i++)
		EXPECT_REFUSED_BY_DRIVER(-EINVAL, alloc_args(1 << 21, shifts[i]));
}

TEST_F(alloc_free, r5_needs_raw)
{
	static const uint64_t values[] = { 1, 2, 1ULL << 32, 1ULL << 63 };

	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		struct lv1mem_alloc args = alloc_args(4096, 12);

		args.r5 = values[i];
		EXPECT_REFUSED_BY_DRIVER(-EINVAL, args);
	}
}

TEST_F(alloc_free, raw_needs_cap_sys_rawio)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);
	pid_t child;

	args.flags = LV1MEM_ALLOC_RAW;
	/* With the capability it succeeds. */
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	ASSERT_EQ(0, free_region(self->fd, args.lpar_addr));

	ASSERT_FORK(child);
	if (!child) {
		CHILD_EXPECT_EQ(0, drop_rawio());
		args = alloc_args(4096, 12);
		args.flags = LV1MEM_ALLOC_RAW;
		CHILD_EXPECT_EQ(-EPERM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		CHILD_EXPECT_EQ(0, args.lv1_status);
		/* Without RAW it does too. */
		args.flags = 0;
		CHILD_EXPECT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		_exit(0);
	}
	EXPECT_EQ(0, wait_for(child));
}

TEST_F(alloc_free, raw_region_is_tracked)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);
	struct lv1mem_info info;

	args.flags = LV1MEM_ALLOC_RAW;
	args.r5 = 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.file_regions);
	EXPECT_EQ(4096, info.file_bytes);
	EXPECT_EQ(0, free_region(self->fd, args.lpar_addr));
}

TEST_F(alloc_free, shortage_of_lv1_is_enomem_with_its_status)
{
	struct lv1mem_alloc args = alloc_args(4 << 20, 22);
	struct lv1mem_info info;

	EXPECT_EQ(-ENOMEM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_EQ(LV1_RESOURCE_SHORTAGE, args.lv1_status);
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.file_regions);
}

TEST_F(alloc_free, second_free_is_refused)
{
	struct lv1mem_alloc region;
	struct lv1mem_free args;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	args = free_args(region.lpar_addr);
	args.lv1_status = 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(LV1_SUCCESS, args.lv1_status);

	args = free_args(region.lpar_addr);
	args.lv1_status = 1;
	EXPECT_EQ(-ENOENT, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(0, args.lv1_status);
}

TEST_F(alloc_free, free_takes_the_start_of_a_region_only)
{
	struct lv1mem_alloc region;
	struct lv1mem_info info;

	ASSERT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
	EXPECT_EQ(-ENOENT,
		  free_region(self->fd, region.lpar_addr + TEST_PAGE_SIZE));
	EXPECT_EQ(-ENOENT, free_region(self->fd, region.lpar_addr + 1));
	EXPECT_EQ(-ENOENT, free_region(self->fd, region.lpar_addr - 1));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.file_regions);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
}

/* The kernel's own memory is at address 0. LV1 would release it. */
TEST_F(alloc_free, memory_of_the_kernel_cannot_be_freed)
{
	EXPECT_EQ(-ENOENT, free_region(self->fd, 0));
	EXPECT_EQ(-ENOENT, free_region(self->fd, UINT64_MAX));
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

TEST_F(alloc_free, regions_can_be_freed_in_any_order)
{
	static const int order[] = { 3, 0, 4, 1, 2 };
	struct lv1mem_alloc regions[ARRAY_SIZE(order)];
	struct lv1mem_info info;

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE,
					  &regions[i]));
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		EXPECT_EQ(0, free_region(self->fd,
					 regions[order[i]].lpar_addr));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.file_regions);
}

TEST_HARNESS_MAIN
