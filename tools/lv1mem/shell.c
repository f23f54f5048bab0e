// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: the subcommands, line by line, with one open file, so that a region
 * outlives a line.
 */
#include "command.h"

int run_exit(struct context *context, int count, char **operands)
{
	context->is_finished = true;
	return STATUS_DONE;
}

/* Split a line at blanks, in place; # begins a comment. Returns the number of words. */
static int split(char *line, char **words)
{
	static const char blanks[] = " \t\r\n";
	int count = 0;
	char *rest;

	for (char *word = strtok_r(line, blanks, &rest); word && *word != '#';
	     word = strtok_r(NULL, blanks, &rest))
		words[count++] = word;
	words[count] = NULL;
	return count;
}

static int run_line(struct context *context, char *line)
{
	/* A word has a letter and a blank behind it. */
	char **words = calloc(strlen(line) / 2 + 2, sizeof(*words));
	int status = STATUS_DONE;
	bool is_prefixed;
	int count;

	if (!words)
		return report(-ENOMEM, 0, "shell: %s", strerror(ENOMEM));
	count = split(line, words);
	/* So that what help and messages show can be typed here. */
	is_prefixed = count > 1 && !strcmp(words[0], "lv1mem");
	count -= is_prefixed;
	if (count)
		status = command_run(context, count, words + is_prefixed);
	free(words);
	return status;
}

/* Returns an exit status: errors of a person do not count. */
static int run_typed_lines(struct context *context)
{
	char *line;

	puts("Regions are held until they are freed or this shell ends.\n"
	     "Type help for help.");
	/* Ctrl-C must not end the shell, whatever is under way. */
	catch_interrupts();
	while (!context->is_finished && (line = edit_line("lv1mem> "))) {
		catch_interrupts();
		run_line(context, line);
	}
	return must_end() ? 128 + interrupted() : STATUS_DONE;
}

static int run_lines(struct context *context, bool keep_going)
{
	int status = STATUS_DONE;
	unsigned long number = 0;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int failed;

	while (!context->is_finished && !interrupted() &&
	       (length = getline(&line, &size, stdin)) >= 0) {
		number++;
		failed = STATUS_USAGE;
		if (strlen(line) == (size_t)length)
			failed = run_line(context, line);
		else
			print_error("a line with a zero byte is no command");
		restore_interrupts();
		fflush(stdout);
		if (!failed)
			continue;
		print_error("shell: that was line %lu", number);
		status = STATUS_REFUSED;
		if (!keep_going)
			break;
	}
	if (ferror(stdin)) {
		print_error("shell: cannot read: %s", strerror(errno));
		status = STATUS_REFUSED;
	}
	free(line);
	return interrupted() ? 128 + interrupted() : status;
}

static int parse(int argc, char **argv, bool *keep_going)
{
	static const struct option options[] = {
		{ "keep-going", no_argument, NULL, 'k' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = next_option(argc, argv, "kh", options)) == 'k')
		*keep_going = true;
	if (option != -1)
		return option == 'h' ? STATUS_HELP : STATUS_WRONG_USAGE;
	if (optind == argc)
		return STATUS_DONE;

	print_error("shell: unexpected argument: %s", argv[optind]);
	return STATUS_WRONG_USAGE;
}

int run_shell(struct context *context, int argc, char **argv)
{
	bool keep_going = false;
	int status = parse(argc, argv, &keep_going);

	if (status)
		return status;
	if (context->in_shell) {
		print_error("shell: this is lv1mem shell already");
		return STATUS_USAGE;
	}
	if (!open_device(context, O_RDWR, &status))
		return status;

	context->in_shell = true;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		status = run_typed_lines(context);
	else
		status = run_lines(context, keep_going);
	json_start("shell", false);
	if (regions_release(context, 0))
		status = STATUS_REFUSED;
	return status;
}

const char help_shell[] =
	"Read subcommands from stdin, a line each, and run them with one open file, which\n"
	"holds the regions. At a terminal, lines can be edited; Ctrl-C ends what is\n"
	"under way, Ctrl-D the shell. All regions are released at the end. help lists the\n"
	"subcommands, some of which are for the shell alone.\n"
	"\n"
	"From a pipe or a file, the first error ends it, with exit status 1.\n"
	"\n"
	"  -k, --keep-going     go on after an error; the exit status is still 1\n"
	"  -h, --help           this text\n"
	"\n"
	"Example:\n"
	"  printf 'alloc 64K\\nmap 1\\npoke 1 0x10 42\\ndump 1\\n' | lv1mem shell\n";
