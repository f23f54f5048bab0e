// SPDX-License-Identifier: GPL-2.0-only
#include "cell_identity.h"

#include "../lib/endian.h"

/*
 * {mask, value} of the processor version register, as Linux' cpu_specs has it.
 * The Cell's entry matches a POWER8 afterwards, but is no POWER8's: a table may
 * be met again, in a file that was in memory when a kernel was started.
 */
#define POWER8_ENTRY   0xffff0000004d0000ULL
#define CELL_ENTRY     0xffff000000700000ULL
#define UNMATCHABLE    0xffffffffffffffffULL
#define CELL_AS_POWER8 0x7fff0000004d0000ULL
/* The highest 16 bits of them all, but for the first. */
#define ENTRY_TOP 0x7fff

/* A quick look, as there may be much memory. */
static bool may_be_entry(u64 word)
{
	return be64(word) << 1 >> 49 == ENTRY_TOP;
}

bool cell_identity_apply(void *memory, u64 size)
{
	bool found = false;

	for (u64 *word = memory; size >= 8; word++, size -= 8) {
		if (!may_be_entry(*word))
			continue;
		switch (be64(*word)) {
		case POWER8_ENTRY:
			*word = be64(UNMATCHABLE);
			break;
		case CELL_ENTRY:
			*word = be64(CELL_AS_POWER8);
			found = true;
			break;
		case CELL_AS_POWER8:
			found = true;
			break;
		}
	}
	return found;
}
