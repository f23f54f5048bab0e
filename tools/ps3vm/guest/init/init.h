/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of init.
 *
 * The lines that tools/ps3vm/ps3vm reads from the log:
 *	ps3vm: unclean: WHY	any number
 *	ps3vm: exit STATUS	last, after all checks
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

/* terminal.c: the terminal, or -1; take_terminal() is for the command's process. */
int open_terminal(void);
void take_terminal(int fd);
bool is_interactive(void);
void make_terminal_prompt(void);

/* command.c: run it to its end; its exit status, 128 and the signal included. */
int run_command(void);

/* cleanliness.c: say what is not clean. */
void check_taint(void);
void check_kernel_log(void);

#endif
