// SPDX-License-Identifier: GPL-2.0-only
/*
 * Error messages: on stderr for a person, or as JSON for a program.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "json.h"

static bool as_json;

void report_as_json(bool wanted)
{
	as_json = wanted;
}

bool json_wanted(void)
{
	return as_json;
}

void print_error(const char *format, ...)
{
	va_list args;

	/* Both streams may go to the same file. */
	fflush(stdout);
	fputs("lv1mem: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

static void write_error(const char *message, int err, int32_t lv1_status)
{
	json_begin();
	json_open("error", '{');
	json_string("message", message);
	json_s64("errno", -err);
	json_string("errno_name", strerrorname_np(-err));
	if (lv1_status) {
		json_s64("lv1_status", lv1_status);
		json_string("lv1_name", lv1mem_status_name(lv1_status));
	} else {
		json_null("lv1_status");
		json_null("lv1_name");
	}
	json_end();
}

int report(int err, int32_t lv1_status, const char *format, ...)
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
	return STATUS_REFUSED;
}

int print_refusal(const char *what, int err, int32_t lv1_status)
{
	const char *reason = lv1mem_strerror(err, lv1_status);

	if (lv1_status)
		return report(err, lv1_status,
			      "%s: LV1 refused: status %" PRId32 " %s: %s",
			      what, lv1_status, lv1mem_status_name(lv1_status),
			      reason);
	return report(err, 0, "%s: the driver refused, not LV1: %s: %s", what,
		      strerrorname_np(-err), reason);
}
