// SPDX-License-Identifier: GPL-2.0-only
#include "hash_table.h"

#include "environment.h"

/*
 * The page sizes of an entry, Power ISA 2.07 table of (L, LP) encodings: 4 KiB
 * without HASH_V_LARGE; with it, LP 0 is 16 MiB, low bits 0001 are 64 KiB and
 * 1000 are 16 MiB within a segment of 64 KiB pages.
 */
static unsigned int entry_page_shift(u64 v, u64 r)
{
	unsigned int lp = (r >> 12) & 0xf;

	if (!(v & HASH_V_LARGE))
		return 12;
	if (lp == 0 || lp == 8)
		return 24;
	return lp == 1 ? 16 : 0;
}

/*
 * Turn the partition's second doubleword into the hardware's. Return the region
 * that it maps, or NULL if it may not.
 */
static struct region *entry_translate(struct region_map *map, u64 v, u64 r,
				      u64 *hardware_r)
{
	unsigned int page_shift = entry_page_shift(v, r);
	u64 size = 1ULL << page_shift;
	u64 lpar_addr, real, contiguous;
	struct region *region;

	if (!page_shift)
		return NULL;
	lpar_addr = align_down(r & HASH_R_ADDRESS, size);
	region = region_find(map, lpar_addr);
	if (!region)
		return NULL;
	/* What lies in one page of a region is as aligned there as here. */
	real = region_real(map, region, lpar_addr - region->lpar_addr, &contiguous);
	if (contiguous < size)
		return NULL;
	*hardware_r = (r & ~HASH_R_ADDRESS) | real |
		      (r & HASH_R_ADDRESS & (size - 1));
	if (region->kind == REGION_HASH_TABLE)
		*hardware_r = (*hardware_r & ~HASH_R_PROTECTION) |
			      HASH_R_READ_ONLY;
	return region;
}

static void entry_remove(struct hash_table *table, u32 slot)
{
	struct hash_entry *entry = &table->entry[slot];
	u64 v = __atomic_load_n(&entry->v, __ATOMIC_RELAXED);

	if (!(v & HASH_V_VALID))
		return;
	table->mapping[slot].region->hash_entries--;
	__atomic_store_n(&entry->v, 0, __ATOMIC_RELAXED);
	translation_invalidate(v, entry->r, slot);
}

/* The order is the architecture's: the valid bit is seen last. */
static void entry_set(struct hash_table *table, u32 slot, u64 v, u64 hardware_r,
		      u64 guest_r, struct region *region)
{
	struct hash_entry *entry = &table->entry[slot];

	table->mapping[slot].guest_r = guest_r;
	table->mapping[slot].region = region;
	__atomic_store_n(&entry->r, hardware_r, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	__atomic_store_n(&entry->v, v, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	region->hash_entries++;
}

void hash_table_clear(struct hash_table *table)
{
	for (u32 slot = 0; slot < HASH_TABLE_SLOTS; slot++)
		entry_remove(table, slot);
}

s64 hash_table_write(struct hash_table *table, struct region_map *map, u32 slot,
		     u64 v, u64 r)
{
	struct region *region;
	u64 hardware_r;

	if (!(v & HASH_V_VALID)) {
		entry_remove(table, slot);
		return LV1_SUCCESS;
	}
	region = entry_translate(map, v, r, &hardware_r);
	if (!region)
		return STATUS_BAD_ADDRESS;
	entry_remove(table, slot);
	entry_set(table, slot, v, hardware_r, r, region);
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

static bool find_victim(struct hash_table *table, u32 group, u64 kept, u32 *slot)
{
	for (u32 i = 0; i < HASH_GROUP_SLOTS; i++) {
		*slot = group + (table->victim++ % HASH_GROUP_SLOTS);
		if (!(table->entry[*slot].v & kept))
			return true;
	}
	return false;
}

static void evict(struct hash_table *table, u32 slot,
		  struct hash_insertion *insertion)
{
	insertion->evicted_v = table->entry[slot].v;
	insertion->evicted_r = table->mapping[slot].guest_r;
	entry_remove(table, slot);
}

s64 hash_table_insert(struct hash_table *table, struct region_map *map,
		      u64 group_slot, u64 v, u64 r, u64 kept,
		      struct hash_insertion *insertion)
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
	insertion->evicted_v = 0;
	insertion->evicted_r = 0;

	if (find_empty(table, primary, &slot)) {
		/* the usual case */
	} else if (find_empty(table, secondary, &slot)) {
		v |= HASH_V_SECONDARY;
	} else if (find_victim(table, primary, kept, &slot)) {
		evict(table, slot, insertion);
	} else if (find_victim(table, secondary, kept, &slot)) {
		v |= HASH_V_SECONDARY;
		evict(table, slot, insertion);
	} else {
		return STATUS_GROUP_FULL;
	}
	entry_set(table, slot, v, hardware_r, r, region);
	insertion->slot = slot;
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
		if (table->entry[slot].v & HASH_V_VALID &&
		    table->mapping[slot].region == region)
			entry_remove(table, slot);
	}
	return dropped;
}
