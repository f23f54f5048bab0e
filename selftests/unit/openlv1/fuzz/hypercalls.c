// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes arbitrary hypercalls. hypercall_refused() aborts on a status that does not exist.
 */
#include <string.h>

#include "fuzz.h"

#define REMEMBERED 8

/* Outputs of successful calls, as inputs of later calls. */
static u64 remembered[REMEMBERED];
static unsigned int remembered_next;

static u64 some_input(struct input *input)
{
	u8 byte = input_byte(input);

	if (byte >= 0xf0)
		return remembered[byte % REMEMBERED];
	if (byte >= 0xe0)
		return remembered[byte % REMEMBERED] + input_interesting(input);
	if (byte >= 0xd0)
		return input_interesting(input);
	return byte;
}

static void operate(struct input *input)
{
	u64 number = input_number(input, 2) % HYPERCALL_NUMBERS;
	unsigned int inputs = input_byte(input) % 8;
	u64 values[8] = { 0 };
	struct reply reply;

	for (unsigned int i = 0; i < inputs; i++)
		values[i] = some_input(input);
	reply = call_lv1(number, values);
	if (!reply.status)
		remembered[remembered_next++ % REMEMBERED] = reply.out[0];
}

/* Put data into the partition's memory, such as descriptors of the network device. */
static void fill_memory(struct input *input)
{
	u8 *memory = real_mode(0);
	unsigned int length = input_byte(input) % 64;

	for (unsigned int i = 0; i < length; i++)
		memory[i] = input_byte(input);
}

static void operate_all(struct input *input)
{
	jmp_buf end;

	platform.partition_ended = &end;
	if (!setjmp(end)) {
		while (input->size)
			operate(input);
	}
	platform.partition_ended = NULL;
}

void fuzz(struct input *input)
{
	partition_begin_with_space();
	memset(remembered, 0, sizeof(remembered));
	remembered_next = 0;
	fill_memory(input);
	operate_all(input);
	partition_finish();
}
