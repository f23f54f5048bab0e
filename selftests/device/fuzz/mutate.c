// SPDX-License-Identifier: GPL-2.0-only
/*
 * New programs: steps that come, go, and get other arguments.
 */
#include <string.h>

#include "mutate.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define CHANGES_MAX 4
/* Rarely more can fail on one way. */
#define FAIL_MAX 24

uint64_t below(struct chance *chance, uint64_t bound)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 7;
	chance->state ^= chance->state << 17;
	return (chance->state >> 11) % bound;
}

static bool one_in(struct chance *chance, uint64_t bound)
{
	return !below(chance, bound);
}

/* On both sides of where something changes. */
static const uint64_t numbers[] = { 0, 1, 2, 3, 4,
				    5, 7, 8, 15, 16,
				    17, 31, 32, 63, 64,
				    255, 256, 0x3ff, 0x400, 4096,
				    65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
				    0x100000000, 1ull << 42, 1ull << 44, 1ull << 63, ~0ull };
static const uint64_t lengths[] = { 0, 1,
				    0xfff, 0x1000,
				    0x1001, 0x2000,
				    0x8000, 0xf000,
				    0x10000, 0x10001,
				    0x11000, 0x1f000,
				    0x20000, 0x100000,
				    0x200000, 0x400000,
				    0x800000, 0xa00000,
				    0x1000000, (1ull << 28) - 0x1000,
				    1ull << 28, (1ull << 28) + 0x10000,
				    1ull << 32, 1ull << 44,
				    1ull << 63, ~0xfffull,
				    ~0ull };
static const uint64_t shifts[] = { 0, 11, 12, 13, 15, 16, 17, 20, 21,
				   24, 28, 29, 32, 63, 64, 1ull << 32, ~0ull };
static const uint64_t addresses[] = { 0, 1, 0x1000, 0x10000,
				      0x8000000, 1ull << 42, 1ull << 46, 0xc000000000000000,
				      ~0xfffull, ~0ull };

static uint64_t from(struct chance *chance, const uint64_t *values, size_t count)
{
	return values[below(chance, count)];
}

static uint64_t near(struct chance *chance, uint64_t value)
{
	switch (below(chance, 4)) {
	case 0:
		return value + 1;
	case 1:
		return value - 1;
	case 2:
		return value ^ (1ull << below(chance, 64));
	default:
		return value << 1;
	}
}

static uint64_t new_size(struct chance *chance, uint64_t usual)
{
	const uint64_t sizes[] = { 0, 4, usual - 1, usual, usual + 1, usual + 8,
				   2 * usual, 4096, 4097, 65536, 65537, ~0u };

	return from(chance, sizes, COUNT(sizes));
}

static struct value of_region(struct chance *chance)
{
	return (struct value){
		.region = 1 + below(chance, REGIONS),
		.number = one_in(chance, 2) ? 0 : from(chance, lengths, COUNT(lengths)),
	};
}

static struct value new_value(struct chance *chance, const struct argument *argument,
			      struct value old)
{
	switch (argument->kind) {
	case KIND_FILE:
		return (struct value){ below(chance, FILES), 0 };
	case KIND_REGION:
		return (struct value){ below(chance, REGIONS), 0 };
	case KIND_MAPPING:
		return (struct value){ below(chance, MAPPINGS), 0 };
	case KIND_CHOICE:
		return (struct value){ below(chance, choice_count(argument)), 0 };
	case KIND_SIZE:
		return (struct value){ new_size(chance, argument->usual), 0 };
	case KIND_SMALL:
		if (!one_in(chance, 8))
			return (struct value){ below(chance, 16), 0 };
		break;
	case KIND_LENGTH:
		if (!one_in(chance, 8))
			return (struct value){ from(chance, lengths, COUNT(lengths)), 0 };
		break;
	case KIND_SHIFT:
		if (!one_in(chance, 8))
			return (struct value){ from(chance, shifts, COUNT(shifts)), 0 };
		break;
	case KIND_STATUS:
		return (struct value){ -1 - below(chance, 32), 0 };
	case KIND_ADDRESS:
	case KIND_OFFSET:
		if (!one_in(chance, 8))
			return of_region(chance);
		return (struct value){ from(chance, addresses, COUNT(addresses)), 0 };
	case KIND_NUMBER:
		break;
	}
	if (one_in(chance, 2))
		return (struct value){ near(chance, old.number), old.region };
	return (struct value){ from(chance, numbers, COUNT(numbers)), 0 };
}

static void change_argument(struct chance *chance, struct step *step)
{
	const struct operation *operation = &operations[step->operation];
	unsigned int count = argument_count(operation), i;

	if (!count)
		return;
	i = below(chance, count);
	step->values[i] = new_value(chance, &operation->arguments[i], step->values[i]);
}

/* Regions that are there get more of the steps that use one. */
static struct step new_step(struct chance *chance)
{
	struct step step = usual_step(below(chance, OPERATIONS));
	const struct operation *operation = &operations[step.operation];

	for (unsigned int i = 0; i < argument_count(operation); i++) {
		const struct argument *argument = &operation->arguments[i];
		bool of_region = argument->kind == KIND_ADDRESS || argument->kind == KIND_OFFSET;

		if (one_in(chance, of_region ? 2 : 4))
			step.values[i] = new_value(chance, argument, step.values[i]);
	}
	return step;
}

static void insert_step(struct program *program, unsigned int at, struct step step)
{
	if (program->count == STEPS_MAX)
		remove_step(program, program->count - 1);
	if (at > program->count)
		at = program->count;
	memmove(&program->steps[at + 1], &program->steps[at], (program->count - at) * sizeof(step));
	program->steps[at] = step;
	program->count++;
}

void remove_step(struct program *program, unsigned int at)
{
	program->count--;
	memmove(&program->steps[at], &program->steps[at + 1],
		(program->count - at) * sizeof(program->steps[0]));
}

static void swap_steps(struct chance *chance, struct program *program)
{
	struct step *one = &program->steps[below(chance, program->count)];
	struct step *other = &program->steps[below(chance, program->count)];
	struct step kept = *one;

	*one = *other;
	*other = kept;
}

/* The front of one and the back of the other. */
static void splice(struct chance *chance, struct program *program, const struct program *other)
{
	unsigned int front = 1 + below(chance, program->count);
	unsigned int from = below(chance, other->count);

	program->count = front;
	while (program->count < STEPS_MAX && from < other->count)
		program->steps[program->count++] = other->steps[from++];
}

static void change(struct chance *chance, struct program *program, const struct program *other)
{
	unsigned int at = below(chance, program->count);

	switch (below(chance, 20)) {
	case 0 ... 8:
		change_argument(chance, &program->steps[at]);
		break;
	case 9 ... 11:
		insert_step(program, at + 1, new_step(chance));
		break;
	case 12:
		insert_step(program, at + 1, program->steps[at]);
		break;
	case 13:
		insert_step(program, at, other->steps[below(chance, other->count)]);
		break;
	case 14:
		if (program->count > 1)
			remove_step(program, at);
		break;
	case 15:
		swap_steps(chance, program);
		break;
	case 16:
		splice(chance, program, other);
		break;
	case 17 ... 18:
		program->steps[at].on = below(chance, THREADS);
		break;
	default:
		program->steps[at].fail = one_in(chance, 3) ? 0 : 1 + below(chance, FAIL_MAX);
		break;
	}
}

void mutate_program(struct chance *chance, struct program *program, const struct program *other)
{
	unsigned int changes = 1 + below(chance, CHANGES_MAX);

	while (changes--)
		change(chance, program, other);
}
