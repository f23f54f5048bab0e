// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as one JSON document, a line for each call.
 */
#include "sweep.h"

/* A statement by its name, as "A5". */
static void write_statement(const char *key, unsigned int number)
{
	char name[16];

	snprintf(name, sizeof(name), "A%u", number);
	json_string(key, name);
}

/* "expected" is a status, "refused" for any status but 0, or null for any. */
static void write_comparison(const struct sweep_cell *cell)
{
	unsigned int breach;
	struct reference_answer says = sweep_compare(cell, &breach);

	switch (says.expectation) {
	case REFERENCE_OPEN:
		json_null("expected");
		break;
	case REFERENCE_REFUSED:
		json_string("expected", "refused");
		break;
	case REFERENCE_STATUS:
		json_s64("expected", says.lv1_status);
		break;
	}
	json_open("statements", '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		if (says.statements & REFERENCE_STATEMENT(i))
			write_statement(NULL, i);
	}
	json_close();
	if (breach)
		write_statement("differs", breach);
	else
		json_null("differs");
}

/* The errno is that of the driver's refusal; LV1's has a status. */
static void write_answer(const struct sweep_cell *cell)
{
	bool answered = cell->outcome == SWEEP_ANSWERED;

	json_lv1_status(answered, cell->lv1_status);
	if (answered && !cell->lv1_status)
		json_hex("muid", cell->muid);
	else
		json_null("muid");
	json_errno(answered ? 0 : cell->err);
}

static void write_cells(const struct sweep *sweep)
{
	json_open("cells", '[');
	for (size_t i = 0; i < sweep->tried; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];

		json_open(NULL, '{');
		json_u64("length", cell->call.length);
		json_u64("page_shift", cell->call.page_shift);
		json_hex("r5", cell->call.r5);
		json_hex("lv1_flags", cell->call.lv1_flags);
		write_answer(cell);
		if (sweep->reference)
			write_comparison(cell);
		json_close();
	}
	json_close();
}

void sweep_write_reference(const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);

	json_open("reference", '{');
	json_u64("compared", counts.compared);
	json_u64("differing", counts.differing);
	json_u64("open", counts.open);
	json_open("statements", '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		json_open(NULL, '{');
		write_statement("statement", i);
		json_string("text", reference_text(i));
		json_u64("calls", counts.about[i]);
		json_u64("differing", counts.against[i]);
		json_close();
	}
	json_close();
	json_close();
}

void sweep_write_release(const struct sweep *sweep)
{
	if (!sweep->release_err) {
		json_null("release_failed");
		return;
	}
	json_open("release_failed", '{');
	json_hex("lpar_addr", sweep->release_addr);
	json_errno(sweep->release_err);
	json_lv1_status(sweep->release_status, sweep->release_status);
	json_close();
}

void sweep_print_json(const struct sweep *sweep)
{
	json_begin();
	provenance_write();
	json_string("call", "lv1_allocate_memory");
	json_u64("calls", sweep->total);
	json_u64("tried", sweep->tried);
	sweep_write_release(sweep);
	if (sweep->reference)
		sweep_write_reference(sweep);
	write_cells(sweep);
	json_end();
}
