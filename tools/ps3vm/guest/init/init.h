/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of init.
 *
 * ps3vm puts these files into /ps3vm:
 *	command		the command and its arguments, each ended by a zero byte
 *	get		files to send when the command has ended, likewise
 *	input		the command's standard input, if there is any
 *	interactive	exists if a person uses the terminal
 *	modules		file names of modules, a line each, in the order to load them
 *	token		a word that no program prints by chance; it stays, since a kernel that
 *			is started by kexec needs it
 *
 * ps3vm reads these lines in the log:
 *	ps3vm: unclean: REASON		any number of them
 *	ps3vm: exit STATUS TOKEN	the last one, after all checks
 */
#ifndef PS3VM_INIT_H
#define PS3VM_INIT_H

#include <stdbool.h>
#include <stddef.h>

/* log.c: say() logs "ps3vm: " and a line, and nothing before open_log(). */
void open_log(void);
bool log_is_open(void);
/* A program may have left a line open. */
void end_log_line(void);
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Log output of the command, which may be a part of a line. */
void relay_line(const char *text, size_t length);

/* devices.c */
void mount_all(void);
void make_nodes(void);
void open_standard_files(void);

/* command.c: run_command() returns the exit status, as a shell reports it. */
bool is_interactive(void);
int run_command(void);

/*
 * files.c: read the words of a file, each ended by a zero byte; NULL follows them.
 * Returns NULL if there are none. They are never freed.
 */
char **read_words(const char *path);
/* Send the files of --get to their port, after the token. */
void open_files_port(void);
void bring_out_files(const char *token);

#endif
