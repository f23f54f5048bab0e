// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem version: which lv1mem this is.
 */
#include <stdio.h>

#include "command.h"
#include "json.h"
#include "report.h"

static const char help_text[] =
	"Usage: lv1mem version [OPTIONS]\n"
	"\n"
	"Show the version of lv1mem. No device is needed.\n"
	"\n"
	"  -j, --json           write JSON\n"
	"  -h, --help           this text\n"
	"\n"
	"Example:\n"
	"  lv1mem version\n";

static void write_version(void)
{
	struct json json = { .out = stdout };

	json_open(&json, '{');
	json_key(&json, "version");
	json_string(&json, LV1MEM_VERSION);
	json_close(&json, '}');
	putchar('\n');
}

static int run(int argc, char **argv)
{
	int status;

	if (command_parse_operand(&command_version, argc, argv, NULL, &status))
		return status;

	if (json_wanted())
		write_version();
	else
		puts("lv1mem " LV1MEM_VERSION);
	return STATUS_DONE;
}

const struct command command_version = {
	.name = "version",
	.summary = "show which lv1mem this is",
	.help = help_text,
	.run = run,
};
