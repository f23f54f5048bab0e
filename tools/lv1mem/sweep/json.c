// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as one JSON document, a line for each call.
 */
#include <sys/utsname.h>

#include "json.h"
#include "sweep.h"

static void write_number(struct json *json, const char *key, uint64_t number)
{
	json_key(json, key);
	json_u64(json, number);
}

static void write_status(struct json *json, int32_t lv1_status)
{
	json_key(json, "status");
	json_s64(json, lv1_status);
	json_key(json, "name");
	json_string(json, lv1mem_status_name(lv1_status));
}

static void write_null(struct json *json, const char *key)
{
	json_key(json, key);
	json_null(json);
}

/* The name of a statement of the reference page. */
static void write_statement(struct json *json, unsigned int number)
{
	char name[16];

	snprintf(name, sizeof(name), "A%u", number);
	json_string(json, name);
}

static void write_statements(struct json *json, uint32_t statements)
{
	json_key(json, "statements");
	json_open(json, '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		if (statements & REFERENCE_STATEMENT(i))
			write_statement(json, i);
	}
	json_close(json, ']');
}

/* "expected" is a status, "refused" for any but 0, or null. */
static void write_comparison(struct json *json, const struct sweep_cell *cell)
{
	struct sweep_comparison comparison = sweep_compare(cell);

	json_key(json, "expected");
	switch (comparison.says.expectation) {
	case REFERENCE_OPEN:
		json_null(json);
		break;
	case REFERENCE_REFUSED:
		json_string(json, "refused");
		break;
	case REFERENCE_STATUS:
		json_s64(json, comparison.says.lv1_status);
		break;
	}
	write_statements(json, comparison.says.statements);
	json_key(json, "differs");
	if (comparison.breach)
		write_statement(json, comparison.breach);
	else
		json_null(json);
}

static void write_answer(struct json *json, const struct sweep_cell *cell)
{
	if (cell->outcome == SWEEP_NOT_ASKED) {
		write_null(json, "status");
		write_null(json, "name");
		write_null(json, "muid");
		write_number(json, "errno", -cell->err);
		return;
	}
	write_status(json, cell->lv1_status);
	if (cell->lv1_status)
		write_null(json, "muid");
	else
		write_number(json, "muid", cell->muid);
}

static void write_cells(struct json *json, const struct sweep *sweep)
{
	json_newline(json);
	json_key(json, "cells");
	json_open(json, '[');
	for (size_t i = 0; i < sweep->tried; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];

		json_newline(json);
		json_open(json, '{');
		write_number(json, "size", cell->call.length);
		write_number(json, "page_shift", cell->call.page_shift);
		write_number(json, "r5", cell->call.r5);
		write_number(json, "flags", cell->call.lv1_flags);
		write_answer(json, cell);
		if (sweep->reference)
			write_comparison(json, cell);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_reference(struct json *json, const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);

	json_newline(json);
	json_key(json, "reference");
	json_open(json, '{');
	write_number(json, "compared", counts.compared);
	write_number(json, "differing", counts.differing);
	write_number(json, "open", counts.open);
	json_key(json, "statements");
	json_open(json, '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		json_newline(json);
		json_open(json, '{');
		json_key(json, "statement");
		write_statement(json, i);
		json_key(json, "text");
		json_string(json, reference_text(i));
		write_number(json, "calls", counts.about[i]);
		write_number(json, "differing", counts.against[i]);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
}

static void write_release(struct json *json, const struct sweep *sweep)
{
	json_key(json, "release_failed");
	if (!sweep->release_err) {
		json_null(json);
		return;
	}
	json_open(json, '{');
	write_number(json, "address", sweep->release_addr);
	write_number(json, "errno", -sweep->release_err);
	write_status(json, sweep->release_status);
	json_close(json, '}');
}

void sweep_print_json(const struct sweep *sweep)
{
	struct json json = { .out = stdout };
	struct utsname system;

	json_open(&json, '{');
	json_key(&json, "call");
	json_string(&json, "lv1_allocate_memory");
	json_key(&json, "kernel");
	json_string(&json, uname(&system) ? NULL : system.release);
	write_number(&json, "calls", sweep->total);
	write_number(&json, "tried", sweep->tried);
	write_release(&json, sweep);
	if (sweep->reference)
		write_reference(&json, sweep);
	write_cells(&json, sweep);
	json_close(&json, '}');
	putchar('\n');
}
