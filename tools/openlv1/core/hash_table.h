/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hashed page table of the partition's virtual address space.
 *
 * The hardware reads the table, so its entries hold real addresses. The partition
 * uses LPAR addresses: a shadow table holds the second doubleword of each entry
 * as the partition wrote it. Format: Power ISA 2.07, book III-S, 5.7.7.
 *
 * The partition can map the table itself, read-only.
 */
#ifndef OPENLV1_HASH_TABLE_H
#define OPENLV1_HASH_TABLE_H

#include "../platform/platform.h"
#include "region.h"
#include "../lib/types.h"

/* A partition may ask for 256 KiB to 1 MiB (Linux ps3/mm.c). */
#define HASH_TABLE_SHIFT_MIN 18
#define HASH_TABLE_SHIFT_MAX 20

#define HASH_TABLE_SLOTS (1U << (HASH_TABLE_SHIFT - 4))
#define HASH_GROUP_SLOTS 8U

#define HASH_V_VALID	  0x1ULL
#define HASH_V_SECONDARY  0x2ULL
#define HASH_V_LARGE	  0x4ULL
#define HASH_R_ADDRESS	  0x0ffffffffffff000ULL
#define HASH_R_REFERENCED 0x100ULL
#define HASH_R_CHANGED	  0x80ULL
/* The bits of the page protection, and their value for read-only. */
#define HASH_R_PROTECTION 0x8000000000000003ULL
#define HASH_R_READ_ONLY  0x3ULL

struct hash_entry {
	u64 v;
	u64 r;
};

/* OpenLV1's data about a valid entry: @guest_r is as the partition wrote it. */
struct hash_shadow {
	u64 guest_r;
	struct region *region;
};

/**
 * struct hash_table - the table of the virtual address space
 * @entry: the hardware's table, HASH_TABLE_SLOTS entries, followed by as many
 *	struct hash_shadow
 * @victim: where the next search for an entry to evict starts
 * @window: the region through which the partition sees the table, or NULL
 */
struct hash_table {
	struct hash_entry *entry;
	u32 victim;
	struct region *window;
};

void hash_table_clear(struct hash_table *table);

/*
 * Write one slot, below HASH_TABLE_SLOTS. Without HASH_V_VALID in @v, it becomes empty.
 * Returns LV1_SUCCESS, or STATUS_BAD_ADDRESS with the slot unchanged.
 */
s64 hash_table_write(struct hash_table *table, struct region_map *map, u32 slot,
		     u64 v, u64 r);

/* Outputs of lv1_insert_htab_entry. */
enum hash_insertion {
	HASH_INSERTED_SLOT,
	/* The evicted entry as the partition wrote it, or 0. */
	HASH_EVICTED_V,
	HASH_EVICTED_R,
};

/*
 * Put an entry into its primary group, of which @group_slot is a slot, or its secondary
 * group. A bit of @bolted in the first doubleword protects an entry from eviction. @out is
 * indexed by enum hash_insertion. Returns LV1_SUCCESS, STATUS_BAD_SLOT, STATUS_BAD_ADDRESS
 * or STATUS_GROUP_FULL.
 */
s64 hash_table_insert(struct hash_table *table, struct region_map *map,
		      u64 group_slot, u64 v, u64 r, u64 bolted, u64 *out);

static inline struct hash_shadow *hash_shadow(struct hash_entry *entry)
{
	_Static_assert(sizeof(struct hash_shadow) == sizeof(*entry),
		       "the shadow table is as large as the table");
	return (struct hash_shadow *)(entry + HASH_TABLE_SLOTS);
}

/* The architecture requires that the valid bit becomes visible last. */
static inline void hash_entry_set(struct hash_entry *entry, u64 v,
				  u64 hardware_r, u64 guest_r,
				  struct region *region)
{
	hash_shadow(entry)->guest_r = guest_r;
	hash_shadow(entry)->region = region;
	__atomic_store_n(&entry->r, hardware_r, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	__atomic_store_n(&entry->v, v, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	region->hash_entries++;
}

static inline void hash_entry_remove(struct hash_entry *entry, u64 slot)
{
	u64 v = __atomic_load_n(&entry->v, __ATOMIC_RELAXED);

	if (!(v & HASH_V_VALID))
		return;
	hash_shadow(entry)->region->hash_entries--;
	__atomic_store_n(&entry->v, 0, __ATOMIC_RELAXED);
	translation_invalidate(v, entry->r, (u32)slot);
}

/*
 * Fast paths. A PS3 kernel inserts an entry when a page is first touched and
 * removes it with the page, so each instruction here counts. A fast path returns
 * false, with nothing changed, when the slow path must do the work.
 */

/* For a page of 4 KiB in the cached region and a primary group with room. */
static inline bool hash_table_insert_fast(struct hash_table *table,
					  struct region_map *map,
					  u64 group_slot, u64 v, u64 r,
					  u64 *out)
{
	struct region *region = map->cached;
	u64 lpar_addr = r & HASH_R_ADDRESS;
	u64 offset = lpar_addr - region->lpar_addr;
	u64 slot = align_down(group_slot, HASH_GROUP_SLOTS);
	struct hash_entry *entry;

	if (group_slot >= HASH_TABLE_SLOTS || offset >= region->size ||
	    (v & (HASH_V_VALID | HASH_V_LARGE | HASH_V_SECONDARY)) != HASH_V_VALID)
		return false;
	entry = &table->entry[slot];
	while (entry->v & HASH_V_VALID) {
		entry++;
		if (!(++slot % HASH_GROUP_SLOTS))
			return false;
	}
	OPTIMIZER_HIDE_VAR(entry);
	hash_entry_set(entry, v, region_real(region, offset) | (r - lpar_addr), r,
		       region);
	out[HASH_INSERTED_SLOT] = slot;
	out[HASH_EVICTED_V] = 0;
	out[HASH_EVICTED_R] = 0;
	return true;
}

/* For a write that makes the slot empty. */
static inline bool hash_table_remove_fast(struct hash_table *table, u64 slot,
					  u64 v)
{
	if (slot >= HASH_TABLE_SLOTS || v & HASH_V_VALID)
		return false;
	hash_entry_remove(&table->entry[slot], slot);
	return true;
}

/* Make the table visible to the partition. NULL when there are too many regions. */
struct region *hash_table_open_window(struct hash_table *table,
				      struct region_map *map);

/* Release the window, which must exist, and remove the entries that map it. */
void hash_table_close_window(struct hash_table *table, struct region_map *map);

/* Remove all entries that map @region. Returns their number. */
u32 hash_table_drop_region(struct hash_table *table,
			   const struct region *region);

#endif
