// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a subcommand could not do, for a person or for a program.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "report.h"

static bool as_json;

void report_as_json(void)
{
	as_json = true;
}

bool json_wanted(void)
{
	return as_json;
}

static void write_error(const char *message, int err, int32_t lv1_status)
{
	struct json json = { .out = stdout };

	json_open(&json, '{');
	json_key(&json, "error");
	json_open(&json, '{');
	json_key(&json, "message");
	json_string(&json, message);
	json_key(&json, "errno");
	json_s64(&json, -err);
	json_key(&json, "errno_name");
	json_string(&json, strerrorname_np(-err));
	json_key(&json, "lv1_status");
	if (lv1_status)
		json_s64(&json, lv1_status);
	else
		json_null(&json);
	json_key(&json, "lv1_name");
	json_string(&json, lv1_status ? lv1mem_status_name(lv1_status) : NULL);
	json_close(&json, '}');
	json_close(&json, '}');
	putchar('\n');
}

void report(int err, int32_t lv1_status, const char *format, ...)
{
	char message[512];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);

	if (as_json)
		write_error(message, err, lv1_status);
	else
		print_error("%s", message);
}
