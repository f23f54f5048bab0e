// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem version: show the version of lv1mem.
 */
#include <stdio.h>

#include "command.h"
#include "json.h"

int run_version(struct context *context, int count, char **operands)
{
	if (!json_wanted()) {
		puts("lv1mem " LV1MEM_VERSION);
		return STATUS_DONE;
	}
	json_begin();
	json_string("version", LV1MEM_VERSION);
	json_end();
	return STATUS_DONE;
}

const char help_version[] =
	"Show the version of lv1mem. Needs no device.\n"
	"\n" HELP_JSON_AND_EXAMPLE
	"  lv1mem version\n";
