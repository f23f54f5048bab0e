// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares calls 0, 6 and 13 with a model of them: a list of the live regions.
 */
#include <string.h>

#include <lv1/memory.h>

#include "fuzz.h"

#define REGIONS 64

static struct model_region {
	u64 address;
	u64 size;
	u64 page_shift;
	u64 flags;
} regions[REGIONS];
static unsigned int region_count;
static u64 counter, allocated, released, refused;

static struct model_region *find(u64 address)
{
	for (unsigned int i = 0; i < region_count; i++) {
		if (address >= regions[i].address &&
		    address - regions[i].address < regions[i].size)
			return &regions[i];
	}
	return NULL;
}

/* See Documentation/lv1-memory.rst. */
static u64 next_address(u64 size)
{
	const struct model_region *region;
	u64 size_class = 0, address;

	while (BIT_ULL(size_class) < size)
		size_class++;
	do {
		u64 field = counter++ % BIT_ULL(LV1_LPAR_ADDR_CLASS_SHIFT - size_class);

		address = size_class << LV1_LPAR_ADDR_CLASS_SHIFT | field << size_class;
		region = find(address);
	} while (region && region->address == address);
	return address;
}

static s64 refusal(u64 size, u64 page_shift, u64 r5, u64 flags)
{
	if (page_shift < 12)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (r5 > 1)
		return LV1_NO_ENTRY;
	if (flags > 0x3ff)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (page_shift > 63)
		return LV1_RESOURCE_SHORTAGE;
	if (!size || size % BIT_ULL(page_shift))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (size > partition.pool.free_bytes)
		return LV1_RESOURCE_SHORTAGE;
	return LV1_SUCCESS;
}

static void allocate(u64 size, u64 page_shift, u64 r5, u64 flags)
{
	s64 expected = refusal(size, page_shift, r5, flags);
	struct reply reply;

	if (region_count == REGIONS)
		return;
	reply = CALL(CALL_ALLOCATE, size, page_shift, r5, flags);
	refused += !!reply.status;
	/* The pool may have no block of this size; otherwise, address 0 is in use. */
	if (!expected && page_shift > 12 && reply.status == LV1_RESOURCE_SHORTAGE)
		return;
	if (!expected && flags & LV1_MEMORY_ADDR_ZERO)
		expected = LV1_DUPLICATE_ENTRY;
	CHECK(reply.status == expected);
	if (expected)
		return;
	CHECK(!find(reply.out[0]));
	CHECK(reply.out[0] == next_address(size));
	CHECK(reply.out[1] == 1);
	regions[region_count++] = (struct model_region){ reply.out[0], size, page_shift, flags };
	allocated++;
}

static void query(u64 address)
{
	const struct model_region *region = find(address);
	struct reply reply = CALL(CALL_QUERY, address);

	refused += !!reply.status;
	if (address < REAL_MODE_SIZE) {
		CHECK(!reply.status && reply.out[0] == 0);
		return;
	}
	CHECK(reply.status == (region ? LV1_SUCCESS : LV1_NO_ENTRY));
	if (!region)
		return;
	CHECK(reply.out[0] == region->address);
	CHECK(reply.out[1] == region->size);
	CHECK(reply.out[2] == 3);
	CHECK(reply.out[3] == region->page_shift);
	CHECK(reply.out[4] == region->flags);
}

static void release(u64 address)
{
	struct model_region *region = find(address);
	s64 status = CALL(CALL_RELEASE, address).status;

	refused += !!status;
	if (address == 0) {
		CHECK(status == STATUS_REGION_KEPT);
	} else if (!region || region->address != address) {
		CHECK(status == LV1_NO_ENTRY);
	} else {
		CHECK(!status);
		*region = regions[--region_count];
		released++;
	}
}

static u64 some_address(struct input *input)
{
	u8 kind = input_byte(input);
	const struct model_region *region;

	if (kind < 32 || !region_count)
		return input_interesting(input);
	region = &regions[(kind >> 2) % region_count];
	if ((kind & 3) == 0)
		return region->address + input_interesting(input);
	if ((kind & 3) == 1)
		return region->address + region->size - (kind >> 2) % 2;
	return region->address;
}

/* Act as if there had been many allocations, so that the counter meets live regions. */
static void move_counter(u64 to)
{
	counter = to;
	partition.regions.counter = to;
}

static void operate(struct input *input)
{
	u8 operation = input_byte(input);
	u64 size, page_shift, r5 = 0, flags = operation >> 6;

	if (operation == 0xfc) {
		move_counter(input_interesting(input));
	} else if ((operation & 3) == 0) {
		size = input_interesting(input);
		page_shift = input_interesting(input);
		r5 = input_interesting(input);
		flags = input_interesting(input);
		allocate(size, page_shift, r5, flags);
	} else if ((operation & 3) == 1) {
		page_shift = 12 + (operation >> 2) % 16;
		size = (u64)input_byte(input) << page_shift;
		allocate(size, page_shift, r5, flags);
	} else if ((operation & 3) == 2) {
		query(some_address(input));
	} else {
		release(some_address(input));
	}
}

/* Each page must be in the pool, in one region only, and aligned as its region asks. */
static void check_pages(void)
{
	static u8 used[POOL_SPAN >> POOL_PAGE_SHIFT];

	memset(used, 0, sizeof(used));
	for (unsigned int i = 0; i < region_count; i++) {
		for (u64 at = 0; at < regions[i].size; at += KIB(4)) {
			u64 real, offset;

			CHECK(region_translate(&partition.regions, regions[i].address + at, KIB(4),
					       &real));
			CHECK((real ^ at) % BIT_ULL(regions[i].page_shift) == 0);
			offset = real - partition.pool.base;
			CHECK(offset < POOL_SPAN);
			CHECK(!used[offset >> POOL_PAGE_SHIFT]++);
		}
	}
}

void fuzz(struct input *input)
{
	partition_begin();
	region_count = 0;
	allocated = 0;
	released = 0;
	refused = 0;
	move_counter(input_interesting(input));

	while (input->size)
		operate(input);

	check_pages();
	CHECK(partition.regions.live == region_count);
	CHECK(partition.ledger.count[LEDGER_allocated] == allocated);
	CHECK(partition.ledger.count[LEDGER_released] == released);
	CHECK(partition.ledger.count[LEDGER_refused] == refused);
	partition_finish();
}
