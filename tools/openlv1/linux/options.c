// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <string.h>

#include "../core/partition.h"
#include "kernel_log.h"

/* Bounds of the section with the pointers of OPTION(), from the linker. */
extern const struct option *const __start_options[];
extern const struct option *const __stop_options[];

#define PREFIX "openlv1."

bool option_number(const char *text, size_t length, s64 *number)
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

static bool apply_pool(const char *item, size_t length)
{
	s64 size;

	return option_number(item, length, &size) && size > 0 &&
	       partition_enlarge_pool(MIB(size));
}

OPTION(pool, apply_pool);

static bool apply_console(const char *item, size_t length)
{
	static const char from_memory[] = "memory";

	kernel_log.always = true;
	return length == sizeof(from_memory) - 1 &&
	       !strncmp(item, from_memory, length);
}

OPTION(console, apply_console);

static const struct option *find_option(const char *text)
{
	for (const struct option *const *each = __start_options;
	     each < __stop_options; each++) {
		if (!strncmp(text, (*each)->name, strlen((*each)->name)))
			return *each;
	}
	return NULL;
}

static bool apply_items(const struct option *option, const char *items,
			size_t length)
{
	const char *end = items + length;

	while (items < end) {
		size_t item = strcspn(items, ", ");

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
		size_t length = strcspn(command_line, " ");

		if (length >= prefix && !strncmp(command_line, PREFIX, prefix) &&
		    !apply_word(command_line + prefix, length - prefix))
			return command_line;
		command_line += length + (command_line[length] == ' ');
	}
	return NULL;
}
