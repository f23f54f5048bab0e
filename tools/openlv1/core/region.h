/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The partition's address space: regions of memory and their LPAR addresses.
 *
 * The real mode region is at address 0 from the start. lv1_allocate_memory creates
 * further regions, and lv1_map_htab creates a window onto the hash table. Their
 * addresses are (L << 42) | (counter << L), where L is the logarithm of the size,
 * rounded up, and the partition has one counter. The pages of a region may lie
 * anywhere in the pool. A window is contiguous.
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
 * @flags: flags of lv1_allocate_memory
 * @page: for each page of the region, the real address divided by 4 KiB;
 *	&@only_page when there is one page
 * @only_page: the page of a region with one page
 * @next: index of the next region in the bucket, or of the next unused record
 * @hash_entries: number of hash table entries that map the region
 * @page_shift: log2 of the page size
 * @kind: the partition may write to all kinds but REGION_HASH_TABLE
 * @boot: whether it is the kernel's high memory, which is the first region that is
 *	allocated before the kernel selects an address space
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
 * @pool: memory for the regions
 * @heap: memory for page lists and records
 * @real_mode: the region at address 0
 * @region: @capacity records
 * @unused: index of the first unused record
 * @cached: the region of the last address that was looked up; never the hash
 *	table's window
 * @live: number of regions without the real mode region
 * @counter: allocation counter of the next region
 * @bucket: index of the first region, by allocation counter
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
 * region_allocate() - create a region; its memory is not cleared
 * @size: a multiple of the page size, not 0
 * @page_shift: log2 of the page size, at least 12
 * @flags: flags of lv1_allocate_memory
 * @region: out: the region
 *
 * Return: LV1_SUCCESS, LV1_RESOURCE_SHORTAGE or LV1_DUPLICATE_ENTRY.
 */
s64 region_allocate(struct region_map *map, u64 size, u64 page_shift, u64 flags,
		    struct region **region);

/*
 * Create a region from memory outside of the pool. @size is a power of two, and the
 * address @real a multiple of it. Returns NULL when there are too many regions.
 */
struct region *region_open_window(struct region_map *map, enum region_kind kind,
				  u64 real, u64 size);

/* Remove @region and free its memory. No hash table entry may map the region. */
void region_release(struct region_map *map, struct region *region);

/* region_find() for an address outside of the cached region. */
struct region *region_find_slow(struct region_map *map, u64 lpar_addr);

/* Returns the region that contains @lpar_addr, or NULL. */
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

/* The real address of @offset in a region. Each page is contiguous there. */
static inline u64 region_real(const struct region *region, u64 offset)
{
	u64 page = region->page[offset >> region->page_shift];

	return (page << POOL_PAGE_SHIFT) + (offset & (region_page_size(region) - 1));
}

/*
 * Translate an address of the partition to @real. Returns the number of contiguous bytes
 * from there, or 0 if the partition may not write there.
 */
u64 region_contiguous(struct region_map *map, u64 lpar_addr, u64 *real);

/*
 * Translate an address of @length bytes, which must be contiguous in real memory. Returns
 * false if the partition may not write to all of them.
 */
bool region_translate(struct region_map *map, u64 lpar_addr, u64 length,
		      u64 *real);

#endif
