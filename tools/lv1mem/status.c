// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem status: explain an LV1 status.
 */
#include <strings.h>

#include <lv1/status.h>

#include "command.h"

#define STATUS_CODE(code, name, number) (code),

static const int32_t codes[] = { LV1_STATUS_TABLE(STATUS_CODE) };

#define CODE_COUNT (sizeof(codes) / sizeof(codes[0]))

static bool parse_name(const char *text, int32_t *code)
{
	static const char prefix[] = "LV1_";

	for (size_t i = 0; i < CODE_COUNT; i++) {
		const char *name = lv1mem_status_name(codes[i]);

		if (strcasecmp(text, name) &&
		    strcasecmp(text, name + strlen(prefix)))
			continue;
		*code = codes[i];
		return true;
	}
	return false;
}

static bool parse_status(const char *text, int32_t *code)
{
	uint64_t number;

	if (!parse_number(text + (*text == '-'), &number))
		return parse_name(text, code);
	/* The kernel's histograms print -6 as 2^64 - 6. */
	if (number > INT32_MAX)
		number = -number;
	if (number > INT32_MAX)
		return false;

	*code = -(int32_t)number;
	return true;
}

/* Success has no errno. */
static void print_status(int32_t code)
{
	int number = lv1mem_status_errno(code);

	printf("%6" PRId32 "  %-33s%s\n        %s\n", code,
	       lv1mem_status_name(code), number ? name_of_errno(number) : "-",
	       lv1mem_status_meaning(code));
}

static void write_status(int32_t code)
{
	json_open(NULL, '{');
	json_lv1_status(true, code);
	json_errno(-lv1mem_status_errno(code));
	json_string("meaning", lv1mem_status_meaning(code));
	json_close();
}

static void show(const int32_t *statuses, size_t count)
{
	if (json_wanted()) {
		json_begin();
		json_open("statuses", '[');
	}
	for (size_t i = 0; i < count; i++) {
		if (json_wanted())
			write_status(statuses[i]);
		else
			print_status(statuses[i]);
	}
	if (json_wanted())
		json_end();
}

int run_status(struct context *context, int count, char **operands)
{
	int32_t code;

	if (!count) {
		show(codes, CODE_COUNT);
		return STATUS_DONE;
	}
	if (!parse_status(operands[0], &code)) {
		print_error("status: not the number or name of a status: %s",
			    operands[0]);
		return STATUS_WRONG_USAGE;
	}
	show(&code, 1);
	return STATUS_DONE;
}

const char help_status[] =
	"Explain an LV1 status: its number, its name, the errno that the driver returns\n"
	"for it, and its meaning. Without an argument, list all. NUMBER may lack its\n"
	"minus, or be 2^64 larger, as in the kernel's histograms; NAME may lack its LV1_.\n"
	"Needs no device.\n";
