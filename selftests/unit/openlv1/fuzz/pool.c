// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares the pool with a map of its pages.
 */
#include <string.h>

#include "fuzz.h"

/* No power of two, so that the last blocks have no buddy. */
#define SPAN_PAGES 509
#define BASE	   MIB(256)
#define BLOCKS	   64

enum page_state {
	OUTSIDE,
	FREE,
	USED,
};

static struct pool pool;
static struct pool_page records[SPAN_PAGES];
static u8 state[SPAN_PAGES];
static struct block {
	u64 real;
	u8 shift;
} blocks[BLOCKS];
static unsigned int block_count;

static bool run_is(u64 first, u64 count, enum page_state wanted)
{
	for (u64 i = first; i < first + count; i++) {
		if (i >= SPAN_PAGES || state[i] != wanted)
			return false;
	}
	return true;
}

static u64 free_bytes(void)
{
	u64 pages = 0;

	for (unsigned int i = 0; i < SPAN_PAGES; i++)
		pages += state[i] == FREE;
	return pages << POOL_PAGE_SHIFT;
}

static void add_extents(struct input *input)
{
	unsigned int count = 1 + input_byte(input) % 4;
	u64 first = 0;

	while (count--) {
		u64 length;

		first += input_byte(input);
		length = 1 + input_byte(input);
		if (first + length > SPAN_PAGES)
			return;
		pool_add(&pool, BASE + (first << POOL_PAGE_SHIFT),
			 length << POOL_PAGE_SHIFT);
		memset(state + first, FREE, length);
		first += length;
	}
}

/* Free blocks always merge, so a block exists if its pages are free. */
static bool block_exists(u64 count)
{
	for (u64 first = 0; first + count <= SPAN_PAGES; first += count) {
		if (run_is(first, count, FREE))
			return true;
	}
	return false;
}

static void allocate(unsigned int shift)
{
	u64 count = 1ULL << (shift - POOL_PAGE_SHIFT);
	u64 real, first;

	if (block_count == BLOCKS)
		return;
	if (!pool_allocate(&pool, shift, &real)) {
		CHECK(!block_exists(count));
		return;
	}
	first = (real - BASE) >> POOL_PAGE_SHIFT;
	CHECK(real % (1ULL << shift) == 0);
	CHECK(run_is(first, count, FREE));
	memset(state + first, USED, count);
	blocks[block_count++] = (struct block){ real, (u8)shift };
}

static void release(unsigned int index)
{
	const struct block block = blocks[index];

	blocks[index] = blocks[--block_count];
	pool_free(&pool, block.real, block.shift);
	memset(state + ((block.real - BASE) >> POOL_PAGE_SHIFT), FREE,
	       1ULL << (block.shift - POOL_PAGE_SHIFT));
}

/* The free blocks, independent of the order of the lists. */
static void free_orders(u8 *orders)
{
	for (unsigned int i = 0; i < SPAN_PAGES; i++)
		orders[i] = records[i].free_order;
}

void fuzz(struct input *input)
{
	u8 before[SPAN_PAGES], after[SPAN_PAGES];

	memset(state, OUTSIDE, sizeof(state));
	block_count = 0;
	pool_init(&pool, BASE, SPAN_PAGES << POOL_PAGE_SHIFT, records);
	add_extents(input);
	CHECK(pool.free_bytes == free_bytes());
	CHECK(pool.total_bytes == free_bytes());
	free_orders(before);

	while (input->size) {
		u8 operation = input_byte(input);

		if (operation & 1)
			allocate(POOL_PAGE_SHIFT + (operation >> 1) % 16);
		else if (block_count)
			release((operation >> 1) % block_count);
		CHECK(pool.free_bytes == free_bytes());
	}

	while (block_count)
		release(block_count - 1);
	free_orders(after);
	CHECK(!memcmp(before, after, sizeof(before)));
	CHECK(pool.free_bytes == pool.total_bytes);
}
