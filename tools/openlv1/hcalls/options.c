// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <string.h>

#include "hypercall.h"
#include "watch.h"

#define PREFIX	 "openlv1."
#define ITEM_MAX 128

static bool parse_number(const char *text, s64 *number)
{
	const char *digit = text + (*text == '-');
	u64 value = 0;

	if (!*digit)
		return false;
	for (; *digit; digit++) {
		if (*digit < '0' || *digit > '9')
			return false;
		value = value * 10 + (u64)(*digit - '0');
	}
	*number = (s64)(*text == '-' ? -value : value);
	return true;
}

static bool find_call(const char *name, u64 *number)
{
	for (*number = 0; *number < HYPERCALL_NUMBERS; (*number)++) {
		const struct hypercall *call = hypercall_by_number[*number];

		if (call && !strcmp(call->name, name))
			return true;
	}
	return false;
}

static bool apply_trace(char *name)
{
	u64 number;

	if (!find_call(name, &number))
		return false;
	watch_trace(number);
	return true;
}

/* CALL:N:STATUS */
static bool apply_inject(char *item)
{
	char *at_text = strchr(item, ':');
	char *status_text = at_text ? strchr(at_text + 1, ':') : NULL;
	u64 number;
	s64 at, status;

	if (!status_text)
		return false;
	*at_text++ = '\0';
	*status_text++ = '\0';
	return find_call(item, &number) && parse_number(at_text, &at) && at > 0 &&
	       parse_number(status_text, &status) &&
	       watch_inject(number, (u64)at, status);
}

static bool apply_console(char *from)
{
	kernel_log.always = true;
	return !strcmp(from, "memory");
}

static bool apply_pool(char *text)
{
	s64 size;

	return parse_number(text, &size) && size > 0 &&
	       partition_enlarge_pool(MIB(size));
}

static bool apply_pause(char *text)
{
	s64 ms;

	if (!parse_number(text, &ms) || ms <= 0)
		return false;
	partition.pause_limit = (u64)ms;
	return true;
}

static const struct {
	const char *name;
	bool (*apply)(char *item);
} options[] = {
	{ "trace=", apply_trace },
	{ "inject=", apply_inject },
	{ "console=", apply_console },
	{ "pool=", apply_pool },
	{ "pause=", apply_pause },
};

/* A list ends with the word. */
static bool apply_list(bool (*apply)(char *item), const char *list)
{
	char item[ITEM_MAX];

	do {
		size_t length = 0;

		for (; *list && *list != ',' && *list != ' '; list++) {
			if (length == ITEM_MAX - 1)
				return false;
			item[length++] = *list;
		}
		item[length] = '\0';
		if (!apply(item))
			return false;
	} while (*list++ == ',');
	return true;
}

static bool apply_option(const char *text)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(options); i++) {
		size_t length = strlen(options[i].name);

		if (!strncmp(text, options[i].name, length))
			return apply_list(options[i].apply, text + length);
	}
	return false;
}

const char *options_apply(const char *command_line)
{
	const char *word = command_line;

	while (word) {
		if (!strncmp(word, PREFIX, strlen(PREFIX)) &&
		    !apply_option(word + strlen(PREFIX)))
			return word;
		word = strchr(word, ' ');
		if (word)
			word++;
	}
	return NULL;
}
