// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem version: show the version of lv1mem.
 */
#include <stdio.h>

#include "command.h"
#include "json.h"

static int run(int argc, char **argv)
{
	int status;

	if (command_parse_operand(&command_version, argc, argv, NULL, &status))
		return status;

	if (!json_wanted()) {
		puts("lv1mem " LV1MEM_VERSION);
		return STATUS_DONE;
	}
	json_begin();
	json_string("version", LV1MEM_VERSION);
	json_end();
	return STATUS_DONE;
}

const struct command command_version = {
	.name = "version",
	.summary = "show the version of lv1mem",
	.help = "Usage: lv1mem version [OPTIONS]\n"
		"\n"
		"Show the version of lv1mem. Needs no device.\n"
		"\n" HELP_JSON_AND_EXAMPLE
		"  lv1mem version\n",
	.run = run,
};
