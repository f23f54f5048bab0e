/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What OpenLV1 counts: an account of the partition's memory and calls, kept
 * apart from anything that the partition says of itself.
 */
#ifndef OPENLV1_LEDGER_H
#define OPENLV1_LEDGER_H

#include "region.h"
#include "../lib/types.h"

/**
 * struct ledger - counts since the partition started
 * @allocated: regions made
 * @released: regions released
 * @released_mapped: releases while hash table entries still mapped the region
 * @dropped_entries: hash table entries that those releases removed
 * @refused: known calls that did not succeed
 * @unknown: calls with a number that is not implemented
 * @user_calls: hypercalls from the partition's user mode, refused
 */
struct ledger {
	u64 allocated;
	u64 released;
	u64 released_mapped;
	u64 dropped_entries;
	u64 refused;
	u64 unknown;
	u64 user_calls;
};

/**
 * ledger_print() - write the account to the console, for people and programs
 *
 * One line "openlv1: ledger: key=value ...", after a line for each region that
 * is live and not the kernel's own.
 */
void ledger_print(const struct ledger *ledger, const struct region_map *map);

#endif
