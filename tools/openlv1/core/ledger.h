/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What OpenLV1 counts: an account of the partition's memory and calls, kept
 * apart from anything that the partition says of itself.
 */
#ifndef OPENLV1_LEDGER_H
#define OPENLV1_LEDGER_H

#include <lv1/openlv1.h>

#include "region.h"
#include "../lib/types.h"

enum ledger_count {
#define LEDGER_ENUM(name, meaning) LEDGER_##name,
	OPENLV1_LEDGER(LEDGER_ENUM)
#undef LEDGER_ENUM
		LEDGER_COUNTS
};

/* Counts since the partition started, by enum ledger_count. */
struct ledger {
	u64 count[LEDGER_COUNTS];
};

/* For calls, on any thread: the partition's lock is not needed. */
static inline void ledger_count(struct ledger *ledger, enum ledger_count what)
{
	__atomic_fetch_add(&ledger->count[what], 1, __ATOMIC_RELAXED);
}

/* A region was made, or is about to go. */
void ledger_allocated(struct ledger *ledger, const struct region *region);
void ledger_released(struct ledger *ledger, const struct region *region,
		     u32 dropped_entries);

/**
 * ledger_print() - write the account to the console, for people and programs
 *
 * One line "openlv1: ledger: name=count ...", after a line for each region that
 * is live and not the kernel's own.
 */
void ledger_print(const struct ledger *ledger, const struct region_map *map);

#endif
