// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the command, on a terminal if the kernel has one.
 */
#define _GNU_SOURCE /* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define COMMAND_FILE	 "/ps3vm/command"
#define TERMINAL_DEVICE	 "/dev/hvc1"
#define INTERACTIVE_FILE "/ps3vm/interactive"
#define INPUT_FILE	 "/ps3vm/input"
#define EXIT_NOT_FOUND	 127
#define EXIT_CANNOT_RUN	 126

bool is_interactive(void)
{
	return access(INTERACTIVE_FILE, F_OK) == 0;
}

/* The command reads the standard input of ps3vm, or nothing. */
static void take_input(void)
{
	int fd = open(INPUT_FILE, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	dup2(fd, 0);
	close(fd);
}

/*
 * A program's output must arrive byte for byte. The terminal of a person needs no
 * ONLCR either: the host's terminal adds the carriage returns.
 */
static void set_terminal_mode(int fd)
{
	struct termios mode;

	if (tcgetattr(fd, &mode))
		return;
	if (is_interactive()) {
		mode.c_oflag &= ~(tcflag_t)ONLCR;
	} else {
		cfmakeraw(&mode);
		mode.c_lflag |= ISIG;
	}
	tcsetattr(fd, TCSANOW, &mode);
}

static unsigned short size_from_environment(const char *name)
{
	const char *text = getenv(name);

	return text ? (unsigned short)strtoul(text, NULL, 10) : 0;
}

/* As variables they would be wrong after the window has changed. */
static void set_terminal_size(int fd)
{
	struct winsize size = {
		.ws_row = size_from_environment("LINES"),
		.ws_col = size_from_environment("COLUMNS"),
	};

	unsetenv("LINES");
	unsetenv("COLUMNS");
	if (size.ws_row && size.ws_col)
		ioctl(fd, TIOCSWINSZ, &size);
}

static void take_terminal(int fd)
{
	if (fd < 0)
		return;
	set_terminal_mode(fd);
	set_terminal_size(fd);
	ioctl(fd, TIOCSCTTY, 1);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
}

static void run_child(char **arguments, int terminal)
{
	setsid();
	take_terminal(terminal);
	if (!is_interactive())
		take_input();
	execvp(arguments[0], arguments);
	fprintf(stderr, "ps3vm: cannot run %s: %s\n", arguments[0],
		strerror(errno));
	_exit(errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN);
}

/*
 * Copy the command's output to the log until the command ends: its children may
 * keep the pipe open.
 */
static int relay_until_end(int output, pid_t child)
{
	struct pollfd wanted = { .fd = output, .events = POLLIN };
	char text[512];
	int status = 0;
	bool ended = false;

	for (;;) {
		ssize_t length = 0;

		if (poll(&wanted, 1, ended ? 0 : 50) > 0)
			length = read(output, text, sizeof(text));
		if (length > 0) {
			relay_line(text, (size_t)length);
			continue;
		}
		if (ended)
			break;
		/* Nothing more can come once the pipe is closed. */
		ended = waitpid(child, &status,
				wanted.revents & POLLHUP ? 0 : WNOHANG) == child;
	}
	relay_line("\n", 1);
	close(output);
	return status;
}

/* Returns the terminal, or without one a pipe, whose other end is *@output, or -1. */
static int open_output(int *output)
{
	int terminal = open(TERMINAL_DEVICE, O_RDWR | O_NOCTTY);
	int ends[2];

	*output = -1;
	if (terminal >= 0 || !log_is_open() || pipe2(ends, O_CLOEXEC))
		return terminal;
	say("there is no terminal: the command's output goes to the log");
	*output = ends[0];
	return ends[1];
}

static int wait_for(pid_t child)
{
	int status;

	while (wait(&status) != child)
		;
	return status;
}

int run_command(void)
{
	char **arguments = read_words(COMMAND_FILE);
	int status, terminal, output;
	pid_t child;

	if (!arguments) {
		say("unclean: no command was given in " COMMAND_FILE);
		return EXIT_CANNOT_RUN;
	}
	terminal = open_output(&output);
	child = fork();
	if (child == 0)
		run_child(arguments, terminal);
	if (terminal >= 0)
		close(terminal);
	status = output >= 0 ? relay_until_end(output, child) : wait_for(child);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
