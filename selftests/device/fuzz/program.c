// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs as text.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

unsigned int argument_count(const struct operation *operation)
{
	unsigned int count = 0;

	while (count < ARGUMENTS_MAX && operation->arguments[count].name)
		count++;
	return count;
}

static unsigned int find_argument(const struct operation *operation, const char *name,
				  size_t length)
{
	unsigned int i, count = argument_count(operation);

	for (i = 0; i < count; i++) {
		if (strlen(operation->arguments[i].name) == length &&
		    !memcmp(operation->arguments[i].name, name, length))
			break;
	}
	return i;
}

unsigned int argument_index(const struct operation *operation, const char *name)
{
	unsigned int i = find_argument(operation, name, strlen(name));

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

static bool parse_number(const char *text, uint64_t *number)
{
	char *end;

	*number = strtoull(text, &end, 0);
	return end != text && !*end;
}

static bool parse_region(const char *text, struct value *value)
{
	static const char prefix[] = "region";
	char *end;
	unsigned long region;

	if (strncmp(text, prefix, strlen(prefix)))
		return false;
	text += strlen(prefix);
	region = strtoul(text, &end, 10);
	if (end == text || region >= REGIONS)
		return false;
	value->region = region + 1;
	value->number = 0;
	return !*end || (*end == '+' && parse_number(end + 1, &value->number));
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
	return parse_number(text, &value->number) &&
	       (!value_bound(argument) || value->number < value_bound(argument));
}

/* What every step may have. */
static bool parse_attribute(const char *word, struct step *step)
{
	uint64_t number;

	if (!strcmp(word, "ok"))
		step->ok = true;
	else if (!strcmp(word, "fail=all"))
		step->fail = FAIL_ALL;
	else if (!strncmp(word, "on=", 3) && parse_number(word + 3, &number) && number < THREADS)
		step->on = number;
	else if (!strncmp(word, "fail=", 5) && parse_number(word + 5, &number) &&
		 number < FAIL_ALL)
		step->fail = number;
	else
		return false;
	return true;
}

static bool parse_argument(const char *word, struct step *step)
{
	const struct operation *operation = &operations[step->operation];
	const char *sign = strchr(word, '=');
	unsigned int i;

	if (parse_attribute(word, step))
		return true;
	if (!sign)
		return false;
	i = find_argument(operation, word, sign - word);
	return i < argument_count(operation) &&
	       parse_value(sign + 1, &operation->arguments[i], &step->values[i]);
}

/* Returns the word that is wrong, or NULL. */
static const char *parse_step(char *line, struct step *step)
{
	char *rest, *word = strtok_r(line, " \t", &rest);
	unsigned int i;

	for (i = 0; i < OPERATIONS && strcmp(word, operations[i].name); i++)
		;
	if (i == OPERATIONS)
		return word;
	*step = usual_step(i);
	while ((word = strtok_r(NULL, " \t", &rest))) {
		if (!parse_argument(word, step))
			return word;
	}
	return NULL;
}

/* The next line, without comments and empty lines. Returns false at the end. */
static bool next_line(const char **text, char *line, size_t size)
{
	while (**text) {
		size_t length = strcspn(*text, "\n"), used;

		snprintf(line, size, "%.*s", (int)length, *text);
		*text += length + ((*text)[length] == '\n');
		used = strcspn(line, "#");
		while (used && strchr(" \t\r", line[used - 1]))
			used--;
		line[used] = '\0';
		if (used)
			return true;
	}
	return false;
}

static bool wrong(char *problem, size_t size, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(problem, size, format, arguments);
	va_end(arguments);
	return false;
}

bool parse_program(const char **text, struct program *program, char *problem, size_t size)
{
	const char *word, *before;
	char line[512];

	*problem = '\0';
	*program = (struct program){};
	if (!next_line(text, line, sizeof(line)))
		return false;
	if (sscanf(line, "program %47s", program->name) != 1)
		return wrong(problem, size, "'%s' where a line 'program NAME' should be", line);
	for (before = *text; next_line(text, line, sizeof(line)); before = *text) {
		if (!strncmp(line, "program ", 8)) {
			*text = before;
			break;
		}
		if (program->count == STEPS_MAX)
			return wrong(problem, size, "%s has more than %d steps", program->name,
				     STEPS_MAX);
		word = parse_step(line, &program->steps[program->count++]);
		if (word)
			return wrong(problem, size, "%s: '%s' is unknown there", program->name,
				     word);
	}
	return program->count || wrong(problem, size, "%s has no steps", program->name);
}

static int format_value(const struct argument *argument, const struct value *value, char *text,
			size_t size)
{
	if (argument->kind == KIND_CHOICE)
		return snprintf(text, size, " %s=%s", argument->name,
				argument->names[value->number]);
	if (value->region && value->number)
		return snprintf(text, size, " %s=region%d+%#llx", argument->name, value->region - 1,
				(unsigned long long)value->number);
	if (value->region)
		return snprintf(text, size, " %s=region%d", argument->name, value->region - 1);
	if (argument->kind == KIND_STATUS)
		return snprintf(text, size, " %s=%lld", argument->name, (long long)value->number);
	if (value->number < 100)
		return snprintf(text, size, " %s=%d", argument->name, (int)value->number);
	return snprintf(text, size, " %s=%#llx", argument->name, (unsigned long long)value->number);
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
		used += snprintf(text + used, size - used, " on=%d", step->on);
	if (step->ok)
		used += snprintf(text + used, size - used, " ok");
	if (step->fail == FAIL_ALL)
		used += snprintf(text + used, size - used, " fail=all");
	else if (step->fail)
		used += snprintf(text + used, size - used, " fail=%d", step->fail);
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
