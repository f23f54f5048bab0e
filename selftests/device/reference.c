// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares LV1 with the reference page of lv1_allocate_memory, statement by statement.
 */
#include <sys/sysinfo.h>

#include "fixture.h"
#include "reference_cases.h"

FIXTURE_FILES(reference)

/* LV1 answers as the page says, and the errno is the one for the status. */
static void try_case(struct __test_metadata *_metadata, int fd,
		     const struct reference_case *reference)
{
	const bool any_refusal = reference->lv1_status == REFERENCE_CASE_REFUSED;
	struct lv1mem_alloc args = alloc_args(reference->length, reference->page_shift);
	bool met;
	int err;

	args.flags = LV1MEM_ALLOC_RAW;
	args.r5 = reference->r5;
	args.lv1_flags = reference->lv1_flags;
	args.muid = ~0ULL;
	args.lv1_status = NOT_WRITTEN;
	err = call(fd, LV1MEM_IOC_ALLOC, &args);

	met = any_refusal ? args.lv1_status : args.lv1_status == reference->lv1_status;
	met &= args.lv1_status || args.muid == 1;
	met &= err == -errno_of_status(args.lv1_status);
	EXPECT_TRUE(met)
	{
		TH_LOG("%s: size 0x%llx exp %llu R5 0x%llx flags 0x%llx: status %d errno %d muid %llu, expected %s %d and muid 1 on success",
		       reference->statements, args.length, args.page_shift, args.r5,
		       args.lv1_flags, args.lv1_status, -err, args.muid,
		       any_refusal ? "a status below" : "status",
		       any_refusal ? 0 : reference->lv1_status);
	}
	if (!err)
		EXPECT_EQ(0, free_region(fd, args.lpar_addr));
}

/* Try all cases of a statement. Returns their number. */
static int try_statement(struct __test_metadata *_metadata, int fd, const char *statement)
{
	int count = 0;

	for (size_t i = 0; i < reference_case_count; i++) {
		if (!reference_is_about(&reference_cases[i], statement))
			continue;
		try_case(_metadata, fd, &reference_cases[i]);
		count++;
	}
	return count;
}

/* Tests a statement, which must have at least @cases cases. */
#define STATEMENT(name, statement, cases) \
	TEST_F(reference, name) \
	{ \
		EXPECT_LE(cases, try_statement(_metadata, self->fd, statement)); \
	}

/* clang-format off */
STATEMENT(A1_size_is_a_multiple_of_the_page_size, "A1", 4)
STATEMENT(A2_page_sizes_of_4K_to_2M_succeed, "A2", 10)
STATEMENT(A3_larger_page_sizes_are_a_shortage, "A3", 3)
STATEMENT(A5_smaller_page_sizes_are_illegal, "A5", 3)
STATEMENT(A6_r5_of_0_and_1_succeed, "A6", 2)
STATEMENT(A7_r5_of_2_or_more_is_no_entry, "A7", 3)
STATEMENT(A8_page_size_is_checked_ahead_of_r5, "A8", 2)
STATEMENT(A9_flags_0_to_4_succeed, "A9", 5)
STATEMENT(A10_flags_of_0x400_and_more_are_illegal, "A10", 3)
STATEMENT(A11_flag_addr_zero_is_a_duplicate_entry, "A11", 1)
STATEMENT(A12_illegal_and_shortage_come_ahead_of_duplicate, "A12", 3)
STATEMENT(A13_muid_is_1_on_every_success, "A13", 10)
STATEMENT(A14_transferability_may_be_asked_for_or_not, "A14", 2)
/* clang-format on */

/*
 * Linux starts with 128 MiB and allocates the rest from LV1, in pages of 16 MiB. If it
 * has more than 128 MiB, LV1 gave it such pages.
 */
TEST_F(reference, A4_16M_pages_were_had_at_boot)
{
	struct sysinfo info;

	ASSERT_EQ(0, err_of(sysinfo(&info)));
	EXPECT_LT(128ULL << 20, (uint64_t)info.totalram * info.mem_unit);
}

TEST_HARNESS_MAIN
