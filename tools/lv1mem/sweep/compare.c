// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep compared with the reference page.
 */
#include "sweep.h"

struct sweep_comparison sweep_compare(const struct sweep_cell *cell)
{
	struct sweep_comparison comparison = {
		.says = reference_says(&cell->call),
	};

	if (cell->outcome == SWEEP_ANSWERED)
		comparison.breach = reference_breach(&comparison.says,
						     cell->lv1_status,
						     cell->muid);
	return comparison;
}

static void count_answer(struct sweep_counts *counts,
			 const struct sweep_cell *cell)
{
	struct sweep_comparison comparison = sweep_compare(cell);
	uint32_t statements = comparison.says.statements;

	if (!cell->lv1_status)
		statements |= REFERENCE_STATEMENT(13);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++)
		counts->about[i] += !!(statements & REFERENCE_STATEMENT(i));

	if (comparison.breach) {
		counts->against[comparison.breach]++;
		counts->differing++;
	}
	if (comparison.says.expectation == REFERENCE_OPEN && !comparison.breach)
		counts->open++;
	else
		counts->compared++;
}

struct sweep_counts sweep_count(const struct sweep *sweep)
{
	struct sweep_counts counts = { 0 };

	for (size_t i = 0; i < sweep->tried; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];

		counts.marks[sweep_mark_of(cell)]++;
		if (cell->outcome == SWEEP_ANSWERED)
			count_answer(&counts, cell);
		else
			counts.not_asked++;
	}
	return counts;
}
