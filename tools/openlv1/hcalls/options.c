// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <string.h>

#include "hypercall.h"

#define PREFIX "openlv1."

static size_t length_until(const char *text, const char *ends)
{
	size_t length = 0;

	while (text[length] && !strchr(ends, text[length]))
		length++;
	return length;
}

/* A decimal number that fills @length characters. */
static bool parse_number(const char *text, size_t length, s64 *number)
{
	bool negative = length && *text == '-';
	s64 value = 0;

	if (length <= negative || length > 12)
		return false;
	for (size_t i = negative; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*number = negative ? -value : value;
	return true;
}

/* CALL:N:STATUS */
static bool apply_inject(const char *item, size_t length)
{
	size_t name = length_until(item, ":, ");
	const char *at_text = item + name + 1;
	const char *status_text;
	s64 at, status;
	size_t digits;

	if (name >= length)
		return false;
	digits = length_until(at_text, ":, ");
	if (name + 1 + digits >= length)
		return false;
	status_text = at_text + digits + 1;
	return parse_number(at_text, digits, &at) && at > 0 &&
	       parse_number(status_text, length_until(status_text, ", "),
			    &status) &&
	       hypercall_inject_named(item, name, (u64)at, status);
}

/* In MiB. */
static bool apply_pool(const char *item, size_t length)
{
	s64 size;

	return parse_number(item, length, &size) && size > 0 &&
	       partition_enlarge_pool(MIB(size));
}

/* Both ways of showing what the kernel prints are to say the same. */
static bool apply_console(const char *item, size_t length)
{
	static const char from_memory[] = "memory";

	partition.kernel_log.always = true;
	return length == sizeof(from_memory) - 1 &&
	       !strncmp(item, from_memory, length);
}

static const struct option {
	const char *name;
	bool (*apply)(const char *item, size_t length);
} options[] = {
	{ "trace=", hypercall_trace },
	{ "inject=", apply_inject },
	{ "console=", apply_console },
	{ "pool=", apply_pool },
};

static const struct option *find_option(const char *text)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(options); i++) {
		if (!strncmp(text, options[i].name, strlen(options[i].name)))
			return &options[i];
	}
	return NULL;
}

static bool apply_items(const struct option *option, const char *items,
			size_t length)
{
	const char *end = items + length;

	while (items < end) {
		size_t item = length_until(items, ", ");

		if (!option->apply(items, item))
			return false;
		items += item + 1;
	}
	return true;
}

static bool apply_word(const char *word, size_t length)
{
	const struct option *option = find_option(word);

	if (!option)
		return false;
	word += strlen(option->name);
	length -= strlen(option->name);
	return length && apply_items(option, word, length);
}

const char *options_apply(const char *command_line)
{
	const size_t prefix = strlen(PREFIX);

	while (*command_line) {
		size_t length = length_until(command_line, " ");

		if (length >= prefix && !strncmp(command_line, PREFIX, prefix) &&
		    !apply_word(command_line + prefix, length - prefix))
			return command_line;
		command_line += length + (command_line[length] == ' ');
	}
	return NULL;
}
