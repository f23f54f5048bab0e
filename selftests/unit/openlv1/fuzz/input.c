// SPDX-License-Identifier: GPL-2.0-only
#include "fuzz.h"

u8 input_byte(struct input *input)
{
	if (!input->size)
		return 0;
	input->size--;
	return *input->data++;
}

u64 input_number(struct input *input, unsigned int bytes)
{
	u64 number = 0;

	while (bytes--)
		number = number << 8 | input_byte(input);
	return number;
}

u64 input_interesting(struct input *input)
{
	u8 kind = input_byte(input);
	s64 near = (kind >> 3 & 7) - 4;

	switch (kind & 7) {
	case 0:
	case 1:
		return kind >> 3;
	case 2:
		return input_byte(input);
	case 3:
		return BIT_ULL(input_byte(input) % 64) + (u64)near;
	case 4:
		return ~0ULL - (kind >> 3);
	case 5:
		return (u64)input_byte(input) << 12;
	case 6:
		return input_number(input, 4);
	default:
		return input_number(input, 8);
	}
}
