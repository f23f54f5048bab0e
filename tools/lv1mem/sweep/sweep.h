/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lv1mem sweep: lv1_allocate_memory called with every combination of some
 * values, and what LV1 answered as a picture.
 *
 * A sweep is a few grids. A grid has an axis for each of the four inputs, and a
 * cell for each combination of their values; a panel is two of its dimensions,
 * as they are drawn.
 */
#ifndef _SWEEP_H
#define _SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <lv1mem.h>

#include "command.h"
#include "reference.h"

/* What is too much to look at, and takes long. */
#define SWEEP_CELLS_MAX 65536

#define SWEEP_GRIDS_MAX 3

/* The inputs, by which comes first where there is room for two only. */
enum sweep_input {
	SWEEP_PAGE_SHIFT,
	SWEEP_FLAGS,
	SWEEP_SIZE,
	SWEEP_R5,
	SWEEP_INPUTS,
};

/**
 * struct sweep_input_info - what is known of an input
 * @name: as the reference page has it, with its register
 * @option: the option that takes its values
 * @value: its value when only others are given
 */
struct sweep_input_info {
	const char *name;
	const char *option;
	const char *value;
};

extern const struct sweep_input_info sweep_inputs[SWEEP_INPUTS];

/* A value of an input; a size may be a number of pages. */
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
	/* The driver did not ask LV1. */
	SWEEP_NOT_ASKED,
};

/**
 * struct sweep_cell - a call, and what became of it
 * @call: the inputs
 * @outcome: whether LV1 was asked
 * @err: for SWEEP_NOT_ASKED: why, a negative errno
 * @lv1_status: for SWEEP_ANSWERED: LV1's status
 * @muid: for SWEEP_ANSWERED with status 0: LV1's second output
 */
struct sweep_cell {
	struct lv1mem_raw call;
	enum sweep_outcome outcome;
	int err;
	int32_t lv1_status;
	uint64_t muid;
};

/**
 * struct sweep_grid - the combinations of some values
 * @axes: the values of each input, one or more
 * @cells: one for each combination; the first input changes fastest
 * @count: number of cells
 */
struct sweep_grid {
	struct sweep_axis axes[SWEEP_INPUTS];
	struct sweep_cell *cells;
	size_t count;
};

/**
 * struct sweep - what is asked for, and what came of it
 * @grids: in the order in which they are tried and drawn
 * @grid_count: number of grids
 * @cells: those of all grids, one grid behind the other
 * @total: number of cells
 * @tried: number of cells that have been tried; they are the first ones
 * @reference: compare with the reference page
 * @signal_number: the signal that interrupted the sweep, or 0
 * @release_err: the errno of a release that failed, which ends the sweep; or 0
 * @release_status: LV1's status of that
 * @release_addr: the region that could not be released
 */
struct sweep {
	struct sweep_grid grids[SWEEP_GRIDS_MAX];
	size_t grid_count;
	struct sweep_cell *cells;
	size_t total;
	size_t tried;
	bool reference;
	int signal_number;
	int release_err;
	int32_t release_status;
	uint64_t release_addr;
};

/* axis.c */

/*
 * Parse "12", "0-31", "0,2,0x10-0x1f"; for a size "4K,1M", "4K-1M", which
 * doubles, and "3P", three pages. Returns NULL, or what is wrong with @text. The
 * caller frees @axis->values, in either case.
 */
const char *sweep_parse_axis(const char *text, enum sweep_input input,
			     struct sweep_axis *axis);

/* "12", "0x400", "2^31", "64K", "1P". */
struct size_text sweep_value_text(const struct sweep_value *value,
				  enum sweep_input input);

/* grid.c */

/*
 * Set up the grids. @lists has the values for each input as text, NULL for those
 * that are not given; without any, the grids show what the reference page
 * describes. False after a message. The caller calls sweep_free() in either case.
 */
bool sweep_init(struct sweep *sweep, const char *const lists[SWEEP_INPUTS]);

void sweep_free(struct sweep *sweep);

/**
 * struct sweep_panel - a part of a grid that fits a page
 * @grid: the grid
 * @x: the input that changes from left to right
 * @y: the input that changes from top to bottom
 * @places: a place on each axis; that of @x is the first column's
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
 * Go on to the next panel, of at most @max_columns columns; to the first one from
 * a zeroed @panel. False if there is none.
 */
bool sweep_next_panel(const struct sweep *sweep, struct sweep_panel *panel,
		      size_t max_columns);

const struct sweep_cell *sweep_panel_cell(const struct sweep_panel *panel,
					  size_t column, size_t row);

struct size_text sweep_column_text(const struct sweep_panel *panel,
				   size_t column);
struct size_text sweep_row_text(const struct sweep_panel *panel, size_t row);

/* Length of the longest text of a panel's columns or rows. */
size_t sweep_columns_length(const struct sweep_panel *panel);
size_t sweep_rows_length(const struct sweep_panel *panel);

struct sweep_title {
	char text[128];
};

/* "size 1P, R5 0": the inputs that are the same in the whole panel. */
struct sweep_title sweep_panel_title(const struct sweep_panel *panel);

/* run.c */

/*
 * Try all cells on a device that is open for writing, and release at once what
 * LV1 gives. Ends early with SIGINT, SIGTERM, or a release that fails. Returns 0,
 * or STATUS_REFUSED after a message if this process may not do it.
 */
int sweep_run(struct sweep *sweep, int fd);

/* mark.c */

/* 0, -1 to -26, -32768, any other status, not asked. */
#define SWEEP_MARKS 30

/**
 * struct sweep_mark - how an outcome is drawn
 * @letter: one for each mark, for those who do not see colours
 * @terminal: the colour as an escape sequence
 * @fill: the colour for SVG
 * @text: the outcome, as "-17 LV1_ILLEGAL_PARAMETER_VALUE"
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

/* compare.c */

/* What the reference page says of a cell, and whether LV1 goes against it. */
struct sweep_comparison {
	struct reference_answer says;
	unsigned int breach;
};

struct sweep_comparison sweep_compare(const struct sweep_cell *cell);

/**
 * struct sweep_counts - the answers of a sweep, also against the reference page
 * @marks: cells with each mark
 * @compared: answers about which the page says something
 * @differing: those of them, and muids, that are not as it says
 * @open: answers about which it says nothing
 * @not_asked: calls that the driver did not pass on to LV1
 * @about: answers that a statement is about
 * @against: answers that go against it
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

/* How a sweep can be drawn: terminal.c, svg.c, json.c */

void sweep_print(const struct sweep *sweep);
void sweep_print_comparison(const struct sweep *sweep);
void sweep_write_svg(const struct sweep *sweep, FILE *file);
void sweep_print_json(const struct sweep *sweep);

/* command.c */

/* Compare with the reference page, for the tour. Returns an exit status. */
int sweep_reference(int fd);

#endif /* _SWEEP_H */
