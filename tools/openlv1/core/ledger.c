// SPDX-License-Identifier: GPL-2.0-only
#include "ledger.h"

#include "environment.h"

static void print_region(const struct region *region)
{
	console_print("openlv1: live region: lpar_addr=0x%llx size=0x%llx ",
		      (unsigned long long)region->lpar_addr,
		      (unsigned long long)region->size);
	console_print("page_shift=%u flags=0x%llx hash_entries=%u\n",
		      region->page_shift, (unsigned long long)region->flags,
		      region->hash_entries);
}

void ledger_print(const struct ledger *ledger, const struct region_map *map)
{
	unsigned long long live = 0, live_bytes = 0, boot = 0;

	for (u32 bucket = 0; bucket < REGION_BUCKETS; bucket++) {
		for (u32 i = map->bucket[bucket]; i != UINT32_MAX;
		     i = map->region[i].next) {
			const struct region *region = &map->region[i];

			if (region->boot) {
				boot++;
				continue;
			}
			live++;
			live_bytes += region->size;
			print_region(region);
		}
	}
	console_print("openlv1: ledger: live=%llu live_bytes=%llu boot=%llu ",
		      live, live_bytes, boot);
	console_print("allocated=%llu released=%llu ",
		      (unsigned long long)ledger->allocated,
		      (unsigned long long)ledger->released);
	console_print("released_mapped=%llu dropped_entries=%llu ",
		      (unsigned long long)ledger->released_mapped,
		      (unsigned long long)ledger->dropped_entries);
	console_print("refused=%llu unknown=%llu user_calls=%llu\n",
		      (unsigned long long)ledger->refused,
		      (unsigned long long)ledger->unknown,
		      (unsigned long long)ledger->user_calls);
}
