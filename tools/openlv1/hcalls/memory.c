// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory regions: calls 0, 6 and 13. A1 to A14 are the statements of the
 * reference page, see Documentation/lv1-memory.rst.
 */
#include <lv1/memory.h>

#include "hypercall.h"

enum allocation_check {
	CHECK_PAGE_SIZE,
	CHECK_R5,
	CHECK_FLAGS,
	CHECK_SIZE,
};

static s64 check_size(u64 size, u64 page_shift)
{
	if (page_shift > 63)
		return LV1_RESOURCE_SHORTAGE; /* A3 */
	if (size == 0 || size & ((1ULL << page_shift) - 1))
		return STATUS_SIZE_ILLEGAL; /* A1 */
	return LV1_SUCCESS;
}

static s64 check_allocation(u64 size, u64 page_shift, u64 r5, u64 flags)
{
	static const enum allocation_check order[] = { ALLOCATION_CHECKS };
	const s64 illegal = LV1_ILLEGAL_PARAMETER_VALUE;
	const s64 status[] = {
		[CHECK_PAGE_SIZE] = page_shift < LV1_PAGE_SHIFT_MIN ? illegal : 0, /* A5, A8 */
		[CHECK_R5] = r5 >= MEMORY_R5_ENTRIES ? LV1_NO_ENTRY : 0,	   /* A6, A7 */
		[CHECK_FLAGS] = flags & ~MEMORY_FLAGS_ACCEPTED ? illegal : 0,	   /* A9, A10 */
		[CHECK_SIZE] = check_size(size, page_shift),
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(order); i++) {
		if (status[order[i]])
			return status[order[i]];
	}
	return LV1_SUCCESS;
}

/*
 * Whether the next region is the kernel's high memory. The ledger does not count
 * that region as live, so there is only one.
 */
static bool is_boot_region(void)
{
	return !partition.booted && !partition.ledger.count[LEDGER_boot];
}

static s64 allocate_memory(struct call *call, u64 size, u64 page_shift, u64 r5,
			   u64 flags)
{
	struct region *region;
	s64 status = check_allocation(size, page_shift, r5, flags);

	if (status)
		return status;
	status = region_allocate(&partition.regions, size, page_shift, flags, &region);
	if (status)
		return status;

	region->boot = is_boot_region();
	if (region->boot)
		partition.high_memory = region->lpar_addr;
	ledger_allocated(&partition.ledger, region);
	call->out[0] = region->lpar_addr;
	call->out[1] = REGION_MUID;
	return LV1_SUCCESS;
}

HYPERCALL(0, allocate_memory, 4, 2, "reference page");

static s64 query_logical_partition_address_region_info(struct call *call,
						       u64 lpar_addr)
{
	const struct region *region = region_find(&partition.regions, lpar_addr);

	if (!region)
		return STATUS_NO_REGION;
	call->out[0] = region->lpar_addr;
	call->out[1] = region->size;
	call->out[2] = region->kind == REGION_HASH_TABLE ? WINDOW_ACCESS_RIGHT :
							   REGION_ACCESS_RIGHT;
	call->out[3] = region->page_shift;
	call->out[4] = region->flags;
	return LV1_SUCCESS;
}

HYPERCALL(6, query_logical_partition_address_region_info, 1, 5,
	  "Developer wiki");

static s64 release_memory(struct call *call, u64 lpar_addr)
{
	struct region *region = region_find(&partition.regions, lpar_addr);
	u32 dropped;

	if (!region || region->lpar_addr != lpar_addr)
		return STATUS_NO_REGION;
	if (region->kind != REGION_MEMORY)
		return STATUS_REGION_KEPT;

	/* The partition must not access memory that it may get again elsewhere. */
	dropped = hash_table_drop_region(&partition.hash_table, region);
	ledger_released(&partition.ledger, region, dropped);
	interrupts_drop_region(&partition.interrupts, region->lpar_addr);
	region_release(&partition.regions, region);
	return LV1_SUCCESS;
}

HYPERCALL(13, release_memory, 1, 0, "Linux ps3/mm.c");
