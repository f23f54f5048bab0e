// SPDX-License-Identifier: GPL-2.0-only
/*
 * The outcomes: how each is drawn, what the reference page says, and how many there are.
 */
#include <lv1/status.h>

#include "sweep.h"

LV1_STATUS_ENUM;

/* Marks 0 to 26 are the statuses 0 to -26. */
static const char letters[SWEEP_MARKS + 1] = ".abcdefghijklmnopqrstuvwxyz!?#";

enum {
	LAST_LETTER = 26,
	MARK_INTERNAL_ERROR,
	MARK_UNKNOWN,
	MARK_NOT_ASKED,
};

/* The statuses of the reference page; other marks share one colour. */
static const struct {
	unsigned int number;
	const char *terminal;
	const char *fill;
} colours[] = {
	{ -LV1_SUCCESS, "\033[30;42m", "#5fbf7f" },
	{ -LV1_RESOURCE_SHORTAGE, "\033[97;44m", "#7aa8f0" },
	{ -LV1_NO_ENTRY, "\033[97;45m", "#cf8fe0" },
	{ -LV1_DUPLICATE_ENTRY, "\033[30;46m", "#5cc8c8" },
	{ -LV1_ILLEGAL_PARAMETER_VALUE, "\033[30;43m", "#efc964" },
	{ MARK_NOT_ASKED, "\033[97;100m", "#9a9a9a" },
};

unsigned int sweep_mark_of(const struct sweep_cell *cell)
{
	if (cell->outcome == SWEEP_NOT_ASKED)
		return MARK_NOT_ASKED;
	if (cell->lv1_status <= 0 && cell->lv1_status >= -LAST_LETTER)
		return -cell->lv1_status;
	if (cell->lv1_status == LV1_INTERNAL_ERROR)
		return MARK_INTERNAL_ERROR;
	return MARK_UNKNOWN;
}

static struct sweep_title text(unsigned int number)
{
	int32_t lv1_status = number == MARK_INTERNAL_ERROR ? LV1_INTERNAL_ERROR :
							     -(int32_t)number;
	struct sweep_title title;

	if (number == MARK_NOT_ASKED)
		return (struct sweep_title){ "the driver refused" };
	if (number == MARK_UNKNOWN)
		return (struct sweep_title){ "an unknown status" };
	snprintf(title.text, sizeof(title.text), "%" PRId32 " %s", lv1_status,
		 lv1mem_status_name(lv1_status));
	return title;
}

struct sweep_mark sweep_mark(unsigned int number)
{
	struct sweep_mark mark = {
		.letter = letters[number],
		.terminal = "\033[30;47m",
		.fill = "#d0d0d0",
		.text = text(number),
	};

	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
		if (colours[i].number != number)
			continue;
		mark.terminal = colours[i].terminal;
		mark.fill = colours[i].fill;
	}
	return mark;
}

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

	for (size_t i = 0; i < sweep->total; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];

		if (cell->outcome == SWEEP_NOT_TRIED)
			continue;
		counts.marks[sweep_mark_of(cell)]++;
		if (cell->outcome == SWEEP_ANSWERED)
			count_answer(&counts, cell);
		else
			counts.not_asked++;
	}
	return counts;
}
