// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: lines, words, Ctrl-C.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "shell.h"

/* What is let through while the shell waits for a line. */
static sigset_t while_waiting;

static void end_wait(int signal_number)
{
	(void)signal_number;
}

static sigset_t interrupt_only(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	return set;
}

void shell_hold_interrupt(void)
{
	struct sigaction action = { .sa_handler = end_wait };
	sigset_t set = interrupt_only();

	sigaction(SIGINT, &action, NULL);
	sigprocmask(SIG_BLOCK, &set, &while_waiting);
	sigdelset(&while_waiting, SIGINT);
}

bool shell_take_interrupt(void)
{
	const struct timespec no_time = { 0 };
	sigset_t set = interrupt_only();

	return sigtimedwait(&set, NULL, &no_time) == SIGINT;
}

bool shell_wait_for_line(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	return ppoll(&input, 1, NULL, &while_waiting) >= 0 || errno != EINTR;
}

int shell_split(char *line, char **words, int max)
{
	static const char blanks[] = " \t\r\n";
	int count = 0;
	char *rest;

	for (char *word = strtok_r(line, blanks, &rest); word;
	     word = strtok_r(NULL, blanks, &rest)) {
		if (*word == '#')
			break;
		if (count == max)
			return max + 1;
		words[count++] = word;
	}
	return count;
}
