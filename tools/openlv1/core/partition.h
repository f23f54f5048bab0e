/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The partition, the virtual machine that OpenLV1 runs: its memory, interrupts,
 * repository and ledger. The hypercalls, in hcalls/, take its lock.
 */
#ifndef OPENLV1_PARTITION_H
#define OPENLV1_PARTITION_H

#include "hash_table.h"
#include "interrupt.h"
#include "ledger.h"
#include "lock.h"
#include "pool.h"
#include "region.h"
#include "repository.h"
#include "../lib/types.h"

/* A range of bus addresses through which a device sees the partition's memory. */
struct dma_window {
	u64 size;
	u64 lpar_addr;
	bool mapped;
};

/**
 * struct partition - the state of the partition
 * @lock: covers all other members
 * @constructed: whether the virtual address space exists
 * @selected: whether it is in use
 * @booted: whether the kernel has selected it since it was constructed
 * @enlarged: whether @pool is larger than on a console
 * @hash_table: hash table of the virtual address space
 * @pool: memory for lv1_allocate_memory
 * @heap: memory for OpenLV1 itself
 * @regions: the partition's address space
 * @high_memory: LPAR address of the kernel's high memory, which it allocates at boot;
 *	0 before that
 * @debug_console: DMA window of the debug console's network device
 * @pause_limit: longest time in lv1_pause in ms, set before the partition starts
 * @threads: number of hardware threads, the same
 */
struct partition {
	struct lock lock;
	bool constructed;
	bool selected;
	bool booted;
	bool enlarged;
	struct hash_table hash_table;
	struct pool pool;
	struct pool heap;
	struct region_map regions;
	struct interrupts interrupts;
	struct repository repository;
	struct ledger ledger;
	u64 high_memory;
	struct dma_window debug_console;
	u64 pause_limit;
	unsigned int threads;
};

extern struct partition partition;

/*
 * Real addresses of the memory that a partition is made of. The caller has zeroed the
 * hash table and the shadow table that follows it.
 */
struct partition_memory {
	u64 real_mode_base;
	u64 pool_base;
	u64 heap_base;
	u64 heap_size;
	u64 hash_table;
};

/* Create the partition, in place of an earlier one. */
void partition_init(const struct partition_memory *memory, unsigned int threads,
		    u64 timebase_frequency);

/*
 * Add @size bytes to the pool, more than a console has. Returns false if @size is not a
 * multiple of POOL_PIECE up to POOL_MORE_MAX, or if the pool was enlarged before.
 */
bool partition_enlarge_pool(u64 size);

#endif
