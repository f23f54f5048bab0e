// SPDX-License-Identifier: GPL-2.0-only
#include "cell_identity.h"

#include "../lib/endian.h"

/* {mask, value} of the processor version register, as Linux' cpu_specs has it. */
#define POWER8_ENTRY	0xffff0000004d0000ULL
#define CELL_ENTRY	0xffff000000700000ULL
#define UNMATCHABLE	0xffffffffffffffffULL

bool cell_identity_apply(void *memory, u64 size)
{
	bool found = false;

	for (u64 *word = memory; size >= 8; word++, size -= 8) {
		if (be64(*word) == POWER8_ENTRY) {
			*word = UNMATCHABLE;
		} else if (be64(*word) == CELL_ENTRY) {
			*word = be64(POWER8_ENTRY);
			found = true;
		}
	}
	return found;
}
