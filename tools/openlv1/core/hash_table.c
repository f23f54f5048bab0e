// SPDX-License-Identifier: GPL-2.0-only
#include "hash_table.h"

/*
 * Page sizes of an entry, from the table of (L, LP) encodings in Power ISA 2.07:
 * 4 KiB without HASH_V_LARGE. With it, LP 0 is 16 MiB, 1 is 64 KiB, and 8 is
 * 16 MiB in a segment of 64 KiB pages. Other values get a page size that no region
 * has, so they are refused.
 */
#define PAGE_SHIFT_ILLEGAL 63

static inline unsigned int entry_page_shift(u64 v, u64 r)
{
	unsigned int lp = (r >> 12) & 0xf;

	if (!(v & HASH_V_LARGE))
		return 12;
	if (lp == 0 || lp == 8)
		return 24;
	return lp == 1 ? 16 : PAGE_SHIFT_ILLEGAL;
}

/*
 * Translate the partition's second doubleword into the hardware's. Returns the
 * region that it maps, or NULL if the partition may not map it. A page of a region
 * is aligned in real memory as it is in LPAR addresses.
 */
static inline struct region *entry_translate(struct region_map *map, u64 v,
					     u64 r, u64 *hardware_r)
{
	unsigned int page_shift = entry_page_shift(v, r);
	u64 lpar_addr = align_down(r & HASH_R_ADDRESS, 1ULL << page_shift);
	struct region *region = region_find(map, lpar_addr);

	if (!region || page_shift > region->page_shift)
		return NULL;
	*hardware_r = (r - lpar_addr) |
		      region_real(region, lpar_addr - region->lpar_addr);
	if (region->kind == REGION_HASH_TABLE)
		*hardware_r = (*hardware_r & ~HASH_R_PROTECTION) |
			      HASH_R_READ_ONLY;
	return region;
}

void hash_table_clear(struct hash_table *table)
{
	for (u32 slot = 0; slot < HASH_TABLE_SLOTS; slot++)
		hash_entry_remove(&table->entry[slot], slot);
}

s64 hash_table_write(struct hash_table *table, struct region_map *map, u32 slot,
		     u64 v, u64 r)
{
	struct region *region;
	u64 hardware_r;

	if (!(v & HASH_V_VALID)) {
		hash_entry_remove(&table->entry[slot], slot);
		return LV1_SUCCESS;
	}
	region = entry_translate(map, v, r, &hardware_r);
	if (!region)
		return STATUS_BAD_ADDRESS;
	hash_entry_remove(&table->entry[slot], slot);
	hash_entry_set(&table->entry[slot], v, hardware_r, r, region);
	return LV1_SUCCESS;
}

static bool find_empty(const struct hash_table *table, u32 group, u32 *slot)
{
	for (u32 i = group; i < group + HASH_GROUP_SLOTS; i++) {
		if (!(table->entry[i].v & HASH_V_VALID)) {
			*slot = i;
			return true;
		}
	}
	return false;
}

static bool find_victim(struct hash_table *table, u32 group, u64 bolted, u32 *slot)
{
	for (u32 i = 0; i < HASH_GROUP_SLOTS; i++) {
		*slot = group + (table->victim++ % HASH_GROUP_SLOTS);
		if (!(table->entry[*slot].v & bolted))
			return true;
	}
	return false;
}

static void evict(struct hash_table *table, u32 slot, u64 *out)
{
	struct hash_entry *entry = &table->entry[slot];

	out[HASH_EVICTED_V] = entry->v;
	out[HASH_EVICTED_R] = hash_shadow(entry)->guest_r;
	hash_entry_remove(entry, slot);
}

s64 hash_table_insert(struct hash_table *table, struct region_map *map,
		      u64 group_slot, u64 v, u64 r, u64 bolted, u64 *out)
{
	u32 primary, secondary, slot;
	struct region *region;
	u64 hardware_r;

	if (group_slot >= HASH_TABLE_SLOTS || !(v & HASH_V_VALID))
		return STATUS_BAD_SLOT;
	region = entry_translate(map, v, r, &hardware_r);
	if (!region)
		return STATUS_BAD_ADDRESS;

	primary = (u32)align_down(group_slot, HASH_GROUP_SLOTS);
	secondary = ~primary & (HASH_TABLE_SLOTS - 1) & ~(HASH_GROUP_SLOTS - 1);
	v &= ~HASH_V_SECONDARY;
	out[HASH_EVICTED_V] = 0;
	out[HASH_EVICTED_R] = 0;

	if (find_empty(table, primary, &slot)) {
		/* room in the primary group */
	} else if (find_empty(table, secondary, &slot)) {
		v |= HASH_V_SECONDARY;
	} else if (find_victim(table, primary, bolted, &slot)) {
		evict(table, slot, out);
	} else if (find_victim(table, secondary, bolted, &slot)) {
		v |= HASH_V_SECONDARY;
		evict(table, slot, out);
	} else {
		return STATUS_GROUP_FULL;
	}
	hash_entry_set(&table->entry[slot], v, hardware_r, r, region);
	out[HASH_INSERTED_SLOT] = slot;
	return LV1_SUCCESS;
}

struct region *hash_table_open_window(struct hash_table *table,
				      struct region_map *map)
{
	table->window = region_open_window(map, REGION_HASH_TABLE,
					   real_address(table->entry),
					   1ULL << HASH_TABLE_SHIFT);
	return table->window;
}

void hash_table_close_window(struct hash_table *table, struct region_map *map)
{
	hash_table_drop_region(table, table->window);
	region_release(map, table->window);
	table->window = NULL;
}

u32 hash_table_drop_region(struct hash_table *table,
			   const struct region *region)
{
	u32 dropped = region->hash_entries;

	for (u32 slot = 0; region->hash_entries; slot++) {
		struct hash_entry *entry = &table->entry[slot];

		if (entry->v & HASH_V_VALID &&
		    hash_shadow(entry)->region == region)
			hash_entry_remove(entry, slot);
	}
	return dropped;
}
