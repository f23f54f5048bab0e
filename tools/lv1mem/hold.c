// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holds regions until a line of input, a signal, or the end of a command.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "hold.h"

static sigset_t original_mask;

static sigset_t held_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	return set;
}

void hold_prepare(void)
{
	sigset_t set = held_signals();

	/* If SIGCHLD were ignored, the command's exit status would be lost. */
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, &set, &original_mask);
}

static volatile sig_atomic_t caught_signal;

static void catch_signal(int signal_number)
{
	caught_signal = signal_number;
}

/* True at the end of stdin or of a line. */
static bool line_has_ended(void)
{
	char text[256];
	ssize_t length = read(STDIN_FILENO, text, sizeof(text));

	if (length < 0)
		return errno != EINTR && errno != EAGAIN;
	return !length || memchr(text, '\n', length);
}

int hold_until_key(void)
{
	struct sigaction action = { .sa_handler = catch_signal };
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t waiting = original_mask;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigdelset(&waiting, SIGINT);
	sigdelset(&waiting, SIGTERM);

	while (!caught_signal) {
		if (ppoll(&input, 1, NULL, &waiting) <= 0)
			continue;
		if (line_has_ended())
			break;
	}
	return caught_signal;
}

static void set_number(const char *name, uint64_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	setenv(name, text, 1);
}

/* Set a variable to one word for each region: its mmap offset, or its address. */
static void set_words(const char *name, const struct lv1mem_region *regions,
		      uint64_t count, bool offsets)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return;
	for (uint64_t i = 0; i < count; i++)
		fprintf(stream, "%s0x%" PRIx64, i ? " " : "",
			offsets ? regions[i].mmap_offset : regions[i].lpar_addr);
	if (!fclose(stream))
		setenv(name, text, 1);
	free(text);
}

/* All regions have the same length and page size. */
static void set_environment(int fd, const struct lv1mem_region *regions,
			    uint64_t count)
{
	set_number("LV1MEM_FD", fd);
	set_words("LV1MEM_ADDR", regions, count, false);
	set_number("LV1MEM_LENGTH", regions->length);
	set_number("LV1MEM_PAGE_SHIFT", regions->page_shift);
	if (regions->mmap_offset == LV1MEM_NOT_MAPPABLE)
		unsetenv("LV1MEM_MMAP_OFFSET");
	else
		set_words("LV1MEM_MMAP_OFFSET", regions, count, true);
}

static void run_command(char **command, int fd,
			const struct lv1mem_region *regions, uint64_t count)
{
	int status = 126;

	set_environment(fd, regions, count);
	sigprocmask(SIG_SETMASK, &original_mask, NULL);
	execvp(command[0], command);

	if (errno == ENOENT)
		status = 127;
	print_error("%s: %s", command[0], strerror(errno));
	_exit(status);
}

static int wait_for_command(pid_t child)
{
	sigset_t set = held_signals();
	siginfo_t info;
	int status;
	int signal_number;

	while (!waitpid(child, &status, WNOHANG)) {
		signal_number = sigwaitinfo(&set, &info);
		if (signal_number != SIGINT && signal_number != SIGTERM)
			continue;
		/* Ctrl-C at the terminal has reached the command already. */
		if (info.si_code != SI_KERNEL)
			kill(child, signal_number);
	}
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

int hold_while_running(char **command, int fd,
		       const struct lv1mem_region *regions, uint64_t count)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child < 0) {
		print_error("cannot start %s: %s", command[0], strerror(errno));
		return 126;
	}
	if (!child)
		run_command(command, fd, regions, count);
	return wait_for_command(child);
}
