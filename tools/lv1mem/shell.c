// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: a prompt with one open file, so that a region outlives a line.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "shell.h"

#define MAX_WORDS 8

static const char help_text[] =
	"Usage: lv1mem shell [OPTIONS]\n"
	"\n"
	"Read commands from stdin, a line each, and run them with one open file, which\n"
	"holds the regions. At a terminal there is a prompt; Ctrl-C leaves a line or a\n"
	"dump, Ctrl-D the shell. All regions are released at the end. The command help\n"
	"lists the commands.\n"
	"\n"
	"From a pipe or a file, the first error ends it, with exit status 2.\n"
	"\n"
	"  -k, --keep-going     go on after an error; the exit status is still 2\n"
	"  -h, --help           this text\n"
	"\n"
	"Example:\n"
	"  printf 'alloc 64K\\nmap 1\\npoke 1 0x10 42\\ndump 1\\n' | lv1mem shell\n";

static const struct shell_command *find(const char *name)
{
	for (const struct shell_command *command = shell_commands;
	     command->name; command++) {
		if (!strcmp(command->name, name))
			return command;
	}
	return NULL;
}

static int run_line(struct shell *shell, char *line)
{
	const struct shell_command *command;
	char *words[MAX_WORDS];
	int count = shell_split(line, words, MAX_WORDS);

	if (!count)
		return STATUS_DONE;

	command = find(words[0]);
	if (!command) {
		print_error("no such command: %s; see: help", words[0]);
		return STATUS_USAGE;
	}
	if (count - 1 < command->min_arguments ||
	    count - 1 > command->max_arguments) {
		print_error("usage: %s %s", command->name, command->arguments);
		return STATUS_USAGE;
	}
	return command->run(shell, count, words);
}

static void prompt(bool is_interactive)
{
	if (is_interactive)
		fputs("lv1mem> ", stdout);
	fflush(stdout);
}

/* False at the end of input. Ctrl-C gives an empty line. */
static bool read_line(bool is_interactive, char **line, size_t *size,
		      ssize_t *length)
{
	*length = 0;
	if (is_interactive && !shell_wait_for_line()) {
		putchar('\n');
		return true;
	}
	*length = getline(line, size, stdin);
	if (*length < 0)
		return false;
	/* The first half of a line may have come by Ctrl-D. */
	if (shell_take_interrupt())
		*length = 0;
	return true;
}

static int check_and_run(struct shell *shell, char *line, ssize_t length)
{
	if (!length)
		return STATUS_DONE;
	if (strlen(line) != (size_t)length) {
		print_error("a line with a zero byte is no command");
		return STATUS_USAGE;
	}
	return run_line(shell, line);
}

static int run_lines(struct shell *shell, bool is_interactive, bool keep_going)
{
	int status = STATUS_DONE;
	unsigned long number = 0;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	for (prompt(is_interactive);
	     read_line(is_interactive, &line, &size, &length);
	     prompt(is_interactive)) {
		number++;
		if (check_and_run(shell, line, length) != STATUS_DONE &&
		    !is_interactive) {
			print_error("shell: that was line %lu", number);
			status = STATUS_REFUSED;
			if (!keep_going)
				break;
		}
		shell_take_interrupt();
		if (shell->is_finished)
			break;
	}
	if (ferror(stdin)) {
		print_error("shell: cannot read: %s", strerror(errno));
		status = STATUS_REFUSED;
	}
	if (is_interactive && !shell->is_finished)
		putchar('\n');
	free(line);
	return status;
}

static bool parse(int argc, char **argv, bool *keep_going, int *status)
{
	static const struct option options[] = {
		{ "keep-going", no_argument, NULL, 'k' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "kh", options, NULL)) != -1) {
		switch (option) {
		case 'k':
			*keep_going = true;
			break;
		case 'h':
			*status = command_print_help(&command_shell);
			return false;
		default:
			*status = command_usage_error(&command_shell);
			return false;
		}
	}
	if (optind == argc)
		return true;

	print_error("shell: unexpected argument: %s", argv[optind]);
	*status = command_usage_error(&command_shell);
	return false;
}

static int run(int argc, char **argv)
{
	bool is_interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	struct shell shell = { 0 };
	bool keep_going = false;
	int status;

	if (!parse(argc, argv, &keep_going, &status))
		return status;

	shell.fd = open_device(O_RDWR | O_CLOEXEC, &status);
	if (shell.fd < 0)
		return status;

	if (is_interactive) {
		shell_hold_interrupt();
		puts("Regions are held until they are freed or this shell ends.\n"
		     "Type help for help.");
	}
	status = run_lines(&shell, is_interactive, keep_going);
	if (!shell_release_all(&shell))
		status = STATUS_REFUSED;
	lv1mem_close(shell.fd);
	return status;
}

const struct command command_shell = {
	.name = "shell",
	.summary = "a prompt that holds regions from line to line",
	.help = help_text,
	.run = run,
};
