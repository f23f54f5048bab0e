/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The partition's address space: its regions of memory and their LPAR
 * addresses.
 *
 * Address 0 is the real mode region, given at start. Other regions are made by
 * lv1_allocate_memory, or are windows onto the hash table. The address of each is
 * (L << 42) | (counter << L), where L is the logarithm of its size rounded up and
 * the counter is one for the whole partition. The pages of allocated memory may
 * lie anywhere in the pool; a window is one piece.
 */
#ifndef OPENLV1_REGION_H
#define OPENLV1_REGION_H

#include "choices.h"
#include "pool.h"
#include "../lib/types.h"

enum region_kind {
	REGION_MEMORY,
	REGION_REAL_MODE,
	REGION_HASH_TABLE,
};

/**
 * struct region - a region of the partition's memory
 * @lpar_addr: where the partition sees it
 * @size: bytes
 * @flags: flags of lv1_allocate_memory
 * @page: numbers of the real pages of 4 KiB where its pages start; &@only_page
 *	when it has one
 * @only_page: the page of a region of one page
 * @next: next region in its bucket, or next unused record
 * @hash_entries: hash table entries that map it now
 * @page_shift: log2 of its page size
 * @kind: what it is; the partition may write to all but the hash table
 * @boot: the first one, made before the kernel had an address space: its own
 */
struct region {
	u64 lpar_addr;
	u64 size;
	u64 flags;
	u32 *page;
	u32 only_page;
	u32 next;
	u32 hash_entries;
	u8 page_shift;
	u8 kind; /* enum region_kind */
	bool boot;
};

#define REGION_BUCKETS 16384

/**
 * struct region_map - all regions of the partition
 * @pool: where their memory comes from
 * @heap: OpenLV1's own memory, for page lists and records
 * @real_mode: the region at address 0
 * @region: @capacity records
 * @unused: first unused record
 * @cached: the region in which an address was found last, likely that of the next;
 *	never the hash table's window
 * @live: regions that exist, the real mode region left out
 * @counter: allocation counter of the next region
 * @bucket: first region by its counter
 */
struct region_map {
	struct pool *pool;
	struct pool *heap;
	struct region real_mode;
	struct region *region;
	struct region *cached;
	u32 capacity;
	u32 unused;
	u32 live;
	u64 counter;
	u32 bucket[REGION_BUCKETS];
};

/* Bytes of records that region_map_init() needs for @capacity regions. */
static inline u64 region_records_size(u32 capacity)
{
	return capacity * sizeof(struct region);
}

void region_map_init(struct region_map *map, struct pool *pool,
		     struct pool *heap, u64 real_mode_base, void *records,
		     u32 capacity);

/**
 * region_allocate() - make a region
 * @size: a multiple of the page size, not 0
 * @page_shift: at least 12
 * @flags: flags of lv1_allocate_memory
 * @region: out: the region
 *
 * The memory is not cleared: what was in it is still there.
 *
 * Return: LV1_SUCCESS, LV1_RESOURCE_SHORTAGE or LV1_DUPLICATE_ENTRY.
 */
s64 region_allocate(struct region_map *map, u64 size, u64 page_shift, u64 flags,
		    struct region **region);

/**
 * region_open_window() - make a region of memory that is not the pool's
 * @real: its real address, a multiple of @size
 * @size: a power of two
 *
 * Return: the region, or NULL when there are too many.
 */
struct region *region_open_window(struct region_map *map, enum region_kind kind,
				  u64 real, u64 size);

/*
 * Remove @region, and return its memory to the pool if it came from there. No
 * hash table entry may map it.
 */
void region_release(struct region_map *map, struct region *region);

/* For region_find(), when an address is not where the last one was. */
struct region *region_find_slow(struct region_map *map, u64 lpar_addr);

/* The region that has the byte at @lpar_addr, or NULL. */
static inline struct region *region_find(struct region_map *map, u64 lpar_addr)
{
	struct region *cached = map->cached;

	if (lpar_addr - cached->lpar_addr < cached->size)
		return cached;
	return region_find_slow(map, lpar_addr);
}

static inline u64 region_page_size(const struct region *region)
{
	return BIT_ULL(region->page_shift);
}

/* Where the byte at @offset of a region lies; its page is in one piece there. */
static inline u64 region_real(const struct region *region, u64 offset)
{
	u64 page = region->page[offset >> region->page_shift];

	return (page << POOL_PAGE_SHIFT) + (offset & (region_page_size(region) - 1));
}

/**
 * region_contiguous() - translate an address from the partition, for writing too
 *
 * Return: how many bytes lie in one piece from there; 0 if the partition may not
 * write there.
 */
u64 region_contiguous(struct region_map *map, u64 lpar_addr, u64 *real);

/**
 * region_translate() - the same for a known length
 * @length: bytes that must be in one region and in one piece of real memory
 *
 * Return: whether they are the partition's, to read and to write.
 */
bool region_translate(struct region_map *map, u64 lpar_addr, u64 length,
		      u64 *real);

#endif
