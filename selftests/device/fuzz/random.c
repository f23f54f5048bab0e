// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random programs. Most arguments have their usual value; the others are on either
 * side of a limit.
 */
#include "kselftest.h"

#include "../abi.h"
#include "program.h"

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
