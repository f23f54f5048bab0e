// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as an SVG file with its own style, for light and for dark pages. Lengths
 * are in user units.
 */
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

/* From the top of a cell or line to the baseline of its letters. */
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
 * struct picture - a sweep and the layout of its parts
 * @sweep: the sweep
 * @file: the output
 * @counts: numbers of cells of @sweep, for the header and the legend
 * @left: left edge of the cells of all panels
 * @width: width of the picture
 * @height: its height
 * @top: top edge of the next panel, or of the legend
 */
struct picture {
	const struct sweep *sweep;
	FILE *file;
	struct sweep_counts counts;
	size_t left;
	size_t width;
	size_t height;
	size_t top;
};

static size_t larger(size_t one, size_t other)
{
	return one > other ? one : other;
}

/* If one label is wider than a column, all are turned by 90 degrees. */
static bool are_labels_turned(const struct sweep_panel *panel)
{
	return LETTER_WIDTH * sweep_labels_length(panel, panel->x) > CELL;
}

static size_t column_label_height(const struct sweep_panel *panel)
{
	if (are_labels_turned(panel))
		return LETTER_WIDTH * sweep_labels_length(panel, panel->x) + 8;
	return LINE;
}

/* Title, cells, labels, the name of the axis, a gap. */
static size_t panel_height(const struct sweep_panel *panel)
{
	return LINE + CELL * panel->rows + column_label_height(panel) + 2 * LINE;
}

/* Define a mark twice: filled (m0, m1, ...) and hollow (h0, h1, ...). */
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

/* An answer that contradicts a statement of the reference page. */
static void write_breach(FILE *file, unsigned int number, size_t x, size_t y)
{
	fprintf(file, "<g class=\"cell\" transform=\"translate(%zu %zu)\"><rect class=\"breach\" x=\"1\" y=\"1\" width=\"%u\" height=\"%u\" rx=\"2\"/><text class=\"number\" x=\"%u\" y=\"12\">A%u</text></g>\n",
		x, y, CELL - 2, CELL - 2, CELL / 2, number);
}

static void write_cell(const struct picture *picture,
		       const struct sweep_cell *cell, size_t x, size_t y)
{
	unsigned int breach;
	char kind = 'm';

	if (cell->outcome == SWEEP_NOT_TRIED)
		return;
	if (picture->sweep->reference) {
		if (sweep_compare(cell, &breach).expectation == REFERENCE_OPEN)
			kind = 'h';
		if (breach) {
			write_breach(picture->file, breach, x, y);
			return;
		}
	}
	write_use(picture->file, kind, sweep_mark_of(cell), x, y);
}

static void write_text(const struct picture *picture, const char *class,
		       size_t x, size_t y, const char *text)
{
	fprintf(picture->file, "<text class=\"%s\" x=\"%zu\" y=\"%zu\">%s</text>\n",
		class, x, y, text);
}

/* Write a text that reads from bottom to top. */
static void write_turned_text(const struct picture *picture, const char *class,
			      size_t x, size_t y, const char *text)
{
	fprintf(picture->file, "<text class=\"%s\" transform=\"translate(%zu %zu) rotate(-90)\">%s</text>\n",
		class, x, y, text);
}

static void write_column_labels(const struct picture *picture,
				const struct sweep_panel *panel, size_t top)
{
	bool turned = are_labels_turned(panel);

	for (size_t i = 0; i < panel->columns; i++) {
		struct size_text label = sweep_label(panel, panel->x, i);
		size_t x = picture->left + CELL * i + CELL / 2;

		if (turned)
			write_turned_text(picture, "end", x + 4, top + 5, label.text);
		else
			write_text(picture, "middle", x, top + BASELINE, label.text);
	}
}

static void write_axes(const struct picture *picture,
		       const struct sweep_panel *panel, size_t top)
{
	size_t height = CELL * panel->rows;
	size_t below = top + height + column_label_height(panel);

	write_column_labels(picture, panel, top + height);
	for (size_t row = 0; row < panel->rows; row++)
		write_text(picture, "end", picture->left - 6,
			   top + CELL * row + BASELINE,
			   sweep_label(panel, panel->y, row).text);
	write_text(picture, "words middle",
		   picture->left + CELL * panel->columns / 2, below + BASELINE,
		   sweep_inputs[panel->x].name);
	write_turned_text(picture, "words middle", MARGIN + 8, top + height / 2,
			  sweep_inputs[panel->y].name);
}

static void write_panel(struct picture *picture,
			const struct sweep_panel *panel)
{
	size_t top = picture->top + LINE;

	write_text(picture, "strong", picture->left, top - 6,
		   sweep_panel_title(panel).text);
	for (size_t row = 0; row < panel->rows; row++) {
		for (size_t i = 0; i < panel->columns; i++)
			write_cell(picture, sweep_panel_cell(panel, i, row),
				   picture->left + CELL * i, top + CELL * row);
	}
	write_axes(picture, panel, top);
}

static void write_legend(const struct picture *picture)
{
	const size_t *counts = picture->counts.marks;
	size_t words = picture->left + CELL + 10;
	size_t top = picture->top;
	char number[24];

	for (unsigned int i = 0; i < SWEEP_MARKS; i++) {
		if (!counts[i])
			continue;
		write_use(picture->file, 'm', i, picture->left, top);
		write_text(picture, "words", words, top + BASELINE,
			   sweep_mark(i).text.text);
		snprintf(number, sizeof(number), "%zu", counts[i]);
		write_text(picture, "end", picture->left + LEGEND_WIDTH,
			   top + BASELINE, number);
		top += LEGEND_LINE;
	}
	if (!picture->sweep->reference)
		return;

	write_use(picture->file, 'h', 0, picture->left, top);
	write_text(picture, "words", words, top + BASELINE,
		   "hollow: the reference page does not mention this call");
	top += LEGEND_LINE;
	write_breach(picture->file, 11, picture->left, top);
	write_text(picture, "words", words, top + BASELINE,
		   "a number: the answer contradicts this statement of the page, here A11");
}

static void write_header(const struct picture *picture)
{
	const struct sweep *sweep = picture->sweep;
	struct utsname system;

	write_text(picture, "title", MARGIN, 34, title);
	fprintf(picture->file, "<text class=\"words\" x=\"%u\" y=\"54\">%zu calls",
		MARGIN, sweep->tried);
	if (sweep->tried < sweep->total)
		fprintf(picture->file, " of %zu", sweep->total);
	/* A file of the kernel's build has this name: it needs no escapes. */
	if (!uname(&system))
		fprintf(picture->file, " by Linux %s", system.release);
	fputs("; a size of 1P is one page of 2^page_size_exp bytes</text>\n",
	      picture->file);
	if (sweep->reference)
		fprintf(picture->file, "<text class=\"words\" x=\"%u\" y=\"72\">%zu of %zu answers differ from the reference page</text>\n",
			MARGIN, picture->counts.differing,
			picture->counts.compared);
}

/* Set @left, @width and @height. */
static void measure(struct picture *picture)
{
	size_t lines = picture->sweep->reference ? 2 : 0;
	struct sweep_panel panel = { 0 };
	size_t columns = 0;
	size_t labels = 0;

	for (unsigned int i = 0; i < SWEEP_MARKS; i++)
		lines += !!picture->counts.marks[i];
	picture->height = HEADER_HEIGHT + LEGEND_LINE * lines + MARGIN;
	while (sweep_next_panel(picture->sweep, &panel, PANEL_COLUMNS)) {
		columns = larger(columns, panel.columns);
		labels = larger(labels, sweep_labels_length(&panel, panel.y));
		picture->height += panel_height(&panel);
	}
	picture->left = MARGIN + AXIS_NAME + LETTER_WIDTH * labels + 8;
	picture->width = larger(HEADER_WIDTH, picture->left + CELL * columns + MARGIN);
}

void sweep_write_svg(const struct sweep *sweep, FILE *file)
{
	struct picture picture = {
		.sweep = sweep,
		.file = file,
		.counts = sweep_count(sweep),
		.top = HEADER_HEIGHT,
	};
	struct sweep_panel panel = { 0 };

	measure(&picture);
	fprintf(file, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu %zu\">\n",
		picture.width, picture.height, picture.width, picture.height);
	fprintf(file, "<title>%s</title>\n%s<defs>\n", title, style);
	for (unsigned int i = 0; i < SWEEP_MARKS; i++)
		write_mark(file, i);
	fputs("</defs>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
	      file);
	write_header(&picture);
	while (sweep_next_panel(sweep, &panel, PANEL_COLUMNS)) {
		write_panel(&picture, &panel);
		picture.top += panel_height(&panel);
	}
	write_legend(&picture);
	fputs("</svg>\n", file);
}
