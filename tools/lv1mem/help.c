// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem help: the list of subcommands, or the help of one of them.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"

static int print_list(void)
{
	printf("Usage: lv1mem SUBCOMMAND [ARGUMENTS]\n"
	       "\n"
	       "Memory regions from LV1, the PlayStation 3's hypervisor, through " LV1MEM_DEVICE ".\n"
	       "\n");
	for (size_t i = 0; command_table[i]; i++)
		printf("  %-9s%s\n", command_table[i]->name,
		       command_table[i]->summary);
	printf("\n"
	       "Exit status: 0 done, 1 wrong arguments, 2 refused by the kernel or by LV1,\n"
	       "4 no device.\n"
	       "\n"
	       "Example:\n"
	       "  lv1mem alloc 64K\n");
	return STATUS_DONE;
}

static int run(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return print_list();
	if (argc > 2) {
		print_error("help: unexpected argument: %s", argv[2]);
		return command_usage_error(&command_help);
	}

	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return command_print_help(&command_help);
	command = command_find(argv[1]);
	if (!command) {
		print_error("help: no such subcommand: %s", argv[1]);
		return command_usage_error(&command_help);
	}
	return command_print_help(command);
}

const struct command command_help = {
	.name = "help",
	.summary = "list the subcommands, or explain one",
	.help = "Usage: lv1mem help [SUBCOMMAND]\n"
		"\n"
		"List the subcommands, or explain one.\n"
		"\n"
		"  -h, --help           this text\n"
		"\n"
		"Example:\n"
		"  lv1mem help alloc\n",
	.run = run,
};
