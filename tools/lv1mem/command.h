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
	STATUS_USAGE = 1,
	STATUS_REFUSED = 2,
	STATUS_NO_DEVICE = 4,
};

/**
 * struct command - a subcommand
 * @name: its name on the command line
 * @summary: one line for the list of subcommands
 * @help: usage line, options and an example
 * @run: takes the program's name and the arguments behind the subcommand's name,
 *	returns the exit status
 */
struct command {
	const char *name;
	const char *summary;
	const char *help;
	int (*run)(int argc, char **argv);
};

/* The last options of most subcommands, followed by an example. */
#define HELP_JSON_AND_EXAMPLE \
	"  -j, --json           write JSON\n" \
	"  -h, --help           this text\n" \
	"\n" \
	"Example:\n"

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
extern const struct command command_version;

/* All subcommands, ended by NULL. */
extern const struct command *const command_table[];

const struct command *command_find(const char *name);

/* Print the help of a subcommand on stdout. Returns STATUS_DONE. */
int command_print_help(const struct command *command);

/* Follow a message about wrong arguments by a hint. Returns STATUS_USAGE. */
int command_usage_error(const struct command *command);

/*
 * Parse --json, --help and one optional operand, which goes to *@operand; @operand
 * is NULL if the subcommand takes none. With --json, later errors are JSON. True
 * if *@status is final.
 */
bool command_parse_operand(const struct command *command, int argc, char **argv,
			   const char **operand, int *status);

/* The same with an address as the operand, which must be there. */
bool command_parse_address(const struct command *command, int argc, char **argv,
			   uint64_t *lpar_addr, int *status);

/* Write errors to stdout from now on, each as a JSON document. */
void report_as_json(void);

/* True after report_as_json(). */
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
 * Open the device. Returns a descriptor, which the caller closes with
 * lv1mem_close(), or -1 and an exit status after a message.
 */
int open_device(int flags, int *status);

/* Parse a size: 4096, 0x1000, 4K, 2M, 1G, 64KiB. False if it is anything else. */
bool parse_size(const char *text, uint64_t *size);

/* Parse a size that is a power of two into its base-2 logarithm. */
bool parse_page_size(const char *text, uint64_t *page_shift);

/* Parse a number, decimal or with 0x. False if it is anything else. */
bool parse_number(const char *text, uint64_t *number);

/* Close an output file. Returns NULL, or why it is incomplete. */
const char *close_file(FILE *file);

struct size_text {
	char text[24];
};

/* "64K", "12K", "4097": in the largest unit that divides the size. */
struct size_text format_size(uint64_t size);

/* Escape sequences; all are empty if there are no colours. */
struct colours {
	const char *good;
	const char *bad;
	const char *bold;
	const char *off;
};

struct colours stdout_colours(void);

/* Print a region that LV1 allocated. */
void print_region(const struct lv1mem_region *region, int32_t lv1_status);

/* Print what is allocated, and the limits. */
void print_info(const struct lv1mem_info *info);

/* Print LV1's answer to a query. */
void print_query(const struct lv1mem_query *answer);

/* Print the parts of an address. */
void print_address(uint64_t lpar_addr, const struct lv1mem_address *address);

/* Report that lv1mem_decode() failed, with @err. Returns STATUS_REFUSED. */
int print_no_address(int err, uint64_t lpar_addr);

/* Parse a status: a name, or a number with or without its minus. */
bool parse_status(const char *text, int32_t *code);

/* Print what a status means. */
void print_status(int32_t code);

#endif /* _COMMAND_H */
