// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep compared with the reference page.
 */
#include "sweep.h"

struct sweep_comparison sweep_compare(const struct sweep_grid *grid,
				      size_t index)
{
	const struct sweep_cell *cell = &grid->cells[index];
	struct lv1mem_raw call = sweep_call(grid, index);
	struct sweep_comparison comparison = { .says = reference_says(&call) };

	if (cell->outcome == SWEEP_ANSWERED)
		comparison.breach = reference_breach(&comparison.says,
						     cell->lv1_status,
						     cell->muid);
	return comparison;
}

static void count_answer(struct sweep_counts *counts,
			 const struct sweep_comparison *comparison,
			 int32_t lv1_status)
{
	uint32_t statements = comparison->says.statements;

	if (!lv1_status)
		statements |= REFERENCE_STATEMENT(13);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++)
		counts->about[i] += !!(statements & REFERENCE_STATEMENT(i));

	if (comparison->breach) {
		counts->against[comparison->breach]++;
		counts->differing++;
	}
	if (comparison->says.expectation == REFERENCE_OPEN && !comparison->breach)
		counts->open++;
	else
		counts->compared++;
}

struct sweep_counts sweep_count(const struct sweep *sweep)
{
	struct sweep_counts counts = { 0 };

	for (size_t i = 0; i < sweep->grid_count; i++) {
		const struct sweep_grid *grid = &sweep->grids[i];

		for (size_t j = 0; j < grid->count; j++) {
			const struct sweep_cell *cell = &grid->cells[j];
			struct sweep_comparison comparison;

			if (cell->outcome == SWEEP_NOT_ASKED)
				counts.not_asked++;
			if (cell->outcome != SWEEP_ANSWERED)
				continue;
			comparison = sweep_compare(grid, j);
			count_answer(&counts, &comparison, cell->lv1_status);
		}
	}
	return counts;
}
