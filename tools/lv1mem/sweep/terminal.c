// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as text: two characters for each cell.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sweep.h"

/* What is listed of the answers that differ; --json has them all. */
#define LISTED_MAX 20

#define SCREEN_COLUMNS 80

/* What row labels are at most: "0xffffffffffffffff". */
#define LABEL_MAX 18

struct screen {
	struct colours colours;
	bool coloured;
	size_t max_columns;
};

static size_t screen_width(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return SCREEN_COLUMNS;
}

static struct screen screen_of_stdout(void)
{
	struct screen screen = { .colours = stdout_colours() };
	size_t width = screen_width();

	screen.coloured = *screen.colours.off;
	screen.max_columns = width > LABEL_MAX + 16 ? (width - 8) / 2 : 8;
	return screen;
}

static int label_width(const struct sweep_panel *panel)
{
	size_t widest = 5;

	for (size_t row = 0; row < sweep_panel_rows(panel); row++) {
		size_t length = strlen(sweep_row_text(panel, row).text);

		widest = length > widest ? length : widest;
	}
	return widest;
}

/* The labels of the columns, from top to bottom. */
static void print_column_labels(const struct sweep_panel *panel, int width)
{
	size_t height = 0;

	for (size_t i = 0; i < panel->columns; i++) {
		size_t length = strlen(sweep_column_text(panel, i).text);

		height = length > height ? length : height;
	}
	for (size_t line = height; line > 0; line--) {
		printf("%*s ", width, "");
		for (size_t i = 0; i < panel->columns; i++) {
			struct size_text label = sweep_column_text(panel, i);
			size_t length = strlen(label.text);

			printf(" %c", line > length ? ' ' : label.text[length - line]);
		}
		putchar('\n');
	}
}

/* A letter; or the number of the statement that is not met. */
static void print_cell(const struct sweep *sweep, const struct screen *screen,
		       const struct sweep_grid *grid, size_t index)
{
	const struct sweep_cell *cell = &grid->cells[index];
	struct sweep_comparison comparison = { 0 };
	struct sweep_mark mark;
	char unknown = ' ';

	if (cell->outcome == SWEEP_NOT_TRIED) {
		fputs("  ", stdout);
		return;
	}
	if (sweep->reference) {
		comparison = sweep_compare(grid, index);
		if (comparison.says.expectation == REFERENCE_OPEN)
			unknown = '~';
	}
	mark = sweep_mark(sweep_mark_of(cell));
	if (screen->coloured)
		fputs(comparison.breach ? "\033[1;97;41m" : mark.terminal, stdout);
	if (comparison.breach)
		printf("%2u", comparison.breach);
	else
		printf("%c%c", unknown, mark.letter);
	fputs(screen->colours.off, stdout);
}

static void print_panel(const struct sweep *sweep, const struct screen *screen,
			const struct sweep_panel *panel)
{
	int width = label_width(panel);

	printf("%s%s down, %s across%s: %s\n", screen->colours.bold,
	       sweep_input_name(panel->y), sweep_input_name(panel->x),
	       screen->colours.off, sweep_panel_title(panel).text);
	print_column_labels(panel, width);
	for (size_t row = 0; row < sweep_panel_rows(panel); row++) {
		printf("%*s ", width, sweep_row_text(panel, row).text);
		for (size_t i = 0; i < panel->columns; i++)
			print_cell(sweep, screen, panel->grid,
				   sweep_panel_index(panel, i, row));
		putchar('\n');
	}
	putchar('\n');
}

static void print_legend(const struct sweep *sweep, const struct screen *screen)
{
	size_t counts[SWEEP_MARKS];

	sweep_count_marks(sweep, counts);
	for (unsigned int i = 0; i < SWEEP_MARKS; i++) {
		struct sweep_mark mark = sweep_mark(i);

		if (!counts[i])
			continue;
		printf(" %s %c%s  %-44s %6zu\n",
		       screen->coloured ? mark.terminal : "", mark.letter,
		       screen->colours.off, sweep_mark_text(i).text, counts[i]);
	}
	if (sweep->reference)
		puts("~   in front: of this call the reference page does not speak\n"
		     "11  a number: the answer goes against statement A11 of the page");
}

void sweep_print(const struct sweep *sweep)
{
	struct screen screen = screen_of_stdout();

	for (size_t i = 0; i < sweep->grid_count; i++) {
		struct sweep_panel panel = sweep_first_panel(&sweep->grids[i],
							     screen.max_columns);

		do {
			print_panel(sweep, &screen, &panel);
		} while (sweep_next_panel(&panel, screen.max_columns));
	}
	print_legend(sweep, &screen);
}

static void print_statement(const struct colours *colours,
			    const struct sweep_counts *counts,
			    unsigned int number)
{
	size_t against = counts->against[number];

	printf("A%-3u %-53s %5zu  ", number, reference_text(number),
	       counts->about[number]);
	if (against)
		printf("%s%zu DIFFER%s\n", colours->bad, against, colours->off);
	else if (counts->about[number])
		printf("%sas said%s\n", colours->good, colours->off);
	else
		puts("not tried");
}

static void print_answer(int32_t lv1_status, uint64_t muid)
{
	printf("%" PRId32 " %s", lv1_status, lv1mem_status_name(lv1_status));
	if (!lv1_status && muid != REFERENCE_MUID)
		printf(", muid %" PRIu64, muid);
}

static void print_difference(const struct sweep_grid *grid, size_t index,
			     const struct sweep_comparison *comparison)
{
	const struct sweep_cell *cell = &grid->cells[index];
	struct lv1mem_raw call = sweep_call(grid, index);

	printf("A%-3u size %s, page_size_exp %" PRIu64 ", R5 0x%" PRIx64
	       ", flags 0x%" PRIx64 ":\n     ",
	       comparison->breach, format_size(call.length).text,
	       call.page_shift, call.r5, call.lv1_flags);
	print_answer(cell->lv1_status, cell->muid);
	fputs("; the page: ", stdout);
	if (comparison->breach == 13)
		printf("muid %u", REFERENCE_MUID);
	else if (comparison->says.expectation == REFERENCE_REFUSED)
		fputs("any refusal", stdout);
	else
		print_answer(comparison->says.lv1_status, REFERENCE_MUID);
	putchar('\n');
}

static void print_differences(const struct sweep *sweep)
{
	size_t listed = 0;

	for (size_t i = 0; i < sweep->grid_count; i++) {
		const struct sweep_grid *grid = &sweep->grids[i];

		for (size_t j = 0; j < grid->count; j++) {
			struct sweep_comparison comparison = sweep_compare(grid, j);

			if (!comparison.breach)
				continue;
			if (listed++ == LISTED_MAX) {
				puts("     ... and more; --json has all");
				return;
			}
			print_difference(grid, j, &comparison);
		}
	}
}

void sweep_print_comparison(const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);
	struct colours colours = stdout_colours();

	printf("\n%s%-4s %-53s %5s%s\n", colours.bold, "", "what the page says",
	       "calls", colours.off);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++)
		print_statement(&colours, &counts, i);
	putchar('\n');
	if (counts.differing) {
		print_differences(sweep);
		printf("%s%zu of %zu answers differ from the reference page.%s\n"
		       "On a console that is news.\n",
		       colours.bad, counts.differing, counts.compared,
		       colours.off);
	} else {
		printf("%sAll %zu answers are as the reference page says.%s\n",
		       colours.good, counts.compared, colours.off);
	}
	if (counts.open)
		printf("Of %zu more it does not speak.\n", counts.open);
}
