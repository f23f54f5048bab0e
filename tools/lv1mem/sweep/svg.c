// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sweep as an SVG file with its own style, for light and for dark pages. Lengths
 * are in user units.
 */
#include <stdarg.h>

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
#define FOOT_HEIGHT   74

/* From the top of a cell or line to the baseline of its letters. */
#define BASELINE 13

static const char style[] =
	"<style>\n"
	".paper{fill:#ffffff}\n"
	"text{fill:#1f2328;font:11px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}\n"
	".title{font:bold 17px sans-serif}\n"
	".words{font:12px sans-serif}\n"
	".strong{font:bold 12px sans-serif}\n"
	".foot{font:11px sans-serif;opacity:0.75}\n"
	".middle,.cell text{text-anchor:middle}\n"
	".end{text-anchor:end}\n"
	".cell .on{fill:#101418}\n"
	".hollow{fill:none;stroke-width:2}\n"
	".breach{fill:#ffffff;stroke:#d1242f;stroke-width:2}\n"
	".cell .number{fill:#b3001b;font-weight:bold;font-size:7px}\n"
	"@media (prefers-color-scheme:dark){.paper{fill:#0d1117}text{fill:#e6edf3}}\n"
	"</style>\n";

/* A sweep and the layout of its parts. */
struct picture {
	const struct sweep *sweep;
	FILE *file;
	struct sweep_counts counts; /* numbers of cells of @sweep, for the header and the legend */
	size_t left;		    /* left edge of the cells of all panels */
	size_t width;
	size_t height;
	size_t top; /* top edge of the next panel, or of the legend */
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

static void __attribute__((format(printf, 5, 6)))
write_text(const struct picture *picture, const char *class, size_t x, size_t y,
	   const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(picture->file, "<text class=\"%s\" x=\"%zu\" y=\"%zu\">", class, x, y);
	vfprintf(picture->file, format, args);
	fputs("</text>\n", picture->file);
	va_end(args);
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
			write_text(picture, "middle", x, top + BASELINE, "%s",
				   label.text);
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
			   top + CELL * row + BASELINE, "%s",
			   sweep_label(panel, panel->y, row).text);
	write_text(picture, "words middle",
		   picture->left + CELL * panel->columns / 2, below + BASELINE,
		   "%s", sweep_inputs[panel->x].name);
	write_turned_text(picture, "words middle", MARGIN + 8, top + height / 2,
			  sweep_inputs[panel->y].name);
}

static void write_panel(struct picture *picture,
			const struct sweep_panel *panel)
{
	size_t top = picture->top + LINE;

	write_text(picture, "strong", picture->left, top - 6, "%s",
		   sweep_panel_title(panel).text);
	for (size_t row = 0; row < panel->rows; row++) {
		for (size_t i = 0; i < panel->columns; i++)
			write_cell(picture, sweep_panel_cell(panel, i, row),
				   picture->left + CELL * i, top + CELL * row);
	}
	write_axes(picture, panel, top);
}

/* Returns the lower edge. */
static size_t write_legend(const struct picture *picture)
{
	const size_t *counts = picture->counts.marks;
	size_t words = picture->left + CELL + 10;
	size_t top = picture->top;

	for (unsigned int i = 0; i < SWEEP_MARKS; i++) {
		if (!counts[i])
			continue;
		write_use(picture->file, 'm', i, picture->left, top);
		write_text(picture, "words", words, top + BASELINE, "= %s",
			   sweep_mark(i).text.text);
		write_text(picture, "end", picture->left + LEGEND_WIDTH,
			   top + BASELINE, "%zu", counts[i]);
		top += LEGEND_LINE;
	}
	if (!picture->sweep->reference)
		return top;

	write_use(picture->file, 'h', 0, picture->left, top);
	write_text(picture, "words", words, top + BASELINE,
		   "hollow: not covered by the reference page");
	top += LEGEND_LINE;
	write_breach(picture->file, 11, picture->left, top);
	write_text(picture, "words", words, top + BASELINE,
		   "= contradicts statement A11 of the reference page");
	return top + LEGEND_LINE;
}

static void write_header(const struct picture *picture, const char *title)
{
	const struct sweep *sweep = picture->sweep;

	write_text(picture, "title", MARGIN, 34, "%s", title);
	write_text(picture, "words", MARGIN, 54,
		   "%zu of %zu calls; a size of 1P is one page of 2^page_size_exp bytes",
		   sweep->tried, sweep->total);
	if (sweep->reference)
		write_text(picture, "words", MARGIN, 72,
			   "%zu of %zu answers differ from the reference page",
			   picture->counts.differing, picture->counts.compared);
}

static void write_foot(const struct picture *picture,
		       const struct provenance *from, size_t top)
{
	write_text(picture, "foot", MARGIN, top + BASELINE,
		   "Reference page: lv1_allocate_memory in the HV Syscall Reference, PS3 developers' wiki");
	write_text(picture, "foot provenance", MARGIN, top + LINE + BASELINE,
		   "%s, firmware %s, Linux %s with pages of %s, lv1mem %s, %.10s",
		   from->hypervisor, from->firmware, from->kernel,
		   format_size(1ULL << from->page_shift).text, from->lv1mem, from->date);
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
	picture->height = HEADER_HEIGHT + LEGEND_LINE * lines + FOOT_HEIGHT;
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
	const struct provenance from = provenance_get();
	struct sweep_panel panel = { 0 };
	char title[80];
	bool known;

	/* A picture is often shown without its foot. */
	known = strcmp(from.hypervisor, "unknown");
	snprintf(title, sizeof(title), "What %s%.*s answers to lv1_allocate_memory",
		 known ? "" : "an ", known ? (int)strcspn(from.hypervisor, " ") : 99,
		 known ? from.hypervisor : "unknown hypervisor");
	measure(&picture);
	fprintf(file, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%zu\" height=\"%zu\" viewBox=\"0 0 %zu %zu\">\n",
		picture.width, picture.height, picture.width, picture.height);
	fprintf(file, "<title>%s</title>\n%s<defs>\n", title, style);
	for (unsigned int i = 0; i < SWEEP_MARKS; i++)
		write_mark(file, i);
	fputs("</defs>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n",
	      file);
	write_header(&picture, title);
	while (sweep_next_panel(sweep, &panel, PANEL_COLUMNS)) {
		write_panel(&picture, &panel);
		picture.top += panel_height(&panel);
	}
	write_foot(&picture, &from, write_legend(&picture) + LINE);
	fputs("</svg>\n", file);
}
