// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares the reference page in "lv1mem sweep" with the kselftest's table of calls.
 */
#include <inttypes.h>
#include <stdio.h>

#include "sweep/sweep.h"
#include "reference_cases.h"

static bool is_as_in_the_table(const struct reference_case *reference)
{
	const struct lv1mem_raw call = {
		.length = reference->length,
		.page_shift = reference->page_shift,
		.r5 = reference->r5,
		.lv1_flags = reference->lv1_flags,
	};
	struct reference_answer answer = reference_says(&call);
	char name[8];

	snprintf(name, sizeof(name), "A%u", answer.number);
	if (reference->lv1_status == REFERENCE_CASE_REFUSED)
		return answer.expectation == REFERENCE_REFUSED &&
		       reference_is_about(reference, name);
	/* A successful call is about many statements. */
	return answer.expectation == REFERENCE_STATUS &&
	       answer.lv1_status == reference->lv1_status &&
	       (!answer.lv1_status || reference_is_about(reference, name));
}

int main(void)
{
	int failed = 0;

	for (size_t i = 0; i < reference_case_count; i++) {
		const struct reference_case *reference = &reference_cases[i];

		if (is_as_in_the_table(reference))
			continue;
		printf("%s: size 0x%" PRIx64 " exp %" PRIu64 " R5 0x%" PRIx64 " flags 0x%" PRIx64 "\n",
		       reference->statements, reference->length, reference->page_shift,
		       reference->r5, reference->lv1_flags);
		failed = 1;
	}
	return failed;
}
