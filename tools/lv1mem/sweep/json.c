// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as one JSON document, a line for each call.
 */
#include <sys/utsname.h>

#include "json.h"
#include "sweep.h"

static void write_status(int32_t lv1_status)
{
	json_s64("status", lv1_status);
	json_string("name", lv1mem_status_name(lv1_status));
}

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

static void write_answer(const struct sweep_cell *cell)
{
	if (cell->outcome == SWEEP_NOT_ASKED) {
		json_null("status");
		json_null("name");
		json_null("muid");
		json_u64("errno", -cell->err);
		return;
	}
	write_status(cell->lv1_status);
	if (cell->lv1_status)
		json_null("muid");
	else
		json_u64("muid", cell->muid);
}

static void write_cells(const struct sweep *sweep)
{
	json_newline();
	json_open("cells", '[');
	for (size_t i = 0; i < sweep->tried; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];

		json_newline();
		json_open(NULL, '{');
		json_u64("size", cell->call.length);
		json_u64("page_shift", cell->call.page_shift);
		json_u64("r5", cell->call.r5);
		json_u64("flags", cell->call.lv1_flags);
		write_answer(cell);
		if (sweep->reference)
			write_comparison(cell);
		json_close();
	}
	json_close();
}

static void write_reference(const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);

	json_newline();
	json_open("reference", '{');
	json_u64("compared", counts.compared);
	json_u64("differing", counts.differing);
	json_u64("open", counts.open);
	json_open("statements", '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		json_newline();
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

static void write_release(const struct sweep *sweep)
{
	if (!sweep->release_err) {
		json_null("release_failed");
		return;
	}
	json_open("release_failed", '{');
	json_u64("address", sweep->release_addr);
	json_u64("errno", -sweep->release_err);
	write_status(sweep->release_status);
	json_close();
}

void sweep_print_json(const struct sweep *sweep)
{
	struct utsname system;

	json_begin();
	json_string("call", "lv1_allocate_memory");
	json_string("kernel", uname(&system) ? NULL : system.release);
	json_u64("calls", sweep->total);
	json_u64("tried", sweep->tried);
	write_release(sweep);
	if (sweep->reference)
		write_reference(sweep);
	write_cells(sweep);
	json_end();
}
