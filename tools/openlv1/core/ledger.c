// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.h"

#include "../lib/format.h"
#include "../platform/platform.h"

void ledger_allocated(struct ledger *ledger, const struct region *region)
{
	ledger->count[LEDGER_allocated]++;
	if (region->boot) {
		ledger->count[LEDGER_boot]++;
		return;
	}
	ledger->count[LEDGER_live]++;
	ledger->count[LEDGER_live_bytes] += region->size;
}

void ledger_released(struct ledger *ledger, const struct region *region,
		     u32 dropped_entries)
{
	ledger->count[LEDGER_released]++;
	ledger->count[LEDGER_released_mapped] += dropped_entries != 0;
	ledger->count[LEDGER_dropped_entries] += dropped_entries;
	if (region->boot) {
		ledger->count[LEDGER_boot]--;
		return;
	}
	ledger->count[LEDGER_live]--;
	ledger->count[LEDGER_live_bytes] -= region->size;
}

static void print_region(const struct region *region)
{
	if (region->kind == REGION_MEMORY && !region->boot)
		console_print("openlv1: live region: lpar_addr=0x%llx size=0x%llx page_shift=%u flags=0x%llx hash_entries=%u\n",
			      region->lpar_addr, region->size, region->page_shift,
			      region->flags, region->hash_entries);
}

static void print_regions(const struct region_map *map)
{
	for (u32 bucket = 0; bucket < REGION_BUCKETS; bucket++) {
		for (u32 i = map->bucket[bucket]; i != UINT32_MAX; i = map->region[i].next)
			print_region(&map->region[i]);
	}
}

void ledger_print(const struct ledger *ledger, const struct region_map *map)
{
	static const char *const names[] = {
#define LEDGER_NAME(name, meaning) #name,
		OPENLV1_LEDGER(LEDGER_NAME)
#undef LEDGER_NAME
	};
	struct line line = { .length = 0 };

	print_regions(map);
	line_add(&line, "openlv1: ledger:");
	for (unsigned int i = 0; i < LEDGER_COUNTS; i++)
		line_add(&line, " %s=%llu", names[i], ledger->count[i]);
	console_print("%s\n", line.text);
}
