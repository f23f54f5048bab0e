// SPDX-License-Identifier: GPL-2.0-only
#include "region.h"

#include <lv1/memory.h>
#include <string.h>

#include "../platform/platform.h"

#define NONE	   UINT32_MAX
#define CLASS_MASK ((1ULL << LV1_LPAR_ADDR_CLASS_SHIFT) - 1)

void region_map_init(struct region_map *map, struct pool *pool,
		     struct pool *heap, u64 real_mode_base, void *records,
		     u32 capacity)
{
	memset(map, 0, sizeof(*map));
	map->pool = pool;
	map->heap = heap;
	map->real_mode.kind = REGION_REAL_MODE;
	map->real_mode.page = &map->real_mode.only_page;
	map->real_mode.only_page = (u32)(real_mode_base >> POOL_PAGE_SHIFT);
	map->real_mode.size = REAL_MODE_SIZE;
	map->real_mode.page_shift = REAL_MODE_PAGE_SHIFT;
	map->real_mode.flags = LV1_MEMORY_ADDR_ZERO;
	map->real_mode.boot = true;
	map->region = records;
	map->cached = &map->real_mode;
	map->capacity = capacity;
	map->counter = FIRST_ALLOCATION_COUNTER;
	for (u32 i = 0; i < capacity; i++)
		map->region[i].next = i + 1 < capacity ? i + 1 : NONE;
	map->unused = capacity ? 0 : NONE;
	for (u32 i = 0; i < REGION_BUCKETS; i++)
		map->bucket[i] = NONE;
}

static u32 *bucket_of(struct region_map *map, u64 lpar_addr)
{
	unsigned int class = (unsigned int)(lpar_addr >> LV1_LPAR_ADDR_CLASS_SHIFT);
	u64 counter = (lpar_addr & CLASS_MASK) >> class;

	return &map->bucket[counter % REGION_BUCKETS];
}

static struct region *find_by_address(struct region_map *map, u64 lpar_addr)
{
	for (u32 i = *bucket_of(map, lpar_addr); i != NONE;
	     i = map->region[i].next) {
		if (map->region[i].lpar_addr == lpar_addr)
			return &map->region[i];
	}
	return NULL;
}

static struct region *find_containing(struct region_map *map, u64 lpar_addr)
{
	u64 class = lpar_addr >> LV1_LPAR_ADDR_CLASS_SHIFT;
	struct region *region;

	if (lpar_addr < map->real_mode.size)
		return &map->real_mode;
	if (class < LV1_PAGE_SHIFT_MIN || class >= LV1_LPAR_ADDR_CLASS_SHIFT)
		return NULL;
	region = find_by_address(map, align_down(lpar_addr, 1ULL << class));
	if (!region || lpar_addr - region->lpar_addr >= region->size)
		return NULL;
	return region;
}

struct region *region_find_slow(struct region_map *map, u64 lpar_addr)
{
	struct region *region = find_containing(map, lpar_addr);

	if (region && region->kind != REGION_HASH_TABLE)
		map->cached = region;
	return region;
}

/*
 * The counter wraps at the end of its field, whose width depends on the size class.
 * Addresses of live regions are skipped. A live region blocks one address at most,
 * so this needs at most one try more than there are regions.
 */
static bool next_lpar_addr(struct region_map *map, u64 size, u64 *lpar_addr)
{
	u64 class = log2_up(size);

	if (class >= LV1_LPAR_ADDR_CLASS_SHIFT)
		return false;
	for (u32 tries = 0; tries <= map->live; tries++) {
		u64 address = class << LV1_LPAR_ADDR_CLASS_SHIFT |
			      (map->counter << class & CLASS_MASK);

		map->counter++;
		if (!find_by_address(map, address)) {
			*lpar_addr = address;
			return true;
		}
	}
	return false;
}

static unsigned int page_list_shift(u64 count)
{
	unsigned int shift = log2_up(count * sizeof(u32));

	return shift < POOL_PAGE_SHIFT ? POOL_PAGE_SHIFT : shift;
}

/* Free the pages from number @first on. */
static void pages_free(struct region_map *map, struct region *region, u64 first,
		       u64 count)
{
	for (u64 i = first; i < count; i++)
		pool_free(map->pool, (u64)region->page[i] << POOL_PAGE_SHIFT,
			  region->page_shift);
}

/*
 * The pool hands out adjacent blocks in ascending order. Regions on a console are
 * not contiguous, so the last page comes first.
 */
static bool pages_allocate(struct region_map *map, struct region *region,
			   u64 count)
{
	for (u64 i = count; i > 0; i--) {
		u64 real;

		if (!pool_allocate(map->pool, region->page_shift, &real)) {
			pages_free(map, region, i, count);
			return false;
		}
		region->page[i - 1] = (u32)(real >> POOL_PAGE_SHIFT);
	}
	return true;
}

static bool page_list_allocate(struct region_map *map, struct region *region,
			       u64 count)
{
	u64 real;

	if (count == 1) {
		region->page = &region->only_page;
		return true;
	}
	if (!pool_allocate(map->heap, page_list_shift(count), &real))
		return false;
	region->page = real_pointer(real);
	return true;
}

static void page_list_free(struct region_map *map, struct region *region,
			   u64 count)
{
	if (count > 1)
		pool_free(map->heap, real_address(region->page),
			  page_list_shift(count));
}

static struct region *record_allocate(struct region_map *map, enum region_kind kind,
				      u64 size)
{
	struct region *region = &map->region[map->unused];

	map->unused = region->next;
	*region = (struct region){ .size = size, .kind = (u8)kind };
	return region;
}

static void record_free(struct region_map *map, struct region *region)
{
	region->next = map->unused;
	map->unused = (u32)(region - map->region);
}

/* Choose an address for @region and link it into its bucket. */
static bool assign_address(struct region_map *map, struct region *region)
{
	u32 *bucket;

	if (!next_lpar_addr(map, region->size, &region->lpar_addr))
		return false;
	bucket = bucket_of(map, region->lpar_addr);
	region->next = *bucket;
	*bucket = (u32)(region - map->region);
	map->live++;
	return true;
}

s64 region_allocate(struct region_map *map, u64 size, u64 page_shift, u64 flags,
		    struct region **result)
{
	struct region *region;
	u64 count;
	s64 status = LV1_RESOURCE_SHORTAGE;

	if (page_shift >= POOL_PAGE_SHIFT + POOL_ORDERS ||
	    size > map->pool->free_bytes || map->unused == NONE)
		return LV1_RESOURCE_SHORTAGE;

	region = record_allocate(map, REGION_MEMORY, size);
	region->page_shift = (u8)page_shift;
	region->flags = flags;

	count = size >> page_shift;
	if (!page_list_allocate(map, region, count))
		goto free_record;
	if (!pages_allocate(map, region, count))
		goto free_page_list;

	/* The real mode region always occupies address 0. */
	if (flags & LV1_MEMORY_ADDR_ZERO) {
		status = LV1_DUPLICATE_ENTRY;
		goto free_pages;
	}
	if (!assign_address(map, region))
		goto free_pages;
	*result = region;
	return LV1_SUCCESS;

free_pages:
	pages_free(map, region, 0, count);
free_page_list:
	page_list_free(map, region, count);
free_record:
	record_free(map, region);
	return status;
}

struct region *region_open_window(struct region_map *map, enum region_kind kind,
				  u64 real, u64 size)
{
	struct region *region;

	if (map->unused == NONE)
		return NULL;
	region = record_allocate(map, kind, size);
	region->page = &region->only_page;
	region->only_page = (u32)(real >> POOL_PAGE_SHIFT);
	region->page_shift = (u8)log2_up(size);
	if (assign_address(map, region))
		return region;
	record_free(map, region);
	return NULL;
}

void region_release(struct region_map *map, struct region *region)
{
	u32 index = (u32)(region - map->region);
	u32 *link = bucket_of(map, region->lpar_addr);
	u64 count = region->size >> region->page_shift;

	while (*link != index)
		link = &map->region[*link].next;
	*link = region->next;
	map->live--;
	map->cached = &map->real_mode;
	if (region->kind == REGION_MEMORY) {
		pages_free(map, region, 0, count);
		page_list_free(map, region, count);
	}
	record_free(map, region);
}

u64 region_contiguous(struct region_map *map, u64 lpar_addr, u64 *real)
{
	struct region *region = region_find(map, lpar_addr);
	u64 offset;

	if (!region || region->kind == REGION_HASH_TABLE)
		return 0;
	offset = lpar_addr - region->lpar_addr;
	*real = region_real(region, offset);
	return region_page_size(region) - offset % region_page_size(region);
}

bool region_translate(struct region_map *map, u64 lpar_addr, u64 length,
		      u64 *real)
{
	u64 contiguous = region_contiguous(map, lpar_addr, real);

	return contiguous && length <= contiguous;
}
