/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lv1mem sweep: call lv1_allocate_memory with every combination of some values,
 * and draw the answers.
 *
 * A sweep has one or more grids. A grid has an axis for each of the four inputs
 * and a cell for each combination of their values. A panel shows a part of a grid:
 * two of its axes, with one value of each other input.
 */
#ifndef _SWEEP_H
#define _SWEEP_H

#include "command.h"
#include "reference.h"

/* More cells would be too many to look at, and take too long. */
#define SWEEP_CELLS_MAX 65536

#define SWEEP_GRIDS_MAX 3

/* The inputs, in the order in which they are chosen as axes of a panel. */
enum sweep_input {
	SWEEP_PAGE_SHIFT,
	SWEEP_FLAGS,
	SWEEP_SIZE,
	SWEEP_R5,
	SWEEP_INPUTS,
};

/**
 * struct sweep_input_info - how an input is named
 * @name: its name on the reference page, with its register
 * @option: the option for its values
 * @value: its value in a grid that lists no values for it
 */
struct sweep_input_info {
	const char *name;
	const char *option;
	const char *value;
};

extern const struct sweep_input_info sweep_inputs[SWEEP_INPUTS];

/* A value of an input; a size can be a number of pages. */
struct sweep_value {
	uint64_t number;
	bool in_pages;
};

struct sweep_axis {
	struct sweep_value *values;
	size_t count;
};

enum sweep_outcome {
	SWEEP_NOT_TRIED,
	SWEEP_ANSWERED,
	/* The driver refused. */
	SWEEP_NOT_ASKED,
};

/**
 * struct sweep_cell - a call and its outcome
 * @call: the inputs
 * @outcome: whether LV1 was asked
 * @err: the driver's reason for SWEEP_NOT_ASKED, a negative errno
 * @lv1_status: LV1's status for SWEEP_ANSWERED
 * @muid: LV1's second output for SWEEP_ANSWERED with status 0
 */
struct sweep_cell {
	struct lv1mem_raw call;
	enum sweep_outcome outcome;
	int err;
	int32_t lv1_status;
	uint64_t muid;
};

/**
 * struct sweep_grid - all combinations of some values
 * @axes: one or more values of each input
 * @cells: one for each combination; the first input changes fastest
 * @count: number of cells
 */
struct sweep_grid {
	struct sweep_axis axes[SWEEP_INPUTS];
	struct sweep_cell *cells;
	size_t count;
};

/**
 * struct sweep - the calls and their outcomes
 * @grids: in the order in which they are tried and drawn
 * @grid_count: number of grids
 * @cells: the cells of all grids, in the order of the grids
 * @total: number of cells
 * @tried: number of cells tried so far, from the first on
 * @reference: compare with the reference page
 * @release_err: negative errno of the release that failed and ended the sweep, or 0
 * @release_status: LV1's status of that release
 * @release_addr: the region that could not be released
 */
struct sweep {
	struct sweep_grid grids[SWEEP_GRIDS_MAX];
	size_t grid_count;
	struct sweep_cell *cells;
	size_t total;
	size_t tried;
	bool reference;
	int release_err;
	int32_t release_status;
	uint64_t release_addr;
};

/* grid.c */

/*
 * Set up the grids. @lists has the values of each input as text, or NULL for the
 * default; if all are NULL, the grids are those of the reference page. The text is a
 * list such as "12", "0-31" or "0,2,0x10-0x1f"; of sizes, also "4K,1M", "4K-1M" (each
 * value is twice the one before) and "3P" (three pages). Returns false after a message
 * if it fails. The caller calls sweep_free() in either case.
 */
bool sweep_init(struct sweep *sweep, const char *const lists[SWEEP_INPUTS]);

void sweep_free(struct sweep *sweep);

/**
 * struct sweep_panel - a part of a grid that fits on a page
 * @grid: the grid
 * @x: the input that changes from left to right
 * @y: the input that changes from top to bottom
 * @places: index of a value on each axis: the fixed one, or on axis @x that of the
 *	first column; 0 on axis @y
 * @columns: number of columns
 * @rows: number of rows
 */
struct sweep_panel {
	const struct sweep_grid *grid;
	enum sweep_input x;
	enum sweep_input y;
	size_t places[SWEEP_INPUTS];
	size_t columns;
	size_t rows;
};

/*
 * Advance to the next panel, or from a zeroed @panel to the first one. A panel has at
 * most @max_columns columns. Returns false if there is no next panel.
 */
bool sweep_next_panel(const struct sweep *sweep, struct sweep_panel *panel,
		      size_t max_columns);

const struct sweep_cell *sweep_panel_cell(const struct sweep_panel *panel,
					  size_t column, size_t row);

/* The label of a column, if @input is @panel->x, or of a row, if it is @panel->y. */
struct size_text sweep_label(const struct sweep_panel *panel,
			     enum sweep_input input, size_t index);

/* Length of the longest label of the columns or rows. */
size_t sweep_labels_length(const struct sweep_panel *panel,
			   enum sweep_input input);

struct sweep_title {
	char text[128];
};

/* "size 1P, R5 0": the inputs that are the same in the whole panel. */
struct sweep_title sweep_panel_title(const struct sweep_panel *panel);

/* run.c */

/*
 * Try all cells on a device that is open for writing, and release each region at
 * once. SIGINT, SIGTERM or a release that fails ends it early. Returns STATUS_DONE,
 * or STATUS_REFUSED after a message if the driver refuses raw calls from the start,
 * for example without CAP_SYS_RAWIO.
 */
int sweep_run(struct sweep *sweep, int fd);

/* outcome.c */

/* One each for the statuses 0, -1 to -26, -32768, any other, and for not asked. */
#define SWEEP_MARKS 30

/**
 * struct sweep_mark - how an outcome is drawn
 * @letter: different for each mark, since not everyone can see the colours
 * @terminal: the colour as an escape sequence
 * @fill: the colour in SVG
 * @text: the outcome in words, as "-17 LV1_ILLEGAL_PARAMETER_VALUE"
 */
struct sweep_mark {
	char letter;
	const char *terminal;
	const char *fill;
	struct sweep_title text;
};

/* The number of the mark of a cell that has been tried. */
unsigned int sweep_mark_of(const struct sweep_cell *cell);

struct sweep_mark sweep_mark(unsigned int number);

/*
 * What the reference page says about a cell. *@breach becomes the number of the
 * statement that the answer contradicts, or 0.
 */
struct reference_answer sweep_compare(const struct sweep_cell *cell,
				      unsigned int *breach);

/**
 * struct sweep_counts - numbers of cells
 * @marks: with each mark
 * @compared: answers that the reference page says something about
 * @differing: answers that contradict the page
 * @open: answers that it says nothing about
 * @not_asked: calls that the driver refused
 * @about: answers that each statement applies to
 * @against: answers that contradict it
 */
struct sweep_counts {
	size_t marks[SWEEP_MARKS];
	size_t compared;
	size_t differing;
	size_t open;
	size_t not_asked;
	size_t about[REFERENCE_STATEMENTS + 1];
	size_t against[REFERENCE_STATEMENTS + 1];
};

struct sweep_counts sweep_count(const struct sweep *sweep);

/* terminal.c, svg.c, json.c */

void sweep_print(const struct sweep *sweep);
void sweep_write_svg(const struct sweep *sweep, FILE *file);
void sweep_print_json(const struct sweep *sweep);

#endif /* _SWEEP_H */
