// SPDX-License-Identifier: GPL-2.0-only
#include "pool.h"

#include <string.h>

static void block_insert(struct pool *pool, u32 first, unsigned int order)
{
	u32 next = pool->free[order];

	pool->page[first].next = next;
	pool->page[first].previous = POOL_NONE;
	pool->page[first].free_order = (u8)(order + 1);
	if (next != POOL_NONE)
		pool->page[next].previous = first;
	pool->free[order] = first;
}

static void block_remove(struct pool *pool, u32 first, unsigned int order)
{
	struct pool_page *page = &pool->page[first];

	if (page->previous == POOL_NONE)
		pool->free[order] = page->next;
	else
		pool->page[page->previous].next = page->next;
	if (page->next != POOL_NONE)
		pool->page[page->next].previous = page->previous;
	page->free_order = 0;
}

static void block_release(struct pool *pool, u32 first, unsigned int order)
{
	for (; order < POOL_ORDERS - 1; order++) {
		u32 buddy = first ^ (1U << order);

		if (buddy >= pool->pages ||
		    pool->page[buddy].free_order != order + 1)
			break;
		block_remove(pool, buddy, order);
		first &= ~(1U << order);
	}
	block_insert(pool, first, order);
}

void pool_init(struct pool *pool, u64 base, u64 span, void *records)
{
	pool->base = base;
	pool->pages = (u32)(span >> POOL_PAGE_SHIFT);
	pool->page = records;
	pool->free_bytes = 0;
	pool->total_bytes = 0;
	memset(records, 0, pool_records_size(span));
	for (unsigned int order = 0; order < POOL_ORDERS; order++)
		pool->free[order] = POOL_NONE;
}

void pool_add(struct pool *pool, u64 start, u64 length)
{
	u32 first = (u32)((start - pool->base) >> POOL_PAGE_SHIFT);
	u32 end = first + (u32)(length >> POOL_PAGE_SHIFT);

	pool->free_bytes += length;
	pool->total_bytes += length;
	for (; first < end; first++)
		block_release(pool, first, 0);
}

bool pool_allocate(struct pool *pool, unsigned int page_shift, u64 *real)
{
	unsigned int wanted = page_shift - POOL_PAGE_SHIFT;
	unsigned int order = wanted;
	u32 first;

	while (order < POOL_ORDERS && pool->free[order] == POOL_NONE)
		order++;
	if (order >= POOL_ORDERS)
		return false;

	first = pool->free[order];
	block_remove(pool, first, order);
	while (order > wanted) {
		order--;
		block_insert(pool, first + (1U << order), order);
	}
	pool->free_bytes -= 1ULL << page_shift;
	*real = pool->base + ((u64)first << POOL_PAGE_SHIFT);
	return true;
}

void pool_free(struct pool *pool, u64 real, unsigned int page_shift)
{
	pool->free_bytes += 1ULL << page_shift;
	block_release(pool, (u32)((real - pool->base) >> POOL_PAGE_SHIFT),
		      page_shift - POOL_PAGE_SHIFT);
}
