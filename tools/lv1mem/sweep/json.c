// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as one JSON document, a line for each call.
 */
#include <stdio.h>
#include <sys/utsname.h>

#include "json.h"
#include "sweep.h"

static void write_status(struct json *json, int32_t lv1_status)
{
	json_s64(json, "status", lv1_status);
	json_string(json, "name", lv1mem_status_name(lv1_status));
}

/* A statement by its name, as "A5". */
static void write_statement(struct json *json, const char *key,
			    unsigned int number)
{
	char name[16];

	snprintf(name, sizeof(name), "A%u", number);
	json_string(json, key, name);
}

/* "expected" is a status, "refused" for any status but 0, or null for any. */
static void write_comparison(struct json *json, const struct sweep_cell *cell)
{
	struct sweep_comparison comparison = sweep_compare(cell);

	switch (comparison.says.expectation) {
	case REFERENCE_OPEN:
		json_null(json, "expected");
		break;
	case REFERENCE_REFUSED:
		json_string(json, "expected", "refused");
		break;
	case REFERENCE_STATUS:
		json_s64(json, "expected", comparison.says.lv1_status);
		break;
	}
	json_open(json, "statements", '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		if (comparison.says.statements & REFERENCE_STATEMENT(i))
			write_statement(json, NULL, i);
	}
	json_close(json);
	if (comparison.breach)
		write_statement(json, "differs", comparison.breach);
	else
		json_null(json, "differs");
}

static void write_answer(struct json *json, const struct sweep_cell *cell)
{
	if (cell->outcome == SWEEP_NOT_ASKED) {
		json_null(json, "status");
		json_null(json, "name");
		json_null(json, "muid");
		json_u64(json, "errno", -cell->err);
		return;
	}
	write_status(json, cell->lv1_status);
	if (cell->lv1_status)
		json_null(json, "muid");
	else
		json_u64(json, "muid", cell->muid);
}

static void write_cells(struct json *json, const struct sweep *sweep)
{
	json_newline(json);
	json_open(json, "cells", '[');
	for (size_t i = 0; i < sweep->tried; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];

		json_newline(json);
		json_open(json, NULL, '{');
		json_u64(json, "size", cell->call.length);
		json_u64(json, "page_shift", cell->call.page_shift);
		json_u64(json, "r5", cell->call.r5);
		json_u64(json, "flags", cell->call.lv1_flags);
		write_answer(json, cell);
		if (sweep->reference)
			write_comparison(json, cell);
		json_close(json);
	}
	json_close(json);
}

static void write_reference(struct json *json, const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);

	json_newline(json);
	json_open(json, "reference", '{');
	json_u64(json, "compared", counts.compared);
	json_u64(json, "differing", counts.differing);
	json_u64(json, "open", counts.open);
	json_open(json, "statements", '[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		json_newline(json);
		json_open(json, NULL, '{');
		write_statement(json, "statement", i);
		json_string(json, "text", reference_text(i));
		json_u64(json, "calls", counts.about[i]);
		json_u64(json, "differing", counts.against[i]);
		json_close(json);
	}
	json_close(json);
	json_close(json);
}

static void write_release(struct json *json, const struct sweep *sweep)
{
	if (!sweep->release_err) {
		json_null(json, "release_failed");
		return;
	}
	json_open(json, "release_failed", '{');
	json_u64(json, "address", sweep->release_addr);
	json_u64(json, "errno", -sweep->release_err);
	write_status(json, sweep->release_status);
	json_close(json);
}

void sweep_print_json(const struct sweep *sweep)
{
	struct json json = json_begin();
	struct utsname system;

	json_string(&json, "call", "lv1_allocate_memory");
	json_string(&json, "kernel", uname(&system) ? NULL : system.release);
	json_u64(&json, "calls", sweep->total);
	json_u64(&json, "tried", sweep->tried);
	write_release(&json, sweep);
	if (sweep->reference)
		write_reference(&json, sweep);
	write_cells(&json, sweep);
	json_end(&json);
}
