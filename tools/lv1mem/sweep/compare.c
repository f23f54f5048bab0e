// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep compared with the reference page.
 */
#include "sweep.h"

struct reference_answer sweep_compare(const struct sweep_cell *cell,
				      unsigned int *breach)
{
	struct reference_answer says = reference_says(&cell->call);

	*breach = 0;
	if (cell->outcome == SWEEP_ANSWERED)
		*breach = reference_breach(&says, cell->lv1_status, cell->muid);
	return says;
}

static void count_answer(struct sweep_counts *counts,
			 const struct sweep_cell *cell)
{
	unsigned int breach;
	struct reference_answer says = sweep_compare(cell, &breach);

	if (!cell->lv1_status)
		says.statements |= REFERENCE_STATEMENT(13);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++)
		counts->about[i] += !!(says.statements & REFERENCE_STATEMENT(i));

	if (breach) {
		counts->against[breach]++;
		counts->differing++;
	}
	if (says.expectation == REFERENCE_OPEN && !breach)
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
