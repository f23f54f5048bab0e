/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one partition: all state that hypercalls change.
 *
 * hcalls/ takes its lock; what it does not cover is said at the field.
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

/* A device's window of bus addresses onto the partition's memory. */
struct dma_window {
	u64 bus_addr;
	u64 size;
	u64 lpar_addr;
	bool mapped;
};

/**
 * struct partition - the state of the partition
 * @lock: covers all that is here and below
 * @constructed: whether there is a virtual address space
 * @selected: whether it is in use; not without one
 * @booted: whether the kernel has ever selected one; another kernel, by kexec, has
 *	not
 * @enlarged: whether @pool is larger than a console's
 * @hash_table: of the virtual address space
 * @pool: the memory that lv1_allocate_memory gives
 * @heap: OpenLV1's own memory
 * @regions: the address space
 * @debug_console: DMA window of the debug console's network device
 * @threads: how many it has, set before it starts
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
	struct dma_window debug_console;
	unsigned int threads;
};

extern struct partition partition;

/**
 * struct partition_memory - the real memory that a partition is made of
 * @real_mode_base: real address of the real mode region
 * @pool_base: real address of the pool
 * @heap_base: real address of OpenLV1's own memory
 * @heap_size: its size in bytes
 * @hash_table: real address of the hash table and of what is known of its entries,
 *	all zero
 */
struct partition_memory {
	u64 real_mode_base;
	u64 pool_base;
	u64 heap_base;
	u64 heap_size;
	u64 hash_table;
};

/* Make the partition anew. */
void partition_init(const struct partition_memory *memory, unsigned int threads,
		    u64 timebase_frequency);

/**
 * partition_enlarge_pool() - have more memory than a console, for once
 * @size: how many bytes more, a multiple of POOL_PIECE up to POOL_MORE_MAX
 *
 * Return: whether that could be done.
 */
bool partition_enlarge_pool(u64 size);

#endif
