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

/* How an input is named. */
struct sweep_input_info {
	const char *name;   /* its name on the reference page, with its register */
	const char *option; /* the option for its values */
	const char *value;  /* its value in a grid that lists no values for it */
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

/* A call and its outcome. */
struct sweep_cell {
	struct lv1mem_raw call;
	enum sweep_outcome outcome;
	int err;	    /* the driver's reason for SWEEP_NOT_ASKED, a negative errno */
	int32_t lv1_status; /* LV1's status for SWEEP_ANSWERED */
	uint64_t muid;	    /* LV1's second output for SWEEP_ANSWERED with status 0 */
};

/* All combinations of some values. */
struct sweep_grid {
	struct sweep_axis axes[SWEEP_INPUTS]; /* one or more values of each input */
	struct sweep_cell *cells;	      /* the first input changes fastest */
	size_t count;
};

/* The calls and their outcomes. */
struct sweep {
	struct sweep_grid grids[SWEEP_GRIDS_MAX]; /* in the order of trial */
	size_t grid_count;
	struct sweep_cell *cells; /* of all grids, in their order */
	size_t total;
	size_t tried;		/* number of cells tried so far, from the first on */
	bool reference;		/* compare with the reference page */
	int release_err;	/* the failed release's that ended the sweep, or 0 */
	int32_t release_status; /* LV1's status of it */
	uint64_t release_addr;	/* the region's address */
};

/*
 * reference.c: the reference page of lv1_allocate_memory as code. The page comes from
 * experiments and leaves many calls open. Its statements have the numbers A1 to A14; see
 * Documentation/lv1-memory.rst.
 */

/* The highest number of a statement; the lowest is 1. */
#define REFERENCE_STATEMENTS 14

/* A statement as a member of a set. */
#define REFERENCE_STATEMENT(number) (1U << (number))

/* The muid of every success, A13. */
#define REFERENCE_MUID 1

enum reference_expectation {
	/* The page allows any answer. */
	REFERENCE_OPEN,
	/* The page gives the status. */
	REFERENCE_STATUS,
	/* The page says that the call fails, but gives no status. */
	REFERENCE_REFUSED,
};

/* What the page says about a call. */
struct reference_answer {
	enum reference_expectation expectation; /* the kind of answer */
	int32_t lv1_status;			/* the status, for REFERENCE_STATUS */
	uint32_t statements;			/* a set: those that apply, but for A13 */
	unsigned int number;			/* the main one of them */
};

/* For a call after Linux has started. */
struct reference_answer reference_says(const struct lv1mem_raw *call);

/*
 * Returns the number of the statement that LV1's answer contradicts, or 0. @muid
 * matters on success only.
 */
unsigned int reference_breach(const struct reference_answer *says,
			      int32_t lv1_status, uint64_t muid);

/* A statement in a few words. */
const char *reference_text(unsigned int number);

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

/* A part of a grid that fits on a page. */
struct sweep_panel {
	const struct sweep_grid *grid;
	enum sweep_input x; /* the input that changes from left to right */
	enum sweep_input y; /* the input that changes from top to bottom */
	/* Index of a value on each axis; on axis @x that of the first column, on @y 0. */
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
 * Check with a call that LV1 refuses whether the driver allows raw calls: without
 * CAP_SYS_RAWIO, the result is one message and not a picture of it. Returns STATUS_DONE,
 * or STATUS_REFUSED after the message of @command.
 */
int sweep_check_privilege(int fd, const char *command);

/*
 * Try all cells on a device that is open for writing, and release each region at
 * once. A signal of hold.c or a release that fails ends it early.
 */
void sweep_run(struct sweep *sweep, int fd);

/* outcome.c */

/* One each for the statuses 0, -1 to -26, -32768, any other, and for not asked. */
#define SWEEP_MARKS 30

/* How an outcome is drawn. */
struct sweep_mark {
	char letter;		 /* for those who cannot see the colours */
	const char *terminal;	 /* the colour as an escape sequence */
	const char *fill;	 /* the colour in SVG */
	struct sweep_title text; /* the outcome in words, as "-17 LV1_ILLEGAL_PARAMETER_VALUE" */
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

/* Numbers of cells. */
struct sweep_counts {
	size_t marks[SWEEP_MARKS];		  /* with each mark */
	size_t compared;			  /* answers that the page covers */
	size_t differing;			  /* answers that contradict it */
	size_t open;				  /* answers that it does not cover */
	size_t not_asked;			  /* calls that the driver refused */
	size_t about[REFERENCE_STATEMENTS + 1];	  /* answers that each statement applies to */
	size_t against[REFERENCE_STATEMENTS + 1]; /* answers that contradict it */
};

struct sweep_counts sweep_count(const struct sweep *sweep);

/* terminal.c, svg.c, json.c */

void sweep_print(const struct sweep *sweep);
void sweep_write_svg(const struct sweep *sweep, FILE *file);
void sweep_print_json(const struct sweep *sweep);

/* Members of a document: the release that failed, the comparison with the reference page. */
void sweep_write_release(const struct sweep *sweep);
void sweep_write_reference(const struct sweep *sweep);

#endif /* _SWEEP_H */
