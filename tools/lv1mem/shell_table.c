// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: the table of commands, and help, which prints it.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "shell.h"

static int shell_help(struct shell *shell, int count, char **words)
{
	char usage[64];

	(void)shell;
	for (const struct shell_command *command = shell_commands;
	     command->name; command++) {
		if (count > 1 && strcmp(words[1], command->name))
			continue;
		snprintf(usage, sizeof(usage), "%s %s", command->name,
			 command->arguments);
		printf("  %-36s%s\n", usage, command->summary);
		if (count > 1)
			return STATUS_DONE;
	}
	if (count > 1) {
		print_error("no such command: %s; see: help", words[1]);
		return STATUS_USAGE;
	}
	puts("\nA REGION is named by its number in the list or by its address. Numbers are as\n"
	     "4096, 0x1000 or 4K. What stands behind a # is a comment.");
	return STATUS_DONE;
}

static int shell_quit(struct shell *shell, int count, char **words)
{
	(void)count;
	(void)words;
	shell->is_finished = true;
	return STATUS_DONE;
}

/* clang-format off */
const struct shell_command shell_commands[] = {
	{ "alloc", "SIZE [PAGE-SIZE [FLAGS]]", "allocate a region",
	  1, 3, shell_alloc },
	{ "free", "REGION", "release an unmapped region",
	  1, 1, shell_free },
	{ "map", "REGION", "map it, to reach its memory",
	  1, 1, shell_map },
	{ "unmap", "REGION", "undo map",
	  1, 1, shell_unmap },
	{ "fill", "REGION BYTE [OFFSET [LENGTH]]", "set memory to a byte",
	  2, 4, shell_fill },
	{ "dump", "REGION [OFFSET [LENGTH]]", "show memory, 256 bytes of it",
	  1, 3, shell_dump },
	{ "peek", "REGION OFFSET [WIDTH]", "read 1, 2, 4 or 8 bytes (8)",
	  2, 3, shell_peek },
	{ "poke", "REGION OFFSET VALUE [WIDTH]", "write 1, 2, 4 or 8 bytes (8)",
	  3, 4, shell_poke },
	{ "list", "", "the regions that this shell holds",
	  0, 0, shell_list },
	{ "query", "REGION|ADDRESS", "ask LV1 about an address",
	  1, 1, shell_query },
	{ "info", "", "limits, and what is allocated",
	  0, 0, shell_info },
	{ "decode", "REGION|ADDRESS", "what an address tells",
	  1, 1, shell_decode },
	{ "status", "NUMBER|NAME", "what an LV1 status means",
	  1, 1, shell_status },
	{ "help", "[COMMAND]", "this list, or one line of it",
	  0, 1, shell_help },
	{ "quit", "", "release all regions and leave",
	  0, 0, shell_quit },
	{ 0 },
};
/* clang-format on */
