/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A buddy allocator of real memory. Blocks are naturally aligned, and their size is
 * a power of two.
 */
#ifndef OPENLV1_POOL_H
#define OPENLV1_POOL_H

#include "../lib/types.h"

#define POOL_PAGE_SHIFT 12
#define POOL_ORDERS	20 /* blocks of 4 KiB to 2 GiB */

struct pool_page {
	u32 next;
	u32 previous;
	u8 free_order; /* 1 + order of a free block that starts here, or 0 */
};

/**
 * struct pool - a pool of real memory
 * @base: real address of page 0, aligned to the largest block
 * @pages: pages that the pool spans, gaps included
 * @page: a record for each page
 * @free: per order, the first page of the first free block, or POOL_NONE
 * @free_bytes: size of all free blocks
 * @total_bytes: size of all memory that was added
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

/* Bytes of records that pool_init() needs for a pool of @span bytes. */
static inline u64 pool_records_size(u64 span)
{
	return (span >> POOL_PAGE_SHIFT) * sizeof(struct pool_page);
}

/*
 * Create an empty pool. @span is from @base to the end of the last extent. @records are
 * pool_records_size() bytes for the pool to use.
 */
void pool_init(struct pool *pool, u64 base, u64 span, void *records);

/* Add [@start, @start + @length), page aligned and not in the pool yet. */
void pool_add(struct pool *pool, u64 start, u64 length);

/*
 * Allocate a block of 2^@page_shift bytes, at least 2^POOL_PAGE_SHIFT. Its real address,
 * a multiple of its size, goes to @real. Returns false if no block is free.
 */
bool pool_allocate(struct pool *pool, unsigned int page_shift, u64 *real);

void pool_free(struct pool *pool, u64 real, unsigned int page_shift);

#endif
