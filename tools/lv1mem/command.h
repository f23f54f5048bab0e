/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of lv1mem share: declarations, and the headers that most of them need.
 */
#ifndef _COMMAND_H
#define _COMMAND_H

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* A region that lv1mem allocated. */
struct held_region {
	struct lv1mem_region region; /* what the allocation returned */
	unsigned char *mapping;	     /* where all of it is mapped, or NULL */
	bool is_held;		     /* false once it is released */
};

/* What outlives a line of lv1mem shell. */
struct context {
	int fd;		  /* the open device, which owns the regions, or -1 */
	bool in_shell;	  /* the subcommand is a line of lv1mem shell */
	bool is_finished; /* the shell is to end */
	/* by number, from 1: region N is @regions[N - 1]; none is reused */
	struct held_region *regions;
	size_t region_count;
};

/* Run the subcommand @argv[0]; @argv ends with NULL. Returns the exit status. */
int command_run(struct context *context, int argc, char **argv);

/* Find the next subcommand whose name begins with @prefix, from *@place on, or NULL. */
const char *command_complete(const char *prefix, size_t *place);

/*
 * The subcommands. Those that parse their options get all arguments, with their own name
 * first; the others get the operands. They return an exit status.
 */
typedef int command_function(struct context *context, int count, char **operands);

command_function run_alloc, run_decode, run_diff, run_dump, run_exit, run_fill, run_free, run_info,
	run_list, run_map, run_peek, run_poke, run_probe, run_query, run_report, run_shell,
	run_status, run_sweep, run_unmap, run_version;

/* What --help prints behind the usage line. */
extern const char help_alloc[], help_decode[], help_diff[], help_info[], help_list[], help_probe[],
	help_query[], help_report[], help_shell[], help_status[], help_sweep[];

/* common.c */

/*
 * Report wrong usage, or anything else that LV1 and the kernel have no part in: as the
 * JSON document if that is due, otherwise as text on stderr.
 */
void print_error(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/*
 * Report a failure in the same way. @err is a negative errno; @lv1_status is 0 if LV1
 * did not refuse or was not asked. Returns STATUS_REFUSED.
 */
int report(int err, int32_t lv1_status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "ENOENT" for ENOENT. */
const char *name_of_errno(int number);

/* Report that an ioctl failed, and whether LV1 or the driver refused. */
int print_refusal(const char *what, int err, int32_t lv1_status);

/* getopt_long(), except that it skips --json and reports what is wrong itself. */
int next_option(int argc, char **argv, const char *letters,
		const struct option *options);

/*
 * Open the device, if it is not open yet. False after a message, with an exit status
 * in *@status. lv1mem closes it at its end.
 */
bool open_device(struct context *context, int flags, int *status);

/* Parse a size: 4096, 0x1000, 4K, 2M, 1G, 64KiB. False if it is anything else. */
bool parse_size(const char *text, uint64_t *size);

/* Parse a number, decimal or with 0x. False if it is anything else. */
bool parse_number(const char *text, uint64_t *number);

/* Bytes of the UTF-8 character at @text; 0 if it is none, or controls a terminal. */
size_t printable_length(const char *text);

/* Replace in @text what is not printable. */
void make_printable(char *text);

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

/* TERM is "dumb" or missing: no escape sequences can be sent. */
bool terminal_is_dumb(void);

/* json.c: the document of --json on stdout, as lv1mem.schema.json describes it */

/* Start a command, or NULL, which no subcommand is; @wanted: it is asked for JSON. */
void json_start(const char *command, bool wanted);

/* Write documents to @file from now on, instead of stdout. */
void json_use(FILE *file);

bool json_wanted(void);

/* JSON is wanted, and no document has begun. */
bool json_is_due(void);

/* Begin the document: an object that names the schema and the command. */
void json_begin(void);

/* Close all objects and arrays, and end the line. */
void json_end(void);

/* Close the innermost object or array. */
void json_close(void);

/*
 * The functions below write a member: @key is its name in an object, and NULL in an
 * array.
 */

/* Open an object or an array; @bracket is '{' or '['. An object in an array has a line. */
void json_open(const char *key, char bracket);

/* NULL becomes null; a byte that is not UTF-8 is taken as Latin-1. */
void json_string(const char *key, const char *text);
void json_u64(const char *key, uint64_t number);
void json_s64(const char *key, int64_t number);

/* A string with 0x: not every reader holds numbers of 64 bits. */
void json_hex(const char *key, uint64_t number);
void json_bool(const char *key, bool value);
void json_null(const char *key);

/* Two members, number and name, of a negative errno; null if it is 0. */
void json_errno(int err);

/* Two members, number and name, of a status; null unless LV1 @answered. */
void json_lv1_status(bool answered, int32_t lv1_status);

/* hold.c */

/*
 * From here on, SIGINT, SIGTERM, SIGHUP and SIGQUIT only set what interrupted() returns,
 * which is 0 now, unless one other than SIGINT came before.
 */
void catch_interrupts(void);
void restore_interrupts(void);
int interrupted(void);

/* A signal other than SIGINT has come: it ends lv1mem shell too. */
bool must_end(void);

/* Block these signals and SIGCHLD, so that none arrives just before a wait. */
sigset_t block_signals(sigset_t *original);

/* Wait for a line of stdin, its end, or a signal that is caught, which is returned, or 0. */
int hold_until_key(void);

/*
 * Run a command, with the device inherited and the regions from number @first + 1 on
 * in its environment, and wait for its end. Signals that are caught are passed on to it.
 * Returns its exit status as a shell reports it.
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

/* probe.c */

/* How much memory there is in pages of one size. */
struct probe {
	unsigned int page_shift; /* log2 of the page size */
	uint64_t largest;	 /* length of the largest region in bytes */
	uint64_t total;		 /* length of all regions together */
	uint64_t regions;	 /* number of these regions */
	int err;		 /* why the next allocation failed, a negative errno */
	int32_t lv1_status;	 /* LV1's status of that allocation, or 0 */
	int32_t release_status;	 /* LV1's status of the last release */
	uint64_t release_addr;	 /* address of the region that could not be released, or 0 */
};

/*
 * Take all memory there is in pages of a size, and release it; @probe has the page size and
 * gets the rest. Returns 0 or a negative errno: that of the failed release, or -ENOMEM after
 * a message.
 */
int probe_pages(struct context *context, struct probe *probe);

/* provenance.c */

/* Where answers come from; hypervisor and firmware can be "unknown". */
struct provenance {
	char hypervisor[48];	 /* "LV1", or OpenLV1 with its version */
	char firmware[32];	 /* its version */
	char kernel[65];	 /* its release */
	char lv1mem[32];	 /* version of this command */
	char date[32];		 /* the time in UTC */
	unsigned int page_shift; /* log2 of the kernel's page size */
};

struct provenance provenance_get(void);

/* Print it, a line for each. */
void provenance_print(void);

/* Write it as a member of the JSON document. */
void provenance_write(void);

/* edit.c */

/*
 * Read a line of a terminal with @prompt: cursor keys, history, Tab for the names of
 * subcommands. Returns the line, which is empty after Ctrl-C and valid until the next
 * call; NULL at the end of input, and when lv1mem must end.
 */
char *edit_line(const char *prompt);

#endif /* _COMMAND_H */
