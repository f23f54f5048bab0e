/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pool of real memory, handed out in naturally aligned blocks of a power of
 * two (a buddy allocator).
 */
#ifndef OPENLV1_POOL_H
#define OPENLV1_POOL_H

#include "../lib/types.h"

#define POOL_PAGE_SHIFT 12
#define POOL_ORDERS	20 /* blocks of 4 KiB to 2 GiB */

struct pool_page {
	u32 next;
	u32 previous;
	u8 free_order; /* 1 + order of the free block that starts here, or 0 */
};

/**
 * struct pool - real memory from which blocks are taken
 * @base: real address of page 0, aligned to the largest block
 * @pages: how many pages the pool spans, gaps included
 * @page: one record a page
 * @free: per order, first page of the first free block, or POOL_NONE
 * @free_bytes: sum of the free blocks
 * @total_bytes: sum of what was added
 */
struct pool {
	u64 base;
	u32 pages;
	struct pool_page *page;
	u32 free[POOL_ORDERS];
	u64 free_bytes;
	u64 total_bytes;
};

#define POOL_NONE UINT32_MAX

/* Bytes of records that pool_init() needs for @span bytes. */
static inline u64 pool_records_size(u64 span)
{
	return (span >> POOL_PAGE_SHIFT) * sizeof(struct pool_page);
}

/**
 * pool_init() - make an empty pool
 * @base: aligned to the largest block that will be in it
 * @span: bytes from @base to the end of the last extent
 * @records: pool_records_size() bytes, which the pool keeps
 */
void pool_init(struct pool *pool, u64 base, u64 span, void *records);

/* Put [@start, @start + @length) into the pool; page aligned, not in it yet. */
void pool_add(struct pool *pool, u64 start, u64 length);

/**
 * pool_allocate() - take a block
 * @page_shift: log2 of its bytes, at least POOL_PAGE_SHIFT
 * @real: out: its real address, a multiple of its size
 *
 * Return: whether there was one.
 */
bool pool_allocate(struct pool *pool, unsigned int page_shift, u64 *real);

/* Give back a block of pool_allocate(). */
void pool_free(struct pool *pool, u64 real, unsigned int page_shift);

#endif
