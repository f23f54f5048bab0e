// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as text: two characters for each cell.
 */
#include "sweep.h"

/* The most differences that are listed; --json has them all. */
#define LISTED_MAX 20

#define LABEL_MIN 5

struct screen {
	struct colours colours;
	bool coloured;
	size_t max_columns;
};

static struct screen screen_of_stdout(const struct sweep *sweep)
{
	struct screen screen = { .colours = stdout_colours() };
	size_t width = screen_columns();
	struct sweep_panel panel = { 0 };
	size_t label = LABEL_MIN;

	screen.coloured = *screen.colours.off;
	while (sweep_next_panel(sweep, &panel, SWEEP_CELLS_MAX)) {
		if (sweep_labels_length(&panel, panel.y) > label)
			label = sweep_labels_length(&panel, panel.y);
	}
	/* A row is a label, a space, and two characters for each cell. */
	screen.max_columns = width > label + 3 ? (width - label - 1) / 2 : 1;
	return screen;
}

/* Print each label above its column, one letter below the other. */
static void print_column_labels(const struct sweep_panel *panel, int width)
{
	for (size_t line = sweep_labels_length(panel, panel->x); line > 0; line--) {
		printf("%*s ", width, "");
		for (size_t i = 0; i < panel->columns; i++) {
			struct size_text label = sweep_label(panel, panel->x, i);
			size_t length = strlen(label.text);

			printf(" %c", line > length ? ' ' : label.text[length - line]);
		}
		putchar('\n');
	}
}

/* A letter, or the number of the statement that the answer contradicts. */
static void print_cell(const struct sweep *sweep, const struct screen *screen,
		       const struct sweep_cell *cell)
{
	struct sweep_mark mark;
	unsigned int breach = 0;
	char unknown = ' ';

	if (cell->outcome == SWEEP_NOT_TRIED) {
		fputs("  ", stdout);
		return;
	}
	if (sweep->reference &&
	    sweep_compare(cell, &breach).expectation == REFERENCE_OPEN)
		unknown = '~';
	mark = sweep_mark(sweep_mark_of(cell));
	if (screen->coloured)
		fputs(breach ? "\033[1;97;41m" : mark.terminal, stdout);
	if (breach)
		printf("%2u", breach);
	else
		printf("%c%c", unknown, mark.letter);
	fputs(screen->colours.off, stdout);
}

static void print_panel(const struct sweep *sweep, const struct screen *screen,
			const struct sweep_panel *panel)
{
	int width = sweep_labels_length(panel, panel->y);

	if (width < LABEL_MIN)
		width = LABEL_MIN;
	printf("%s%s down, %s across%s: %s\n", screen->colours.bold,
	       sweep_inputs[panel->y].name, sweep_inputs[panel->x].name,
	       screen->colours.off, sweep_panel_title(panel).text);
	print_column_labels(panel, width);
	for (size_t row = 0; row < panel->rows; row++) {
		printf("%*s ", width, sweep_label(panel, panel->y, row).text);
		for (size_t i = 0; i < panel->columns; i++)
			print_cell(sweep, screen, sweep_panel_cell(panel, i, row));
		putchar('\n');
	}
	putchar('\n');
}

static void print_legend(const struct sweep *sweep, const struct screen *screen)
{
	struct sweep_counts counts = sweep_count(sweep);

	for (unsigned int i = 0; i < SWEEP_MARKS; i++) {
		struct sweep_mark mark = sweep_mark(i);

		if (!counts.marks[i])
			continue;
		printf(" %s %c%s = %-44s %6zu\n",
		       screen->coloured ? mark.terminal : "", mark.letter,
		       screen->colours.off, mark.text.text, counts.marks[i]);
	}
	if (sweep->reference)
		puts("~  = not covered by the reference page\n"
		     "11 = contradicts statement A11 of the page");
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
		printf("%sagrees%s\n", colours->good, colours->off);
	else
		puts("not tried");
}

static void print_answer(int32_t lv1_status, uint64_t muid)
{
	printf("%" PRId32 " %s", lv1_status, lv1mem_status_name(lv1_status));
	if (!lv1_status && muid != REFERENCE_MUID)
		printf(", muid %" PRIu64, muid);
}

static void print_difference(const struct sweep_cell *cell,
			     const struct reference_answer *says,
			     unsigned int breach)
{
	const struct lv1mem_raw *call = &cell->call;

	printf("A%-3u size %s, page_size_exp %" PRIu64 ", R5 0x%" PRIx64
	       ", flags 0x%" PRIx64 ":\n     ",
	       breach, format_size(call->length).text,
	       call->page_shift, call->r5, call->lv1_flags);
	print_answer(cell->lv1_status, cell->muid);
	fputs("; the page: ", stdout);
	if (breach == 13)
		printf("muid %u", REFERENCE_MUID);
	else if (says->expectation == REFERENCE_REFUSED)
		fputs("any refusal", stdout);
	else
		print_answer(says->lv1_status, REFERENCE_MUID);
	putchar('\n');
}

static void print_differences(const struct sweep *sweep)
{
	size_t listed = 0;

	for (size_t i = 0; i < sweep->tried; i++) {
		const struct sweep_cell *cell = &sweep->cells[i];
		unsigned int breach;
		struct reference_answer says = sweep_compare(cell, &breach);

		if (!breach)
			continue;
		if (listed++ == LISTED_MAX) {
			puts("     ... and more; --json has all");
			return;
		}
		print_difference(cell, &says, breach);
	}
}

static void print_comparison(const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);
	struct colours colours = stdout_colours();

	printf("\n%s%-4s %-53s %5s%s\n", colours.bold, "", "what the reference page says",
	       "calls", colours.off);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++)
		print_statement(&colours, &counts, i);
	putchar('\n');
	if (counts.differing) {
		print_differences(sweep);
		printf("%s%zu of %zu answers differ from the reference page.%s\n"
		       "On a console, this is new: please report it.\n",
		       colours.bad, counts.differing, counts.compared,
		       colours.off);
	} else {
		printf("%sAll %zu answers are as the reference page says.%s\n",
		       colours.good, counts.compared, colours.off);
	}
	if (counts.open)
		printf("It does not cover the other %zu.\n", counts.open);
}

void sweep_print(const struct sweep *sweep)
{
	struct screen screen = screen_of_stdout(sweep);
	struct sweep_panel panel = { 0 };

	while (sweep_next_panel(sweep, &panel, screen.max_columns))
		print_panel(sweep, &screen, &panel);
	print_legend(sweep, &screen);
	if (sweep->reference)
		print_comparison(sweep);
	puts("\nWhere these answers come from:");
	provenance_print();
}
