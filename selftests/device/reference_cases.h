/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reference page of lv1_allocate_memory as a table of calls to try.
 *
 * The statements are numbered A1 to A14:
 *
 * A1	size must be a multiple of the page size, 2^page_size_exp
 * A2	page_size_exp 12 (4K) to 21 (2M) succeed under a fully booted Linux
 * A3	page_size_exp above that: LV1_RESOURCE_SHORTAGE
 * A4	24 (16M) works before the OS has taken the memory
 * A5	page_size_exp below 12: LV1_ILLEGAL_PARAMETER_VALUE
 * A6	R5 is no initial value for the memory; 0 and 1 are accepted
 * A7	R5 of 2 or more: LV1_NO_ENTRY
 * A8	page_size_exp is checked ahead of R5
 * A9	flags 0, 1, 2, 3 and 4 succeed
 * A10	flags of 0x400 and more: LV1_ILLEGAL_PARAMETER_VALUE
 * A11	flags 0x08: LV1_DUPLICATE_ENTRY
 * A12	with 0x08, a bad parameter and a shortage are reported ahead of A11
 * A13	muid is 1 on every success
 * A14	flag value 1 is transferability: both 0 and 1 may be asked for
 */
#ifndef _REFERENCE_CASES_H
#define _REFERENCE_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Any status but 0: the page has a failure without its status. */
#define REFERENCE_CASE_REFUSED 1

/**
 * struct reference_case - a call and its answer on the page
 * @statements: the statements that it tests: "A1" or "A6 A13"
 * @length: R3
 * @page_shift: R4
 * @r5: R5
 * @lv1_flags: R6
 * @lv1_status: the status, or REFERENCE_CASE_REFUSED
 */
struct reference_case {
	const char *statements;
	uint64_t length;
	uint64_t page_shift;
	uint64_t r5;
	uint64_t lv1_flags;
	int32_t lv1_status;
};

extern const struct reference_case reference_cases[];
extern const size_t reference_case_count;

/* Whether the case tests this statement; "A1" is not one of "A10". */
bool reference_is_about(const struct reference_case *reference,
			const char *statement);

#endif /* _REFERENCE_CASES_H */
