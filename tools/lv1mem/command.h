/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declarations shared by the subcommands of lv1mem.
 */
#ifndef _COMMAND_H
#define _COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <lv1mem.h>

/* The exit statuses of lv1mem, except for those of COMMAND in alloc. */
enum exit_status {
	STATUS_DONE = 0,
	STATUS_REFUSED = 1,
	STATUS_USAGE = 2,
	STATUS_NO_DEVICE = 4,

	/* What a subcommand returns for --help, and after a message about its arguments. */
	STATUS_HELP = -1,
	STATUS_WRONG_USAGE = -2,
};

/**
 * struct held_region - a region that lv1mem allocated
 * @region: what the allocation returned
 * @mapping: where all of it is mapped, or NULL
 * @is_held: false once it is released
 */
struct held_region {
	struct lv1mem_region region;
	unsigned char *mapping;
	bool is_held;
};

/**
 * struct context - what outlives a line of lv1mem shell
 * @fd: the open device, which owns the regions, or -1
 * @in_shell: the subcommand is a line of lv1mem shell
 * @is_finished: the shell is to end
 * @regions: by number, from 1: region N is @regions[N - 1]; none is reused
 * @region_count: length of @regions
 */
struct context {
	int fd;
	bool in_shell;
	bool is_finished;
	struct held_region *regions;
	size_t region_count;
};

/* Run the subcommand @argv[0]; @argv ends with NULL. Returns the exit status. */
int command_run(struct context *context, int argc, char **argv);

/* Find the next subcommand whose name begins with @prefix, from *@place on, or NULL. */
const char *command_complete(const char *prefix, size_t *place);

/*
 * The subcommands. Those that parse their options get all arguments, the program's
 * name first; the others get the operands. They return an exit status.
 */
int run_alloc(struct context *context, int argc, char **argv);
int run_shell(struct context *context, int argc, char **argv);
int run_sweep(struct context *context, int argc, char **argv);
int run_decode(struct context *context, int count, char **operands);
int run_dump(struct context *context, int count, char **operands);
int run_exit(struct context *context, int count, char **operands);
int run_fill(struct context *context, int count, char **operands);
int run_free(struct context *context, int count, char **operands);
int run_info(struct context *context, int count, char **operands);
int run_list(struct context *context, int count, char **operands);
int run_map(struct context *context, int count, char **operands);
int run_peek(struct context *context, int count, char **operands);
int run_poke(struct context *context, int count, char **operands);
int run_probe(struct context *context, int count, char **operands);
int run_query(struct context *context, int count, char **operands);
int run_status(struct context *context, int count, char **operands);
int run_unmap(struct context *context, int count, char **operands);

/* What --help prints behind the usage line. */
extern const char help_alloc[];
extern const char help_decode[];
extern const char help_info[];
extern const char help_list[];
extern const char help_probe[];
extern const char help_query[];
extern const char help_shell[];
extern const char help_status[];
extern const char help_sweep[];

/* common.c */

/* Whether errors are written to stdout, each as a JSON document. */
void report_as_json(bool wanted);
bool json_wanted(void);

/* Print "lv1mem: ", a message and a newline on stderr. */
void print_error(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/*
 * Report a failure, as text or as JSON. @err is a negative errno; @lv1_status is
 * 0 if LV1 did not refuse or was not asked. Returns STATUS_REFUSED.
 */
int report(int err, int32_t lv1_status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Report that an ioctl failed, and whether LV1 or the driver refused. */
int print_refusal(const char *what, int err, int32_t lv1_status);

/*
 * Open the device, if it is not open yet. False after a message, with an exit status
 * in *@status. lv1mem closes it at its end.
 */
bool open_device(struct context *context, int flags, int *status);

/* Parse a size: 4096, 0x1000, 4K, 2M, 1G, 64KiB. False if it is anything else. */
bool parse_size(const char *text, uint64_t *size);

/* Parse a number, decimal or with 0x. False if it is anything else. */
bool parse_number(const char *text, uint64_t *number);

/* Close an output file. Returns NULL, or why it is incomplete. */
const char *close_file(FILE *file);

struct size_text {
	char text[24];
};

/* "64K", "12K", "4097": in the largest unit that divides the size. */
struct size_text format_size(uint64_t size);

/* The width of the terminal, or 80. */
size_t screen_columns(void);

/* Escape sequences; all are empty if there are no colours. */
struct colours {
	const char *good;
	const char *bad;
	const char *bold;
	const char *off;
};

struct colours stdout_colours(void);

/* hold.c */

/*
 * From here on, SIGINT and SIGTERM only set what interrupted() returns, which is 0 now,
 * or still SIGTERM.
 */
void catch_interrupts(void);
void restore_interrupts(void);
int interrupted(void);

/*
 * Wait for a line of stdin, its end, SIGINT or SIGTERM, which are caught. Returns the
 * signal, or 0.
 */
int hold_until_key(void);

/*
 * Run a command, with the device inherited and the regions from number @first + 1 on
 * in its environment, and wait for its end. SIGINT and SIGTERM, which are caught, are
 * passed on to it. Returns its exit status as a shell reports it.
 */
int hold_while_running(const struct context *context, size_t first,
		       char **command);

/* regions.c */

/* Make room for @count more regions. False after a message. */
bool regions_reserve(struct context *context, size_t count);

/* Find a held region by its number or address. Returns NULL after a message. */
struct held_region *regions_find(const struct context *context,
				 const char *text);

/*
 * Unmap and release the regions from number @first + 1 on, the last one first. If one
 * cannot be released, go on with the next. Returns an exit status.
 */
int regions_release(const struct context *context, size_t first);

/* Write the regions from number @first + 1 on as a JSON document. */
void regions_write(const struct context *context, size_t first);

/* Print the regions. */
void regions_print(const struct context *context);

/* errno_name.c */

/* "ENOENT" for ENOENT. */
const char *name_of_errno(int number);

/* edit.c */

/*
 * Read a line of a terminal with @prompt: cursor keys, history, Tab for the names of
 * subcommands. Returns the line, which is empty after Ctrl-C and valid until the next
 * call; NULL at the end of input, and after SIGTERM if it is caught.
 */
char *edit_line(const char *prompt);

#endif /* _COMMAND_H */
