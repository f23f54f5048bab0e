// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reference page of lv1_allocate_memory, statement by statement.
 */
#include <inttypes.h>
#include <sys/sysinfo.h>

#include "fixture.h"
#include "reference_cases.h"

FIXTURE_FILES(reference)

static struct lv1mem_alloc raw_args(const struct reference_case *reference)
{
	struct lv1mem_alloc args = alloc_args(reference->length,
					      reference->page_shift);

	args.flags = LV1MEM_ALLOC_RAW;
	args.r5 = reference->r5;
	args.lv1_flags = reference->lv1_flags;
	args.muid = ~0ULL;
	/* No status of LV1: it shows that the driver has not written lv1_status. */
	args.lv1_status = 1;
	return args;
}

/* The answer that the page has for a case. */
static const char *expected_answer(const struct reference_case *reference)
{
	static char text[64];

	if (reference->lv1_status == REFERENCE_CASE_REFUSED)
		return "a status other than 0";
	snprintf(text, sizeof(text), "status %d errno %d%s", reference->lv1_status,
		 errno_of_status(reference->lv1_status),
		 reference->lv1_status == LV1_SUCCESS ? " muid 1" : "");
	return text;
}

static void print_case(const struct reference_case *reference,
		       const struct lv1mem_alloc *args, int number)
{
	fprintf(stderr,
		"# %s: size 0x%" PRIx64 " exp %" PRIu64 " R5 0x%" PRIx64 " flags 0x%" PRIx64
		": status %d errno %d muid %" PRIu64 ", expected %s\n",
		reference->statements, reference->length, reference->page_shift, reference->r5,
		reference->lv1_flags, args->lv1_status, number, (uint64_t)args->muid,
		expected_answer(reference));
}

/* Whether LV1 answers as the page says, and the errno is the one for the status. */
static bool try_case(int fd, const struct reference_case *reference)
{
	struct lv1mem_alloc args = raw_args(reference);
	int err = call(fd, LV1MEM_IOC_ALLOC, &args);
	bool met = reference_is_met(reference, args.lv1_status, args.muid) &&
		   err == -errno_of_status(args.lv1_status);

	if (!met)
		print_case(reference, &args, -err);
	if (err)
		return met;
	err = free_region(fd, args.lpar_addr);
	if (err)
		fprintf(stderr, "# FREE of 0x%llx: %s\n", args.lpar_addr, strerror(-err));
	return !err && met;
}

/* Returns the number of a statement's cases, or -1 if LV1 answers one differently. */
static int try_statement(int fd, const char *statement)
{
	bool met = true;
	int count = 0;

	for (size_t i = 0; i < reference_case_count; i++) {
		if (!reference_is_about(&reference_cases[i], statement))
			continue;
		met &= try_case(fd, &reference_cases[i]);
		count++;
	}
	return met ? count : -1;
}

/* A test of a statement, which must have at least so many cases. */
#define STATEMENT(name, statement, cases) \
	TEST_F(reference, name) \
	{ \
		EXPECT_LE(cases, try_statement(self->fd, statement)); \
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
 * has more than 128 MiB, LV1 had such pages.
 */
TEST_F(reference, A4_16M_pages_were_had_at_boot)
{
	struct sysinfo info;

	ASSERT_EQ(0, err_of(sysinfo(&info)));
	EXPECT_LT(128ULL << 20, (uint64_t)info.totalram * info.mem_unit);
}

/* A6 also says that R5 does not fill the memory. */
TEST_F(reference, A6_r5_of_1_does_not_fill_the_memory)
{
	struct lv1mem_alloc args = alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT);
	unsigned char *bytes;
	size_t ones = 0;

	args.flags = LV1MEM_ALLOC_RAW;
	args.r5 = 1;
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	bytes = map_region(self->fd, &args);
	ASSERT_MAPPED(bytes);
	for (size_t i = 0; i < TEST_PAGE_SIZE; i++)
		ones += bytes[i] == 1;
	EXPECT_EQ(0, ones);
	munmap(bytes, TEST_PAGE_SIZE);
}

TEST_HARNESS_MAIN
