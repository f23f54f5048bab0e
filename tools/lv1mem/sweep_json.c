// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as one JSON document, a line for each call.
 */
#include <inttypes.h>
#include <sys/utsname.h>

#include "json.h"
#include "sweep.h"

static void print_text(const char *text)
{
	struct json json = { .out = stdout };

	json_string(&json, text);
}

static void print_statements(uint32_t statements)
{
	const char *separator = "";

	putchar('[');
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		if (!(statements & REFERENCE_STATEMENT(i)))
			continue;
		printf("%s\"A%u\"", separator, i);
		separator = ", ";
	}
	putchar(']');
}

/* "expected" is a status, "refused" for any but 0, or null. */
static void print_comparison(const struct sweep_grid *grid, size_t index)
{
	struct sweep_comparison comparison = sweep_compare(grid, index);

	fputs(", \"expected\": ", stdout);
	switch (comparison.says.expectation) {
	case REFERENCE_OPEN:
		fputs("null", stdout);
		break;
	case REFERENCE_REFUSED:
		fputs("\"refused\"", stdout);
		break;
	case REFERENCE_STATUS:
		printf("%" PRId32, comparison.says.lv1_status);
		break;
	}
	fputs(", \"statements\": ", stdout);
	print_statements(comparison.says.statements);
	fputs(", \"differs\": ", stdout);
	if (comparison.breach)
		printf("\"A%u\"", comparison.breach);
	else
		fputs("null", stdout);
}

static void print_answer(const struct sweep_cell *cell)
{
	if (cell->outcome == SWEEP_NOT_ASKED) {
		printf(", \"status\": null, \"name\": null, \"muid\": null, \"errno\": %d",
		       -cell->err);
		return;
	}
	printf(", \"status\": %" PRId32 ", \"name\": \"%s\", \"muid\": ",
	       cell->lv1_status, lv1mem_status_name(cell->lv1_status));
	if (cell->lv1_status)
		fputs("null", stdout);
	else
		printf("%" PRIu64, cell->muid);
}

static void print_cell(const struct sweep *sweep, const struct sweep_grid *grid,
		       size_t index)
{
	struct lv1mem_raw call = sweep_call(grid, index);

	printf("{\"size\": %" PRIu64 ", \"page_shift\": %" PRIu64, call.length,
	       call.page_shift);
	printf(", \"r5\": %" PRIu64 ", \"flags\": %" PRIu64, call.unknown_r5,
	       call.lv1_flags);
	print_answer(&grid->cells[index]);
	if (sweep->reference)
		print_comparison(grid, index);
	putchar('}');
}

static void print_cells(const struct sweep *sweep)
{
	const char *separator = "";

	fputs("\"cells\": [", stdout);
	for (size_t i = 0; i < sweep->grid_count; i++) {
		const struct sweep_grid *grid = &sweep->grids[i];

		for (size_t j = 0; j < grid->count; j++) {
			if (grid->cells[j].outcome == SWEEP_NOT_TRIED)
				continue;
			printf("%s\n", separator);
			print_cell(sweep, grid, j);
			separator = ",";
		}
	}
	fputs("\n]", stdout);
}

static void print_reference(const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);

	printf("\"reference\": {\"compared\": %zu, \"differing\": %zu, \"open\": %zu, \"statements\": [",
	       counts.compared, counts.differing, counts.open);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++)
		printf("%s\n{\"statement\": \"A%u\", \"text\": \"%s\", \"calls\": %zu, \"differing\": %zu}",
		       i > 1 ? "," : "", i, reference_text(i), counts.about[i],
		       counts.against[i]);
	puts("\n]},");
}

static void print_release(const struct sweep *sweep)
{
	fputs("\"release_failed\": ", stdout);
	if (!sweep->release_err)
		puts("null,");
	else
		printf("{\"address\": %" PRIu64 ", \"errno\": %d, \"status\": %" PRId32 ", \"name\": \"%s\"},\n",
		       sweep->release_addr, -sweep->release_err,
		       sweep->release_status,
		       lv1mem_status_name(sweep->release_status));
}

void sweep_print_json(const struct sweep *sweep)
{
	struct utsname system;

	fputs("{\"call\": \"lv1_allocate_memory\",\n\"kernel\": ", stdout);
	if (uname(&system))
		fputs("null", stdout);
	else
		print_text(system.release);
	printf(",\n\"calls\": %zu,\n\"tried\": %zu,\n", sweep->total,
	       sweep->tried);
	print_release(sweep);
	if (sweep->reference)
		print_reference(sweep);
	print_cells(sweep);
	puts("}");
}
