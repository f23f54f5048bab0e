// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem: memory regions of the PlayStation 3's LV1 hypervisor.
 */
#include <ctype.h>

#include "command.h"

enum {
	TAKES_JSON = 1,
	PARSES_OPTIONS = 2,
	/* Is about the regions that lv1mem shell holds, and makes no sense elsewhere. */
	FOR_SHELL = 4,
	/* getopt_long() would take a negative number for an option. */
	TAKES_NEGATIVE = 8,
};

/**
 * struct command - a subcommand, which is a command of lv1mem shell too
 * @name: its name
 * @arguments: its arguments, as its usage line shows them
 * @summary: one line for the list of subcommands
 * @help: what follows the usage line, or NULL if @summary is enough; with the options
 *	and an example if it parses its options
 * @example: a command line, or NULL
 * @min_operands: number of operands that must be given
 * @max_operands: number of operands that can be given
 * @flags: how it is parsed, and where it can be used
 * @run: runs it
 */
struct command {
	const char *name;
	const char *arguments;
	const char *summary;
	const char *help;
	const char *example;
	int min_operands;
	int max_operands;
	unsigned int flags;
	command_function *run;
};

static command_function run_help;

/* clang-format off */
static const struct command commands[] = {
	{ "info", "[OPTIONS]", "show the hypervisor, what is allocated, and the limits",
	  help_info, "lv1mem info", 0, 0, TAKES_JSON, run_info },
	{ "alloc", "SIZE [PAGE-SIZE [FLAGS]] [OPTIONS] [-- COMMAND [ARGUMENTS]]",
	  "allocate regions and hold them, or run a command with them",
	  help_alloc, NULL, 0, 0, PARSES_OPTIONS, run_alloc },
	{ "sweep", "[OPTIONS]", "draw LV1's answers to a grid of values",
	  help_sweep, NULL, 0, 0, PARSES_OPTIONS, run_sweep },
	{ "report", "[OPTIONS]", "ask LV1 all that is worth knowing, and write it to a file",
	  help_report, NULL, 0, 0, PARSES_OPTIONS, run_report },
	{ "diff", "FILE FILE", "compare two reports",
	  help_diff, "lv1mem diff openlv1.json console.json", 2, 2, 0, run_diff },
	{ "shell", "[OPTIONS]", "a prompt that holds regions from line to line",
	  help_shell, NULL, 0, 0, PARSES_OPTIONS, run_shell },
	{ "list", "[OPTIONS]", "list the regions of all processes",
	  help_list, "lv1mem list", 0, 0, TAKES_JSON, run_list },
	{ "query", "ADDR [OPTIONS]", "ask LV1 about the region at an address",
	  help_query, "lv1mem query 0", 1, 1, TAKES_JSON, run_query },
	{ "probe", "[OPTIONS]", "find how much memory LV1 can allocate",
	  help_probe, "lv1mem probe", 0, 0, TAKES_JSON, run_probe },
	{ "decode", "ADDR [OPTIONS]", "show the size class and the counter in an address",
	  help_decode, "lv1mem decode 0x400000030000", 1, 1, TAKES_JSON, run_decode },
	{ "status", "[NUMBER | NAME] [OPTIONS]", "explain an LV1 status, or list all",
	  help_status, "lv1mem status -17", 0, 1, TAKES_JSON | TAKES_NEGATIVE, run_status },
	{ "version", "[OPTIONS]", "show the version of lv1mem",
	  "Show the version of lv1mem. Needs no device.\n", "lv1mem version",
	  0, 0, TAKES_JSON, run_version },
	{ "help", "[SUBCOMMAND]", "list the subcommands, or explain one",
	  "List the subcommands, or explain one.\n", "lv1mem help alloc",
	  0, 1, 0, run_help },

	{ "free", "REGION", "release an unmapped region",
	  NULL, NULL, 1, 1, FOR_SHELL, run_free },
	{ "map", "REGION", "map a region, to access its memory",
	  NULL, NULL, 1, 1, FOR_SHELL, run_map },
	{ "unmap", "REGION", "unmap a region",
	  NULL, NULL, 1, 1, FOR_SHELL, run_unmap },
	{ "fill", "REGION BYTE [OFFSET [LENGTH]]", "set memory to a byte",
	  NULL, NULL, 2, 4, FOR_SHELL, run_fill },
	{ "dump", "REGION [OFFSET [LENGTH]]", "show memory, 256 bytes of it",
	  NULL, NULL, 1, 3, FOR_SHELL, run_dump },
	{ "peek", "REGION OFFSET [WIDTH]", "read 1, 2, 4 or 8 bytes (8)",
	  NULL, NULL, 2, 3, FOR_SHELL, run_peek },
	{ "poke", "REGION OFFSET VALUE [WIDTH]", "write 1, 2, 4 or 8 bytes (8)",
	  NULL, NULL, 3, 4, FOR_SHELL, run_poke },
	{ "exit", "", "release all regions and leave",
	  NULL, NULL, 0, 0, FOR_SHELL, run_exit },
	{ "quit", "", "the same as exit",
	  NULL, NULL, 0, 0, FOR_SHELL, run_exit },
};
/* clang-format on */

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static const struct command *find(const char *name)
{
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		name = "help";
	if (!strcmp(name, "--version") || !strcmp(name, "-V"))
		name = "version";
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	}
	return NULL;
}

const char *command_complete(const char *prefix, size_t *place)
{
	while (*place < COMMAND_COUNT) {
		const char *name = commands[(*place)++].name;

		if (!strncmp(name, prefix, strlen(prefix)))
			return name;
	}
	return NULL;
}

static void print_help(const struct command *command)
{
	printf("Usage: %s%s%s%s\n\n",
	       command->flags & FOR_SHELL ? "" : "lv1mem ", command->name,
	       *command->arguments ? " " : "", command->arguments);
	if (command->help)
		fputs(command->help, stdout);
	else
		printf("In lv1mem shell: %s.%s\n", command->summary,
		       *command->arguments ?
			       "\nREGION is a number in its list, or an address." :
			       "");
	if (command->flags & PARSES_OPTIONS)
		return;
	if (command->flags & TAKES_JSON)
		printf("\n  -j, --json           write JSON");
	printf("\n  -h, --help           this text\n");
	if (command->example)
		printf("\nExample:\n  %s\n", command->example);
}

static void print_list(void)
{
	printf("Usage: lv1mem SUBCOMMAND [ARGUMENTS]\n"
	       "\n"
	       "Memory regions from LV1, the PlayStation 3's hypervisor, through " LV1MEM_DEVICE ".\n"
	       "\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (!(commands[i].flags & FOR_SHELL))
			printf("  %-9s%s\n", commands[i].name,
			       commands[i].summary);
	}
	printf("\n"
	       "lv1mem shell has all of these, and more. REGION is a number in its list, or an\n"
	       "address:\n"
	       "\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (commands[i].flags & FOR_SHELL)
			printf("    %-5s %-30s%s\n", commands[i].name,
			       commands[i].arguments, commands[i].summary);
	}
	printf("\n"
	       "Exit status: 0 done, 1 refused by the kernel or by LV1, 2 wrong arguments,\n"
	       "4 no device.\n"
	       "\n"
	       "Example:\n"
	       "  lv1mem alloc 64K\n");
}

static int run_help(struct context *context, int count, char **operands)
{
	const struct command *command;

	if (!count) {
		print_list();
		return STATUS_DONE;
	}
	command = find(operands[0]);
	if (!command) {
		print_error("no such subcommand: %s; try: lv1mem help", operands[0]);
		return STATUS_USAGE;
	}
	print_help(command);
	return STATUS_DONE;
}

/* Print the first operand in the usage line that is not there. */
static void print_missing(const struct command *command, int count)
{
	const char *word = command->arguments;

	while (count--)
		word = strchr(word, ' ') + 1;
	print_error("%s: %.*s is missing", command->name,
		    (int)strcspn(word, " "), word);
}

/* So that getopt_long() does not take "-17" for an option. */
static void drop_minus(char **argv)
{
	for (; *argv; argv++) {
		if (argv[0][0] == '-' && isdigit((unsigned char)argv[0][1]))
			++*argv;
	}
}

/* Parse --json and --help, and count the operands. Returns STATUS_DONE if all is well. */
static int parse(const struct command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	bool takes_json = command->flags & TAKES_JSON;
	int option;

	if (command->flags & TAKES_NEGATIVE)
		drop_minus(argv);
	option = next_option(argc, argv, takes_json ? "jh" : "h",
			     options + !takes_json);
	if (option != -1)
		return option == 'h' ? STATUS_HELP : STATUS_WRONG_USAGE;

	if (argc - optind < command->min_operands)
		print_missing(command, argc - optind);
	else if (argc - optind > command->max_operands)
		print_error("%s: unexpected argument: %s", command->name,
			    argv[optind + command->max_operands]);
	else
		return STATUS_DONE;
	return STATUS_WRONG_USAGE;
}

/* True if --json is among the arguments, wherever it is and however it is written. */
static bool asks_for_json(char **argv)
{
	for (; *argv && strcmp(*argv, "--"); argv++) {
		if (!strncmp(*argv, "--j", 3))
			return true;
		if (argv[0][0] == '-' && argv[0][1] != '-' && strchr(*argv, 'j'))
			return true;
	}
	return false;
}

static int parse_and_run(struct context *context, const struct command *command,
			 int argc, char **argv)
{
	int status;

	if (command->flags & FOR_SHELL && !context->in_shell) {
		print_error("%s is for lv1mem shell", command->name);
		return STATUS_WRONG_USAGE;
	}
	if (command->flags & PARSES_OPTIONS)
		return command->run(context, argc, argv);
	status = parse(command, argc, argv);
	if (status)
		return status;
	return command->run(context, argc - optind, argv + optind);
}

int command_run(struct context *context, int argc, char **argv)
{
	const struct command *command = find(argv[0]);
	int status;

	json_start(command ? command->name : NULL, asks_for_json(argv));
	if (!command) {
		print_error("no such subcommand: %s; try: lv1mem help", argv[0]);
		return STATUS_USAGE;
	}
	/* For messages: it may be --version. getopt_long() starts anew. */
	argv[0] = (char *)command->name;
	optind = 0;
	status = parse_and_run(context, command, argc, argv);
	if (status == STATUS_HELP) {
		/* It is the answer, and no document is due any more. */
		json_start(command->name, false);
		print_help(command);
		return STATUS_DONE;
	}
	if (status == STATUS_WRONG_USAGE) {
		fprintf(stderr, "Try: lv1mem help %s\n", command->name);
		return STATUS_USAGE;
	}
	return status;
}

/* With a full disk or a closed pipe, the command has failed. */
static int finish_stdout(int status)
{
	const char *reason = close_file(stdout);

	if (!reason)
		return status;

	print_error("cannot write the output: %s", reason);
	return status == STATUS_DONE ? STATUS_REFUSED : status;
}

/*
 * If stdin, stdout or stderr is closed, put something in its place that cannot be used
 * either, so that the device does not get its number.
 */
static void fill_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

int main(int argc, char **argv)
{
	struct context context = { .fd = -1 };
	int status;

	fill_standard_files();
	if (argc < 2) {
		print_error("no subcommand; try: lv1mem help");
		return STATUS_USAGE;
	}
	status = command_run(&context, argc - 1, argv + 1);
	if (context.fd >= 0)
		lv1mem_close(context.fd);
	free(context.regions);
	return finish_stdout(status);
}
