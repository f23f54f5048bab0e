/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hashed page table of the partition's virtual address space.
 *
 * The hardware reads the table, so an entry there holds a real address. The
 * partition writes and reads LPAR addresses: its own second doubleword of each
 * slot is kept beside the table. Format: Power ISA 2.07, book III-S, 5.7.7.
 *
 * The partition can map the table itself. Whatever protection such an entry asks
 * for, it gets a read-only one.
 */
#ifndef OPENLV1_HASH_TABLE_H
#define OPENLV1_HASH_TABLE_H

#include "region.h"
#include "../lib/types.h"

/* What a partition may ask for: 256 KiB to 1 MiB (Linux ps3/mm.c). */
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
/* Protection: with all of these bits as in READ_ONLY, nobody can write. */
#define HASH_R_PROTECTION 0x8000000000000003ULL
#define HASH_R_READ_ONLY  0x3ULL

struct hash_entry {
	u64 v;
	u64 r;
};

/**
 * struct hash_mapping - what is known of a valid entry beside the hardware's
 * @guest_r: its second doubleword, as the partition wrote it
 * @region: what it maps
 */
struct hash_mapping {
	u64 guest_r;
	struct region *region;
};

/**
 * struct hash_table - the virtual address space's table
 * @entry: the hardware's table, HASH_TABLE_SLOTS entries
 * @mapping: what belongs to each
 * @victim: where the next search for an entry to evict starts
 * @window: the region in which the partition sees the table, or NULL
 */
struct hash_table {
	struct hash_entry *entry;
	struct hash_mapping *mapping;
	u32 victim;
	struct region *window;
};

/* Remove every entry. */
void hash_table_clear(struct hash_table *table);

/**
 * hash_table_write() - set one slot
 * @slot: below HASH_TABLE_SLOTS
 * @v: first doubleword; without HASH_V_VALID the slot becomes empty
 * @r: second doubleword, with an LPAR address
 *
 * Return: LV1_SUCCESS, or STATUS_BAD_ADDRESS and the slot is as it was.
 */
s64 hash_table_write(struct hash_table *table, struct region_map *map, u32 slot,
		     u64 v, u64 r);

/**
 * struct hash_insertion - what lv1_insert_htab_entry tells
 * @slot: where the entry stands now
 * @evicted_v: first doubleword of the entry that gave way, or 0
 * @evicted_r: its second doubleword, as the partition wrote it
 */
struct hash_insertion {
	u64 slot;
	u64 evicted_v;
	u64 evicted_r;
};

/**
 * hash_table_insert() - put an entry into its primary or secondary group
 * @group_slot: first slot of the primary group
 * @kept: an entry with one of these bits of @v set is not evicted
 */
s64 hash_table_insert(struct hash_table *table, struct region_map *map,
		      u64 group_slot, u64 v, u64 r, u64 kept,
		      struct hash_insertion *insertion);

/* Let the partition see the table; NULL when there are too many regions. */
struct region *hash_table_open_window(struct hash_table *table,
				      struct region_map *map);

/* Take that back, and remove the entries that map it. There must be a window. */
void hash_table_close_window(struct hash_table *table, struct region_map *map);

/* Remove all entries that map @region; return how many there were. */
u32 hash_table_drop_region(struct hash_table *table,
			   const struct region *region);

#endif
