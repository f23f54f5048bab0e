/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the subcommands of lv1mem share.
 */
#ifndef _COMMAND_H
#define _COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <lv1mem.h>

/* The exit statuses of lv1mem, but for those of COMMAND in alloc. */
enum exit_status {
	STATUS_DONE = 0,
	STATUS_USAGE = 1,
	STATUS_REFUSED = 2,
	STATUS_NO_DEVICE = 4,
};

/**
 * struct command - a subcommand
 * @name: what is typed
 * @summary: one line for the list of subcommands
 * @help: usage line, options and an example
 * @run: gets the program's name and the arguments after the subcommand's name,
 *	returns the exit status
 */
struct command {
	const char *name;
	const char *summary;
	const char *help;
	int (*run)(int argc, char **argv);
};

extern const struct command command_alloc;
extern const struct command command_decode;
extern const struct command command_help;
extern const struct command command_info;
extern const struct command command_list;
extern const struct command command_probe;
extern const struct command command_query;
extern const struct command command_shell;
extern const struct command command_status;
extern const struct command command_sweep;
extern const struct command command_tour;
extern const struct command command_version;

/* All subcommands, NULL last. */
extern const struct command *const command_table[];

const struct command *command_find(const char *name);

/* Print the help of a subcommand on stdout. */
int command_print_help(const struct command *command);

/* After a message about wrong arguments: point to the help. */
int command_usage_error(const struct command *command);

/* For subcommands that know no option but --help: true if @status is final. */
bool command_parse_no_options(const struct command *command, int argc,
			      char **argv, int *status);

/*
 * For subcommands that know --json, --help and at most one operand; they get it,
 * or NULL, in @operand, which is NULL itself if there is none to give. With
 * --json, errors are JSON from here on. True if @status is final.
 */
bool command_parse_operand(const struct command *command, int argc, char **argv,
			   const char **operand, int *status);

/* The same for subcommands that need an address as their operand. */
bool command_parse_address(const struct command *command, int argc, char **argv,
			   uint64_t *lpar_addr, int *status);

/* From now on write errors to stdout, each as a JSON document. */
void report_as_json(void);

/* True after report_as_json(): results are to be JSON too. */
bool json_wanted(void);

/* Print "lv1mem: ..." on stderr, with a newline. */
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
 * Open the device, or say what is wrong and what to do about it. Returns a
 * descriptor, which the caller closes, or -1 and the exit status.
 */
int open_device(int flags, int *status);

/*
 * Parse a size as people write them: 4096, 0x1000, 4K, 2M, 1G, 64KiB. False if
 * it is anything else or does not fit.
 */
bool parse_size(const char *text, uint64_t *size);

/* Parse a size that is a power of two, to its base-2 logarithm. */
bool parse_page_size(const char *text, uint64_t *page_shift);

/* Parse a number, decimal or 0x. False if it is anything else. */
bool parse_number(const char *text, uint64_t *number);

/* Close a file that was written to. Returns NULL, or why it is not whole. */
const char *close_file(FILE *file);

/* "64K", "12K", "4097": the largest unit that divides the size. */
struct size_text {
	char text[24];
};

struct size_text format_size(uint64_t size);

/* Escape sequences, empty where colours are not wanted. */
struct colours {
	const char *good;
	const char *bad;
	const char *bold;
	const char *off;
};

struct colours stdout_colours(void);

/* Print what an allocation returned. */
void print_region(const struct lv1mem_region *region, int32_t lv1_status);

/* Print what is allocated, and the limits. */
void print_info(const struct lv1mem_info *info);

/* Print what LV1 says of a region. */
void print_query(const struct lv1mem_query *answer);

/* Print the parts of an address. */
void print_address(uint64_t lpar_addr, const struct lv1mem_address *address);

/* Report that no region has this address; @err is that of lv1mem_decode(). */
int print_no_address(int err, uint64_t lpar_addr);

/* Parse a status: a number, with or without its minus, or a name. */
bool parse_status(const char *text, int32_t *code);

/* Print what a status means. */
void print_status(int32_t code);

#endif /* _COMMAND_H */
