// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads an input, prepares a partition for it and checks the partition's invariants. The
 * checks do not use the code under test.
 */
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input input = { data, size };

	fuzz(&input);
	return 0;
}

u8 input_byte(struct input *input)
{
	if (!input->size)
		return 0;
	input->size--;
	return *input->data++;
}

u64 input_number(struct input *input, unsigned int bytes)
{
	u64 number = 0;

	while (bytes--)
		number = number << 8 | input_byte(input);
	return number;
}

u64 input_interesting(struct input *input)
{
	u8 kind = input_byte(input);
	s64 near = (kind >> 3 & 7) - 4;

	switch (kind & 7) {
	case 0:
	case 1:
		return kind >> 3;
	case 2:
		return input_byte(input);
	case 3:
		return BIT_ULL(input_byte(input) % 64) + (u64)near;
	case 4:
		return ~0ULL - (kind >> 3);
	case 5:
		return (u64)input_byte(input) << 12;
	case 6:
		return input_number(input, 4);
	default:
		return input_number(input, 8);
	}
}

/*
 * When the address space is destroyed, OpenLV1 searches all memory for another kernel,
 * which takes too long here. The tests core and linux do it.
 */
bool __real_cpu_table_patch(void *kernel, u64 size);
bool __wrap_cpu_table_patch(void *kernel, u64 size);
void __wrap_kernel_log_expect(void);

bool __wrap_cpu_table_patch(void *kernel, u64 size)
{
	return size == REAL_MODE_SIZE || __real_cpu_table_patch(kernel, size);
}

void __wrap_kernel_log_expect(void)
{
}

void partition_begin(void)
{
	static bool made;

	if (!made)
		platform_reset();
	made = true;
	platform_clear();
	partition.constructed = false;
	partition.selected = false;
	partition.booted = false;
	partition.regions.counter = FIRST_ALLOCATION_COUNTER;
	partition.hash_table.victim = 0;
	memset(&partition.interrupts, 0, sizeof(partition.interrupts));
	memset(&partition.ledger, 0, sizeof(partition.ledger));
	memset(&partition.repository, 0, sizeof(partition.repository));
	memset(&partition.debug_console, 0, sizeof(partition.debug_console));
	repository_populate(&partition.repository, 512000000);
}

void partition_begin_with_space(void)
{
	partition_begin();
	CHECK(!CALL(CALL_CONSTRUCT, HASH_TABLE_SHIFT_MAX, 0, 0).status);
	CHECK(!CALL(CALL_SELECT, ADDRESS_SPACE_ID).status);
}

/* The real mode region and the live regions, collected from the buckets. */
static struct found {
	const struct region *region;
	u32 hash_entries;
} found[1 + (POOL_SPAN >> POOL_PAGE_SHIFT)];
static u32 found_count;

static void find_regions(void)
{
	struct region_map *map = &partition.regions;

	found[0] = (struct found){ &map->real_mode, 0 };
	found_count = 1;
	for (u32 bucket = 0; found_count <= map->live; bucket++) {
		CHECK(bucket < REGION_BUCKETS);
		for (u32 i = map->bucket[bucket]; i != UINT32_MAX; i = map->region[i].next)
			found[found_count++] = (struct found){ &map->region[i], 0 };
	}
}

static bool in_range(u64 start, u64 size, u64 real, u64 length)
{
	return real >= start && real + length <= start + size;
}

static bool in_region(const struct region *region, u64 real, u64 length)
{
	u64 pages = region->size >> region->page_shift;

	while (pages--) {
		u64 page = (u64)region->page[pages] << POOL_PAGE_SHIFT;

		if (in_range(page, BIT_ULL(region->page_shift), real, length))
			return true;
	}
	return false;
}

/* The region with [real, real + length) in one of its pages. */
static struct found *owner(u64 real, u64 length)
{
	for (u32 i = 0; i < found_count; i++) {
		if (in_region(found[i].region, real, length))
			return &found[i];
	}
	return NULL;
}

/* The LP values that OpenLV1 accepts: Power ISA 2.07, book III-S, 5.7.7.1. */
static u64 entry_size(const struct hash_entry *entry)
{
	u64 lp = (entry->r >> 12) & 0xf;

	if (!(entry->v & HASH_V_LARGE))
		return KIB(4);
	CHECK(lp == 0 || lp == 1 || lp == 8);
	return lp == 1 ? KIB(64) : MIB(16);
}

static void check_hash_table(void)
{
	const struct hash_entry *entry = partition.hash_table.entry;

	for (u32 slot = 0; slot < HASH_TABLE_SLOTS; slot++) {
		struct found *mapped;
		u64 size;

		if (!(entry[slot].v & HASH_V_VALID))
			continue;
		size = entry_size(&entry[slot]);
		mapped = owner(align_down(entry[slot].r & HASH_R_ADDRESS, size), size);
		CHECK(mapped);
		CHECK(mapped->region->kind != REGION_HASH_TABLE ||
		      (entry[slot].r & HASH_R_PROTECTION) == HASH_R_READ_ONLY);
		mapped->hash_entries++;
	}
	for (u32 i = 0; i < found_count; i++)
		CHECK(found[i].hash_entries == found[i].region->hash_entries);
}

static void check_invariants(void)
{
	find_regions();
	check_hash_table();
	for (unsigned int i = 0; i < MAX_THREADS; i++) {
		u64 bitmap = partition.interrupts.bitmap[i];

		CHECK(!bitmap || owner(bitmap, BITMAP_BYTES)->region->kind != REGION_HASH_TABLE);
	}
}

void partition_finish(void)
{
	check_invariants();
	if (partition.hash_table.window)
		CHECK(!CALL(CALL_UNMAP_HTAB, partition.hash_table.window->lpar_addr).status);
	find_regions();
	while (--found_count)
		CHECK(!CALL(CALL_RELEASE, found[found_count].region->lpar_addr).status);
	CHECK(!partition.regions.live);
	CHECK(partition.pool.free_bytes == partition.pool.total_bytes);
	CHECK(partition.heap.free_bytes == partition.heap.total_bytes);
	check_invariants();
	CALL(CALL_SELECT, 0);
	CALL(CALL_DESTRUCT, ADDRESS_SPACE_ID);
	CHECK(!partition.regions.real_mode.hash_entries);
}
