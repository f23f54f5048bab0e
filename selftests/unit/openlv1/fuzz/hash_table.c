// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtual address space: calls 1, 2, 7, 10, 95, 122, 123 and 158, with regions
 * that are allocated and released.
 */
#include <string.h>

#include "fuzz.h"

#define REGIONS 16

static u64 region[REGIONS];
static unsigned int window_index;

static void allocate(struct input *input, unsigned int index)
{
	u64 page_shift = 12 + input_byte(input) % 14;
	u64 size = (1ULL + input_byte(input) % 8) << page_shift;
	struct reply reply;

	if (region[index])
		return;
	reply = CALL(CALL_ALLOCATE, size, page_shift);
	if (!reply.status)
		region[index] = reply.out[0];
}

static void release(unsigned int index)
{
	if (region[index] && index == window_index) {
		CALL(CALL_UNMAP_HTAB, region[index]);
		window_index = REGIONS;
	} else if (region[index]) {
		CHECK(!CALL(CALL_RELEASE, region[index]).status);
	}
	region[index] = 0;
}

/* Mostly one of a few slots, so that groups fill up. */
static u64 some_slot(struct input *input)
{
	u8 byte = input_byte(input);

	if (byte >= 0xf0)
		return input_interesting(input);
	return byte & 0x80 ? HASH_TABLE_SLOTS - 1 - byte % 32 : byte % 32;
}

/* The byte selects the page size and the flags. */
static void some_entry(struct input *input, u64 *v, u64 *r)
{
	u8 byte = input_byte(input);
	u64 address = region[byte % REGIONS] + (u64)input_byte(input) * KIB(4);

	*v = (u64)byte << 12 | (byte & 0x10 ? HASH_V_LARGE : 0) |
	     (byte & 0xe0 ? HASH_V_VALID : 0);
	*r = address | (byte & 0x10 ? (u64)(input_byte(input) % 16) << 12 : 0);
	if (byte == 0xff)
		*r = input_interesting(input);
}

static u64 first_doubleword(u64 slot)
{
	struct reply reply = CALL(CALL_READ_HTAB, 0, slot & ~3ULL);

	CHECK(!reply.status);
	return reply.out[slot % 4];
}

static void write(struct input *input)
{
	u64 slot = some_slot(input);
	u64 v, r;

	some_entry(input, &v, &r);
	if (!CALL(CALL_WRITE_HTAB, 0, slot, v, r).status)
		CHECK(first_doubleword(slot) == (v & HASH_V_VALID ? v : 0));
}

static void insert(struct input *input)
{
	u64 group = some_slot(input);
	struct reply reply;
	u64 v, r, slot;

	some_entry(input, &v, &r);
	reply = CALL(CALL_INSERT_HTAB, 0, group, v, r, (u64)input_byte(input) << 12);
	if (reply.status)
		return;
	slot = reply.out[0];
	CHECK((first_doubleword(slot) & ~HASH_V_SECONDARY) == (v & ~HASH_V_SECONDARY));
	CHECK(slot / 8 == group / 8 || slot / 8 == (HASH_TABLE_SLOTS - 1 - group) / 8);
}

/* The window takes the place of a region; an earlier one ended with its address space. */
static void map_table(unsigned int index)
{
	struct reply reply = { .status = -1 };

	if (!region[index])
		reply = CALL(CALL_MAP_HTAB, 0);
	if (reply.status)
		return;
	if (window_index < REGIONS)
		region[window_index] = 0;
	window_index = index;
	region[index] = reply.out[0];
}

static void operate(struct input *input)
{
	u8 operation = input_byte(input), index = operation >> 4;

	switch (operation % 16) {
	case 0:
		CALL(CALL_CONSTRUCT, 18 + index % 4, 0, 0);
		break;
	case 1:
		CALL(CALL_SELECT, operation >> 7);
		break;
	case 2:
		CALL(CALL_DESTRUCT, ADDRESS_SPACE_ID);
		break;
	case 3 ... 4:
		allocate(input, index);
		break;
	case 5:
		release(index);
		break;
	case 6:
		map_table(index);
		break;
	case 7 ... 8:
		write(input);
		break;
	default:
		insert(input);
	}
}

void fuzz(struct input *input)
{
	memset(region, 0, sizeof(region));
	window_index = REGIONS;
	partition_begin_with_space();
	while (input->size)
		operate(input);
	partition_finish();
}
