/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ledger: OpenLV1's own counts of the partition's memory and calls. They do
 * not depend on anything that the partition reports.
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

/* Counts since the partition started, indexed by enum ledger_count. */
struct ledger {
	u64 count[LEDGER_COUNTS];
};

/* Count a call. The caller need not hold the partition's lock. */
static inline void ledger_count(struct ledger *ledger, enum ledger_count what)
{
	__atomic_fetch_add(&ledger->count[what], 1, __ATOMIC_RELAXED);
}

/* Count a region that was allocated, or that is about to be released. */
void ledger_allocated(struct ledger *ledger, const struct region *region);
void ledger_released(struct ledger *ledger, const struct region *region,
		     u32 dropped_entries);

/*
 * Print a line for each live region but the kernel's high memory, then one line
 * "openlv1: ledger: name=count ...".
 */
void ledger_print(const struct ledger *ledger, const struct region_map *map);

#endif
