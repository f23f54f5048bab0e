// SPDX-License-Identifier: GPL-2.0-only
#include "partition.h"

#include <string.h>

#include "../platform/platform.h"

struct partition partition;

/* Take @size bytes off the start of the heap. */
static void *carve(u64 *start, u64 size)
{
	void *records = real_pointer(*start);

	*start += align_up(size, 1 << POOL_PAGE_SHIFT);
	return records;
}

/* Extents of 16 MiB and more go to the kernel, which clears them anyway. */
static void extent_add(u64 start, u64 length)
{
	u64 *word = real_pointer(start);

	pool_add(&partition.pool, start, length);
	if (length >= MIB(16))
		return;
	for (u64 i = 0; i < length / sizeof(*word); i++)
		word[i] = POOL_DIRT;
}

void partition_init(const struct partition_memory *memory, unsigned int threads,
		    u64 timebase_frequency)
{
	static const struct memory_extent extents[] = POOL_EXTENTS;
	u64 start = memory->heap_base;
	u64 end = memory->heap_base + memory->heap_size;
	u32 capacity = POOL_SPAN >> POOL_PAGE_SHIFT;
	void *pool_records = carve(&start, pool_records_size(POOL_SPAN));
	void *region_records = carve(&start, region_records_size(capacity));
	void *heap_records = carve(&start, pool_records_size(memory->heap_size));

	memset(&partition, 0, sizeof(partition));
	partition.threads = threads;
	partition.pause_limit = PAUSE_LIMIT_MS;
	partition.hash_table.entry = real_pointer(memory->hash_table);

	pool_init(&partition.heap, memory->heap_base, memory->heap_size, heap_records);
	pool_add(&partition.heap, start, end - start);

	pool_init(&partition.pool, memory->pool_base, POOL_SPAN, pool_records);
	for (unsigned int i = 0; i < ARRAY_SIZE(extents); i++)
		extent_add(memory->pool_base + extents[i].offset,
			   extents[i].length);

	region_map_init(&partition.regions, &partition.pool, &partition.heap,
			memory->real_mode_base, region_records, capacity);
	repository_populate(&partition.repository, timebase_frequency);
}

bool partition_enlarge_pool(u64 size)
{
	u64 start = partition.pool.base + POOL_MORE + POOL_PIECE_OFFSET;

	if (partition.enlarged || !size || size > POOL_MORE_MAX ||
	    size % POOL_PIECE)
		return false;
	for (u64 added = 0; added < size; added += POOL_PIECE)
		extent_add(start + 2 * added, POOL_PIECE);
	partition.enlarged = true;
	return true;
}
