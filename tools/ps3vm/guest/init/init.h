/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of init.
 *
 * What tools/ps3vm/ps3vm puts into the machine's /ps3vm:
 *	command		the command and its arguments, each ended by a zero byte
 *	get		files to bring out when the command has ended, likewise
 *	input		what the command reads, if there is anything
 *	interactive	exists when a person sits at the terminal
 *	modules		file names of modules, a line each, in the order to load them
 *	token		a word that no program prints by chance
 *
 * The lines that it reads from the log:
 *	ps3vm: unclean: WHY		any number
 *	ps3vm: exit STATUS TOKEN	last, after all checks
 */
#ifndef PS3VM_INIT_H
#define PS3VM_INIT_H

#include <stdbool.h>
#include <stddef.h>

/* log.c: "ps3vm: " and a line, to the log. Before open_log() it goes nowhere. */
void open_log(void);
bool log_is_open(void);
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A part of a line of the command's, to the log. */
void relay_line(const char *text, size_t length);

/* devices.c */
void mount_all(void);
void make_nodes(void);
void open_standard_files(void);

/* terminal.c: the terminal, or -1; the others are for the command's process. */
int open_terminal(void);
void take_terminal(int fd);
void take_input(void);
bool is_interactive(void);
void make_terminal_prompt(void);

/* command.c: run it to its end; its exit status, 128 and the signal included. */
int run_command(void);

/* files.c: write the files that are asked for to their port. */
void open_files_port(void);
void bring_out_files(void);

/* cleanliness.c: say what is not clean, or cannot be checked. */
void check_taint(void);
void check_console_level(void);

#endif
