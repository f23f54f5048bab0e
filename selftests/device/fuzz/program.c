// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs as text.
 */
#include <stdlib.h>
#include <string.h>

#include "kselftest.h"

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
