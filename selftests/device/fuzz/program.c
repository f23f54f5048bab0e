// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs as text, and random programs. Most arguments of those have their usual value;
 * the others are on either side of a limit.
 */
#include <stdlib.h>
#include <string.h>

#include "kselftest.h"

#include "../abi.h"
#include "program.h"

unsigned int argument_count(const struct operation *operation)
{
	unsigned int count = 0;

	while (count < ARGUMENTS_MAX && operation->arguments[count].name)
		count++;
	return count;
}

/* Returns argument_count() if there is none of this name. */
static unsigned int find_argument(const struct operation *operation, const char *name)
{
	unsigned int i, count = argument_count(operation);

	for (i = 0; i < count && strcmp(operation->arguments[i].name, name); i++)
		;
	return i;
}

unsigned int argument_index(const struct operation *operation, const char *name)
{
	unsigned int i = find_argument(operation, name);

	if (i == argument_count(operation))
		abort();
	return i;
}

struct step usual_step(enum operation_number operation)
{
	struct step step = { .operation = operation };

	for (unsigned int i = 0; i < argument_count(&operations[operation]); i++)
		step.values[i].number = operations[operation].arguments[i].usual;
	return step;
}

bool may_have_region(const struct argument *argument)
{
	return argument->kind == KIND_ADDRESS || argument->kind == KIND_OFFSET;
}

uint64_t value_bound(const struct argument *argument)
{
	uint64_t count = 0;

	switch (argument->kind) {
	case KIND_FILE:
		return FILES;
	case KIND_REGION:
		return REGIONS;
	case KIND_MAPPING:
		return MAPPINGS;
	case KIND_CHOICE:
		while (argument->names[count])
			count++;
		return count;
	default:
		return 0;
	}
}

/* @bound is 0 if there is none. */
static bool parse_number(const char *text, uint64_t bound, uint64_t *number)
{
	char *end;

	*number = strtoull(text, &end, 0);
	return end != text && !*end && (!bound || *number < bound);
}

static bool parse_region(const char *text, struct value *value)
{
	unsigned int region;
	int used = 0, count;
	char sign;

	count = sscanf(text, "region%1u%c%n", &region, &sign, &used);
	if (count < 1 || region >= REGIONS)
		return false;
	value->region = region + 1;
	return count == 1 || (sign == '+' && parse_number(text + used, 0, &value->number));
}

static bool parse_choice(const char *text, const struct argument *argument, struct value *value)
{
	for (value->number = 0; argument->names[value->number]; value->number++) {
		if (!strcmp(text, argument->names[value->number]))
			return true;
	}
	return false;
}

static bool parse_value(const char *text, const struct argument *argument, struct value *value)
{
	*value = (struct value){};
	if (argument->kind == KIND_CHOICE)
		return parse_choice(text, argument, value);
	if (may_have_region(argument) && parse_region(text, value))
		return true;
	return parse_number(text, value_bound(argument), &value->number);
}

/* Set an argument, or what every step may have: on, ok, fail. */
static bool parse_word(char *word, struct step *step)
{
	const struct operation *operation = &operations[step->operation];
	char *text = strchr(word, '=');
	unsigned int i;

	if (!strcmp(word, "ok")) {
		step->ok = true;
		return true;
	}
	if (!strcmp(word, "fail=all")) {
		step->fail = FAIL_ALL;
		return true;
	}
	if (!text)
		return false;
	*text++ = '\0';
	if (!strcmp(word, "on"))
		return parse_number(text, THREADS, &step->on);
	if (!strcmp(word, "fail"))
		return parse_number(text, FAIL_ALL, &step->fail);
	i = find_argument(operation, word);
	return i < argument_count(operation) &&
	       parse_value(text, &operation->arguments[i], &step->values[i]);
}

static bool parse_step(const char *line, struct step *step)
{
	char copy[256], *rest, *word;
	unsigned int i = 0;

	snprintf(copy, sizeof(copy), "%s", line);
	word = strtok_r(copy, " ", &rest);
	while (i < OPERATIONS && strcmp(word, operations[i].name))
		i++;
	if (i == OPERATIONS)
		return false;
	*step = usual_step(i);
	while ((word = strtok_r(NULL, " ", &rest))) {
		if (!parse_word(word, step))
			return false;
	}
	return true;
}

bool parse_program(const char *const **lines, struct program *program)
{
	*program = (struct program){};
	if (!**lines)
		return false;
	if (sscanf(*(*lines)++, "program %47s", program->name) != 1)
		ksft_exit_fail_msg("corpus: a line 'program NAME' is missing\n");
	for (; **lines && strncmp(**lines, "program ", 8); (*lines)++) {
		if (program->count == STEPS_MAX ||
		    !parse_step(**lines, &program->steps[program->count++]))
			ksft_exit_fail_msg("corpus: %s: too many steps, or unknown: %s\n",
					   program->name, **lines);
	}
	return true;
}

static int format_value(const struct argument *argument, const struct value *value, char *text,
			size_t size)
{
	bool is_short = argument->kind == KIND_STATUS || value->number < 100;

	if (argument->kind == KIND_CHOICE)
		return snprintf(text, size, " %s=%s", argument->name,
				argument->names[value->number]);
	if (value->region && !value->number)
		return snprintf(text, size, " %s=region%d", argument->name, value->region - 1);
	if (value->region)
		return snprintf(text, size, " %s=region%d+%#llx", argument->name, value->region - 1,
				(unsigned long long)value->number);
	return snprintf(text, size, is_short ? " %s=%lld" : " %s=%#llx", argument->name,
			(unsigned long long)value->number);
}

int format_step(const struct step *step, char *text, size_t size)
{
	const struct operation *operation = &operations[step->operation];
	int used = snprintf(text, size, "%s", operation->name);

	for (unsigned int i = 0; i < argument_count(operation); i++) {
		const struct argument *argument = &operation->arguments[i];
		const struct value *value = &step->values[i];

		if (value->region || value->number != argument->usual)
			used += format_value(argument, value, text + used, size - used);
	}
	if (step->on)
		used += snprintf(text + used, size - used, " on=%d", (int)step->on);
	if (step->ok)
		used += snprintf(text + used, size - used, " ok");
	if (step->fail == FAIL_ALL)
		used += snprintf(text + used, size - used, " fail=all");
	else if (step->fail)
		used += snprintf(text + used, size - used, " fail=%d", (int)step->fail);
	return used;
}

void print_program(const struct program *program, FILE *to)
{
	char text[512];

	fprintf(to, "program %s\n", program->name);
	for (unsigned int i = 0; i < program->count; i++) {
		format_step(&program->steps[i], text, sizeof(text));
		fprintf(to, "%s\n", text);
	}
}

void remove_step(struct program *program, unsigned int at)
{
	program->count--;
	memmove(&program->steps[at], &program->steps[at + 1],
		(program->count - at) * sizeof(program->steps[0]));
}

/* No step has more allocations and copies that matter. */
#define FAIL_MAX 24

#define PICK(state, values) ((values)[random_below(state, ARRAY_SIZE(values))])

static bool one_in(uint64_t *state, uint64_t bound)
{
	return !random_below(state, bound);
}

/* clang-format off */
static const uint64_t numbers[] = {
	0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 255, 256, 0x3ff, 0x400, 4096, 4097,
	65535, 65536, 65537, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 1ull << 42,
	1ull << 44, 1ull << 46, 1ull << 63, 0xc000000000000000, ~0xfffull, ~0ull
};

static const uint64_t lengths[] = {
	0, 1, 0xfff, 0x1000, 0x1001, 0x2000, 0x8000, 0xf000, 0x10000, 0x10001, 0x11000, 0x1f000,
	0x20000, 0x100000, 0x200000, 0x400000, 0x800000, 0xa00000, 0x1000000,
	(1ull << 28) - 0x1000, 1ull << 28, (1ull << 28) + 0x10000, 1ull << 32, 1ull << 44,
	1ull << 63, ~0xfffull, ~0ull
};

static const uint64_t shifts[] = {
	0, 11, 12, 13, 15, 16, 17, 20, 21, 24, 28, 29, 32, 63, 64, 1ull << 32, ~0ull
};

/* Half of the steps are these. Most programs begin with open and alloc. */
static const enum operation_number common[] = {
	OP_ALLOC, OP_FREE, OP_FREE, OP_MAP, OP_MAP, OP_UNMAP, OP_READ, OP_WRITE, OP_CLOSE,
	OP_REFUSE
};
/* clang-format on */

static uint64_t near(uint64_t *state, uint64_t number)
{
	const uint64_t values[] = { number + 1, number - 1, number + 8, number * 2,
				    number ^ 1ull << random_below(state, 64) };

	return PICK(state, values);
}

static uint64_t random_number(uint64_t *state, const struct argument *argument)
{
	if (value_bound(argument))
		return random_below(state, value_bound(argument));
	switch (argument->kind) {
	case KIND_SMALL:
		return random_below(state, 16);
	case KIND_LENGTH:
		return PICK(state, lengths);
	case KIND_SHIFT:
		return PICK(state, shifts);
	case KIND_STATUS:
		return -1 - random_below(state, 32);
	default:
		return one_in(state, 2) ? near(state, argument->usual) : PICK(state, numbers);
	}
}

/* The lower regions more often: they are what most ALLOCs are for. */
static struct value random_region(uint64_t *state)
{
	return (struct value){
		.region = 1 + random_below(state, 1 + random_below(state, REGIONS)),
		.number = one_in(state, 4) ? PICK(state, lengths) : 0,
	};
}

static struct step random_step(uint64_t *state)
{
	bool is_common = one_in(state, 2);
	struct step step = usual_step(is_common ? PICK(state, common) :
						  random_below(state, OPERATIONS));
	const struct operation *operation = &operations[step.operation];
	unsigned int count = argument_count(operation);

	for (unsigned int i = 0; i < count; i++) {
		if (may_have_region(&operation->arguments[i]))
			step.values[i] = random_region(state);
		else if (operation->arguments[i].names == place_names && one_in(state, 6))
			step.values[i].number = random_below(state, PLACES);
	}
	while (count && one_in(state, 2)) {
		unsigned int i = random_below(state, count);

		step.values[i].region = 0;
		step.values[i].number = random_number(state, &operation->arguments[i]);
	}
	return step;
}

void random_program(uint64_t *state, struct program *program)
{
	bool threads = one_in(state, 4), failures = one_in(state, 4);

	*program = (struct program){ .count = 2 + random_below(state, STEPS_MAX - 1) };
	for (unsigned int i = 0; i < program->count; i++) {
		struct step *step = &program->steps[i];

		if (i < 2 && !one_in(state, 8))
			*step = usual_step(i ? OP_ALLOC : OP_OPEN);
		else
			*step = random_step(state);
		if (threads)
			step->on = random_below(state, THREADS);
		if (failures && one_in(state, 2))
			step->fail = 1 + random_below(state, FAIL_MAX);
	}
}
