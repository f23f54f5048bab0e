// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as a picture that needs nothing else: SVG with a style of its own,
 * which is for light pages and for dark ones. Measures are in its user units.
 */
#include <string.h>
#include <sys/utsname.h>

#include "sweep.h"

#define CELL	      18
#define LETTER_WIDTH  7
#define LINE	      18
#define MARGIN	      24
#define AXIS_NAME     24
#define PANEL_COLUMNS 64
#define HEADER_WIDTH  620
#define HEADER_HEIGHT 84
#define LEGEND_LINE   20
#define LEGEND_WIDTH  400

/* From the top of a cell or of a line to the foot of its letters. */
#define BASELINE 13

static const char title[] = "What LV1 answers to lv1_allocate_memory";

static const char style[] =
	"<style>\n"
	".paper{fill:#ffffff}\n"
	"text{fill:#1f2328;font:11px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}\n"
	".title{font:bold 17px sans-serif}\n"
	".words{font:12px sans-serif}\n"
	".strong{font:bold 12px sans-serif}\n"
	".middle,.cell text{text-anchor:middle}\n"
	".end{text-anchor:end}\n"
	".cell .on{fill:#101418}\n"
	".hollow{fill:none;stroke-width:2}\n"
	".breach{fill:#ffffff;stroke:#d1242f;stroke-width:2}\n"
	".cell .number{fill:#b3001b;font-weight:bold;font-size:8px}\n"
	"@media (prefers-color-scheme:dark){.paper{fill:#0d1117}text{fill:#e6edf3}}\n"
	"</style>\n";

/**
 * struct picture - a sweep and where its parts go
 * @sweep: what is drawn
 * @file: where it is written
 * @left: where the cells of all panels start
 * @width: of all
 * @top: where the next panel goes
 */
struct picture {
	const struct sweep *sweep;
	FILE *file;
	size_t left;
	size_t width;
	size_t top;
};

static size_t larger(size_t one, size_t other)
{
	return one > other ? one : other;
}

static size_t text_width(const char *text)
{
	return LETTER_WIDTH * strlen(text);
}

static size_t widest_column_label(const struct sweep_panel *panel)
{
	size_t widest = 0;

	for (size_t i = 0; i < panel->columns; i++)
		widest = larger(widest, text_width(sweep_column_text(panel, i).text));
	return widest;
}

static size_t widest_row_label(const struct sweep_panel *panel)
{
	size_t widest = 0;

	for (size_t row = 0; row < sweep_panel_rows(panel); row++)
		widest = larger(widest, text_width(sweep_row_text(panel, row).text));
	return widest;
}

/* Labels that are wider than their column are turned. */
static bool are_labels_turned(const struct sweep_panel *panel)
{
	return widest_column_label(panel) > CELL;
}

static size_t column_label_height(const struct sweep_panel *panel)
{
	return are_labels_turned(panel) ? widest_column_label(panel) + 8 : LINE;
}

typedef void (*panel_visitor)(struct picture *picture,
			      const struct sweep_panel *panel);

/* Calls @visit for each panel, from top to bottom. */
static void visit_panels(struct picture *picture, panel_visitor visit)
{
	for (size_t i = 0; i < picture->sweep->grid_count; i++) {
		const struct sweep_grid *grid = &picture->sweep->grids[i];
		struct sweep_panel panel = sweep_first_panel(grid, PANEL_COLUMNS);

		do {
			visit(picture, &panel);
			/* Title, cells, labels, the name of the axis, some room. */
			picture->top += LINE + CELL * sweep_panel_rows(&panel) +
					column_label_height(&panel) + 2 * LINE;
		} while (sweep_next_panel(&panel, PANEL_COLUMNS));
	}
}

static void measure_left(struct picture *picture,
			 const struct sweep_panel *panel)
{
	size_t left = MARGIN + AXIS_NAME + widest_row_label(panel) + 8;

	picture->left = larger(picture->left, left);
}

static void measure_width(struct picture *picture,
			  const struct sweep_panel *panel)
{
	size_t width = picture->left + CELL * panel->columns + MARGIN;

	picture->width = larger(picture->width, width);
}

static void write_escaped(FILE *file, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			fputs("&lt;", file);
		else if (*text == '&')
			fputs("&amp;", file);
		else
			fputc(*text, file);
	}
}

/* A mark in full colour, m0 and so on, and one with a border only, h0 and so on. */
static void write_mark(FILE *file, unsigned int number)
{
	struct sweep_mark mark = sweep_mark(number);

	fprintf(file, "<g id=\"m%u\" class=\"cell\"><rect x=\"0.5\" y=\"0.5\" width=\"%u\" height=\"%u\" rx=\"2\" fill=\"%s\"/><text class=\"on\" x=\"%u\" y=\"%u\">%c</text></g>\n",
		number, CELL - 1, CELL - 1, mark.fill, CELL / 2, BASELINE,
		mark.letter);
	fprintf(file, "<g id=\"h%u\" class=\"cell\"><rect class=\"hollow\" x=\"1.5\" y=\"1.5\" width=\"%u\" height=\"%u\" rx=\"2\" stroke=\"%s\"/><text x=\"%u\" y=\"%u\">%c</text></g>\n",
		number, CELL - 3, CELL - 3, mark.fill, CELL / 2, BASELINE,
		mark.letter);
}

static void write_use(FILE *file, char kind, unsigned int mark, size_t x,
		      size_t y)
{
	fprintf(file, "<use href=\"#%c%u\" x=\"%zu\" y=\"%zu\"/>\n", kind, mark,
		x, y);
}

/* An answer that goes against a statement of the reference page. */
static void write_breach(FILE *file, unsigned int number, size_t x, size_t y)
{
	fprintf(file, "<g class=\"cell\" transform=\"translate(%zu %zu)\"><rect class=\"breach\" x=\"1\" y=\"1\" width=\"%u\" height=\"%u\" rx=\"2\"/><text class=\"number\" x=\"%u\" y=\"12\">A%u</text></g>\n",
		x, y, CELL - 2, CELL - 2, CELL / 2, number);
}

static void write_cell(const struct picture *picture,
		       const struct sweep_grid *grid, size_t index, size_t x,
		       size_t y)
{
	const struct sweep_cell *cell = &grid->cells[index];
	struct sweep_comparison comparison;
	char kind = 'm';

	if (cell->outcome == SWEEP_NOT_TRIED)
		return;
	if (picture->sweep->reference) {
		comparison = sweep_compare(grid, index);
		if (comparison.breach) {
			write_breach(picture->file, comparison.breach, x, y);
			return;
		}
		if (comparison.says.expectation == REFERENCE_OPEN)
			kind = 'h';
	}
	write_use(picture->file, kind, sweep_mark_of(cell), x, y);
}

static void write_column_labels(const struct picture *picture,
				const struct sweep_panel *panel, size_t top)
{
	bool turned = are_labels_turned(panel);

	for (size_t i = 0; i < panel->columns; i++) {
		size_t x = picture->left + CELL * i + CELL / 2;

		if (turned)
			fprintf(picture->file, "<text class=\"end\" transform=\"translate(%zu %zu) rotate(-90)\">",
				x + 4, top + 5);
		else
			fprintf(picture->file, "<text class=\"middle\" x=\"%zu\" y=\"%zu\">",
				x, top + BASELINE);
		fprintf(picture->file, "%s</text>\n",
			sweep_column_text(panel, i).text);
	}
}

static void write_axes(const struct picture *picture,
		       const struct sweep_panel *panel, size_t top)
{
	size_t height = CELL * sweep_panel_rows(panel);
	size_t below = top + height + column_label_height(panel);

	write_column_labels(picture, panel, top + height);
	for (size_t row = 0; row < sweep_panel_rows(panel); row++)
		fprintf(picture->file, "<text class=\"end\" x=\"%zu\" y=\"%zu\">%s</text>\n",
			picture->left - 6, top + CELL * row + BASELINE,
			sweep_row_text(panel, row).text);
	fprintf(picture->file, "<text class=\"words middle\" x=\"%zu\" y=\"%zu\">%s</text>\n",
		picture->left + CELL * panel->columns / 2, below + BASELINE,
		sweep_input_name(panel->x));
	fprintf(picture->file, "<text class=\"words middle\" transform=\"translate(%u %zu) rotate(-90)\">%s</text>\n",
		MARGIN + 8, top + height / 2, sweep_input_name(panel->y));
}

static void write_panel(struct picture *picture,
			const struct sweep_panel *panel)
{
	size_t top = picture->top + LINE;

	fprintf(picture->file, "<text class=\"strong\" x=\"%zu\" y=\"%zu\">%s</text>\n",
		picture->left, top - 6, sweep_panel_title(panel).text);
	for (size_t row = 0; row < sweep_panel_rows(panel); row++) {
		for (size_t i = 0; i < panel->columns; i++)
			write_cell(picture, panel->grid,
				   sweep_panel_index(panel, i, row),
				   picture->left + CELL * i, top + CELL * row);
	}
	write_axes(picture, panel, top);
}

static void write_legend_words(const struct picture *picture, size_t top,
			       const char *words)
{
	fprintf(picture->file, "<text class=\"words\" x=\"%zu\" y=\"%zu\">%s</text>\n",
		picture->left + CELL + 10, top + BASELINE, words);
}

static void write_legend(const struct picture *picture)
{
	size_t counts[SWEEP_MARKS];
	size_t top = picture->top;

	sweep_count_marks(picture->sweep, counts);
	for (unsigned int i = 0; i < SWEEP_MARKS; i++) {
		if (!counts[i])
			continue;
		write_use(picture->file, 'm', i, picture->left, top);
		write_legend_words(picture, top, sweep_mark_text(i).text);
		fprintf(picture->file, "<text class=\"end\" x=\"%zu\" y=\"%zu\">%zu</text>\n",
			picture->left + LEGEND_WIDTH, top + BASELINE, counts[i]);
		top += LEGEND_LINE;
	}
	if (!picture->sweep->reference)
		return;

	write_use(picture->file, 'h', 0, picture->left, top);
	write_legend_words(picture, top, "hollow: of this call the reference page does not speak");
	top += LEGEND_LINE;
	write_breach(picture->file, 11, picture->left, top);
	write_legend_words(picture, top, "a number: the answer goes against this statement of the page, here A11");
}

static void write_header(const struct picture *picture)
{
	const struct sweep *sweep = picture->sweep;
	struct sweep_counts counts = sweep_count(sweep);
	struct utsname system;

	fprintf(picture->file, "<text class=\"title\" x=\"%u\" y=\"34\">%s</text>\n",
		MARGIN, title);
	fprintf(picture->file, "<text class=\"words\" x=\"%u\" y=\"54\">%zu calls",
		MARGIN, sweep->tried);
	if (sweep->tried < sweep->total)
		fprintf(picture->file, " of %zu", sweep->total);
	if (!uname(&system)) {
		fputs(" by Linux ", picture->file);
		write_escaped(picture->file, system.release);
	}
	fputs("; a size of 1P is one page of 2^page_size_exp bytes</text>\n",
	      picture->file);
	if (sweep->reference)
		fprintf(picture->file, "<text class=\"words\" x=\"%u\" y=\"72\">Of %zu answers that the reference page tells, %zu differ</text>\n",
			MARGIN, counts.compared, counts.differing);
}

static size_t legend_height(const struct sweep *sweep)
{
	size_t counts[SWEEP_MARKS];
	size_t lines = sweep->reference ? 2 : 0;

	sweep_count_marks(sweep, counts);
	for (unsigned int i = 0; i < SWEEP_MARKS; i++)
		lines += !!counts[i];
	return LEGEND_LINE * lines;
}

void sweep_write_svg(const struct sweep *sweep, FILE *file)
{
	struct picture picture = {
		.sweep = sweep,
		.file = file,
		.width = HEADER_WIDTH,
	};
	size_t height;

	visit_panels(&picture, measure_left);
	picture.top = HEADER_HEIGHT;
	visit_panels(&picture, measure_width);
	height = picture.top + legend_height(sweep) + MARGIN;

	fprintf(file, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu %zu\">\n",
		picture.width, height, picture.width, height);
	fprintf(file, "<title>%s</title>\n%s<defs>\n", title, style);
	for (unsigned int i = 0; i < SWEEP_MARKS; i++)
		write_mark(file, i);
	fputs("</defs>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
	      file);
	write_header(&picture);
	picture.top = HEADER_HEIGHT;
	visit_panels(&picture, write_panel);
	write_legend(&picture);
	fputs("</svg>\n", file);
}
