// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem: memory regions of the PlayStation 3's LV1 hypervisor.
 */
#include <stdio.h>
#include <string.h>

#include "command.h"

const struct command *const command_table[] = {
	&command_info,
	&command_alloc,
	&command_sweep,
	&command_shell,
	&command_list,
	&command_query,
	&command_probe,
	&command_decode,
	&command_status,
	&command_version,
	&command_help,
	NULL,
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; command_table[i]; i++) {
		if (!strcmp(command_table[i]->name, name))
			return command_table[i];
	}
	return NULL;
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

int main(int argc, char **argv)
{
	char program[] = "lv1mem";
	const char *name = argc > 1 ? argv[1] : NULL;
	const struct command *command;

	if (!name) {
		print_error("no subcommand\nTry: lv1mem help");
		return STATUS_USAGE;
	}
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		name = command_help.name;

	command = command_find(name);
	if (!command) {
		print_error("no such subcommand: %s\nTry: lv1mem help", name);
		return STATUS_USAGE;
	}
	/* getopt_long() begins its messages with it. */
	argv[1] = program;
	return finish_stdout(command->run(argc - 1, argv + 1));
}
