// SPDX-License-Identifier: GPL-2.0-only
/*
 * The values of an input: parsing and printing.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sweep.h"

const struct sweep_input_info sweep_inputs[SWEEP_INPUTS] = {
	[SWEEP_PAGE_SHIFT] = { "page_size_exp (R4)", "--page-shift", "12" },
	[SWEEP_FLAGS] = { "flags (R6)", "--flags", "0" },
	[SWEEP_SIZE] = { "size (R3)", "--size", "1P" },
	[SWEEP_R5] = { "R5", "--r5", "0" },
};

static bool parse_value(char *text, enum sweep_input input,
			struct sweep_value *value)
{
	size_t length = strlen(text);

	value->in_pages = input == SWEEP_SIZE && length &&
			  (text[length - 1] == 'P' || text[length - 1] == 'p');
	if (value->in_pages)
		text[length - 1] = '\0';
	if (input == SWEEP_SIZE && !value->in_pages)
		return parse_size(text, &value->number);
	return parse_number(text, &value->number);
}

/* Each size is twice the one before; any other value is one more. */
static const char *add_range(struct sweep_axis *axis, enum sweep_input input,
			     const struct sweep_value *first,
			     const struct sweep_value *last)
{
	struct sweep_value value = *first;

	if (first->in_pages != last->in_pages)
		return "a range cannot mix pages and bytes";
	if (first->number > last->number)
		return "a range begins with its smallest value";
	if (input == SWEEP_SIZE && !first->number && last->number)
		return "a range of sizes doubles, and cannot start at 0";

	while (axis->count < SWEEP_CELLS_MAX) {
		uint64_t step = input == SWEEP_SIZE ? value.number : 1;

		axis->values[axis->count++] = value;
		if (value.number == last->number ||
		    last->number - value.number < step)
			return NULL;
		value.number += step;
	}
	return "more values than a sweep can have cells";
}

static const char *parse_item(char *text, enum sweep_input input,
			      struct sweep_axis *axis)
{
	struct sweep_value first;
	struct sweep_value last;
	char *dash = strchr(text, '-');

	if (dash)
		*dash = '\0';
	if (!parse_value(text, input, &first) ||
	    (dash && !parse_value(dash + 1, input, &last)))
		return input == SWEEP_SIZE ? "not a size, range or list of them" :
					     "not a number, range or list of them";
	return add_range(axis, input, &first, dash ? &last : &first);
}

const char *sweep_parse_axis(const char *text, enum sweep_input input,
			     struct sweep_axis *axis)
{
	const char *wrong = NULL;
	char *copy = strdup(text);
	char *rest = copy;

	/* Memory is taken for the pages that are written. */
	axis->values = malloc(SWEEP_CELLS_MAX * sizeof(*axis->values));
	if (!copy || !axis->values)
		wrong = "not enough memory";
	while (!wrong && rest)
		wrong = parse_item(strsep(&rest, ","), input, axis);
	free(copy);
	return wrong;
}

struct size_text sweep_value_text(const struct sweep_value *value,
				  enum sweep_input input)
{
	struct size_text result;
	uint64_t number = value->number;
	const char *format = "0x%" PRIx64;

	if (input == SWEEP_SIZE && !value->in_pages)
		return format_size(number);

	if (input == SWEEP_SIZE) {
		format = "%" PRIu64 "P";
	} else if (input == SWEEP_PAGE_SHIFT || number < 10) {
		format = "%" PRIu64;
	} else if (number > 0xffff && !(number & (number - 1))) {
		format = "2^%" PRIu64;
		number = __builtin_ctzll(number);
	}
	snprintf(result.text, sizeof(result.text), format, number);
	return result;
}
