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
 * struct sweep_cell - what became of a call
 * @outcome: whether LV1 was asked
 * @err: for SWEEP_NOT_ASKED: why, a negative errno
 * @lv1_status: for SWEEP_ANSWERED: LV1's status
 * @muid: for SWEEP_ANSWERED with status 0: LV1's second output
 */
struct sweep_cell {
	enum sweep_outcome outcome;
	int err;
	int32_t lv1_status;
	uint64_t muid;
};

/**
 * struct sweep_grid - the combinations of some values
 * @axes: the values of each input, one or more
 * @cells: one for each combination, by sweep_index()
 * @count: how many cells there are
 */
struct sweep_grid {
	struct sweep_axis axes[SWEEP_INPUTS];
	struct sweep_cell *cells;
	size_t count;
};

/**
 * struct sweep - what is asked for, and what came of it
 * @grids: in the order in which they are tried and drawn
 * @grid_count: how many there are
 * @total: cells in all of them
 * @tried: cells that have been tried; the first ones
 * @reference: compare with the reference page
 * @signal_number: what the sweep was interrupted by, or 0
 * @release_err: the errno of a release that failed, which ends the sweep; or 0
 * @release_status: LV1's status of that
 * @release_addr: what could not be released
 */
struct sweep {
	struct sweep_grid grids[SWEEP_GRIDS_MAX];
	size_t grid_count;
	size_t total;
	size_t tried;
	bool reference;
	int signal_number;
	int release_err;
	int32_t release_status;
	uint64_t release_addr;
};

/* sweep_axis.c */

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

/* "page_size_exp (R4)" */
const char *sweep_input_name(enum sweep_input input);

/* sweep_grid.c */

/*
 * Set up the grids. @lists has the values for each input as text, NULL for those
 * that are not given; if none is, the grids show what the reference page speaks
 * of. False if they cannot be had, after a message. The caller ends with
 * sweep_free(), in either case.
 */
bool sweep_init(struct sweep *sweep, const char *const lists[SWEEP_INPUTS]);

void sweep_free(struct sweep *sweep);

/* The cell of a combination: @places has a place on each axis. */
size_t sweep_index(const struct sweep_grid *grid,
		   const size_t places[SWEEP_INPUTS]);

/* The call that belongs to a cell. */
struct lv1mem_raw sweep_call(const struct sweep_grid *grid, size_t index);

/**
 * struct sweep_panel - a part of a grid that fits a page
 * @grid: the grid
 * @x: the input that changes from left to right
 * @y: the one that changes from top to bottom
 * @places: a place on each axis; that of @x is the first column's
 * @columns: how many columns there are
 */
struct sweep_panel {
	const struct sweep_grid *grid;
	enum sweep_input x;
	enum sweep_input y;
	size_t places[SWEEP_INPUTS];
	size_t columns;
};

/* The first panel of a grid, of at most @max_columns columns. */
struct sweep_panel sweep_first_panel(const struct sweep_grid *grid,
				     size_t max_columns);

/* Go on to the next one; false if there is none. */
bool sweep_next_panel(struct sweep_panel *panel, size_t max_columns);

size_t sweep_panel_rows(const struct sweep_panel *panel);

size_t sweep_panel_index(const struct sweep_panel *panel, size_t column,
			 size_t row);

struct size_text sweep_column_text(const struct sweep_panel *panel,
				   size_t column);
struct size_text sweep_row_text(const struct sweep_panel *panel, size_t row);

/* "size 1P, R5 0": what is the same in the whole panel. */
struct sweep_title {
	char text[128];
};

struct sweep_title sweep_panel_title(const struct sweep_panel *panel);

/* sweep_run.c */

/*
 * Try all cells on a device that is open for writing, and release at once what
 * LV1 gives. Ends early with SIGINT, SIGTERM, or a release that fails. Returns 0,
 * or STATUS_REFUSED after a message if this process may not do it.
 */
int sweep_run(struct sweep *sweep, int fd);

/* sweep_mark.c */

/* 0, -1 to -26, -32768, any other status, not asked. */
#define SWEEP_MARKS 30

/**
 * struct sweep_mark - how an outcome is drawn
 * @letter: one for each mark, for those who do not see colours
 * @terminal: the colour as an escape sequence
 * @fill: the colour for SVG
 */
struct sweep_mark {
	char letter;
	const char *terminal;
	const char *fill;
};

/* The number of the mark of a cell that has been tried. */
unsigned int sweep_mark_of(const struct sweep_cell *cell);

struct sweep_mark sweep_mark(unsigned int number);

/* "-17 LV1_ILLEGAL_PARAMETER_VALUE" */
struct sweep_title sweep_mark_text(unsigned int number);

/* How many cells of a sweep have each mark. */
void sweep_count_marks(const struct sweep *sweep, size_t counts[SWEEP_MARKS]);

/* sweep_compare.c */

/* What the reference page says of a cell, and whether LV1 goes against it. */
struct sweep_comparison {
	struct reference_answer says;
	unsigned int breach;
};

struct sweep_comparison sweep_compare(const struct sweep_grid *grid,
				      size_t index);

/**
 * struct sweep_counts - a sweep compared with the reference page
 * @compared: answers about which the page says something
 * @differing: those of them, and muids, that are not as it says
 * @open: answers about which it says nothing
 * @not_asked: calls that LV1 was not asked
 * @about: answers that a statement is about
 * @against: answers that go against it
 */
struct sweep_counts {
	size_t compared;
	size_t differing;
	size_t open;
	size_t not_asked;
	size_t about[REFERENCE_STATEMENTS + 1];
	size_t against[REFERENCE_STATEMENTS + 1];
};

struct sweep_counts sweep_count(const struct sweep *sweep);

/* How a sweep can be drawn: sweep_terminal.c, sweep_svg.c, sweep_json.c */

void sweep_print(const struct sweep *sweep);
void sweep_print_comparison(const struct sweep *sweep);
void sweep_write_svg(const struct sweep *sweep, FILE *file);
void sweep_print_json(const struct sweep *sweep);

/* sweep.c */

/* Compare with the reference page, for the tour. Returns an exit status. */
int sweep_reference(int fd);

#endif /* _SWEEP_H */
