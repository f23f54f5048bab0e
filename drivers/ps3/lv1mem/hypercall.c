// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calls into LV1: each is counted by its status, can be traced, and is
 * logged if LV1 says something that nobody knows.
 */

#define pr_fmt(fmt) "lv1mem: " fmt

#include <linux/printk.h>

#include <asm/lv1call.h>

#include "internal.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/**
 * lv1mem_call_allocate - lv1_allocate_memory (call 0)
 * @alloc: its inputs, taken as they are; lv1_status is set, and on success
 *	lpar_addr and muid
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_call_allocate(struct lv1mem_alloc *alloc)
{
	int error;

	alloc->lv1_status = lv1_allocate_memory(alloc->length,
						alloc->page_shift,
						alloc->unknown_r5,
						alloc->lv1_flags,
						&alloc->lpar_addr,
						&alloc->muid);
	trace_lv1mem_allocate(alloc);
	error = lv1mem_status_account(LV1MEM_CALL_ALLOCATE, alloc->lv1_status);
	if (unlikely(error) && !lv1mem_status_is_known(alloc->lv1_status))
		pr_warn_ratelimited("lv1_allocate_memory(%#llx, %llu, %#llx, %#llx): unknown status %d\n",
				    alloc->length, alloc->page_shift,
				    alloc->unknown_r5, alloc->lv1_flags,
				    alloc->lv1_status);

	return error;
}

/**
 * lv1mem_call_release - lv1_release_memory (call 13)
 * @lpar_addr: the region, which nothing may map any more
 * @status: what LV1 answered
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_call_release(u64 lpar_addr, s32 *status)
{
	int error;

	*status = lv1_release_memory(lpar_addr);
	trace_lv1mem_release(lpar_addr, *status);
	error = lv1mem_status_account(LV1MEM_CALL_RELEASE, *status);
	if (unlikely(error) && !lv1mem_status_is_known(*status))
		pr_warn_ratelimited("lv1_release_memory(%#llx): unknown status %d\n",
				    lpar_addr, *status);

	return error;
}

/**
 * lv1mem_call_query - lv1_query_logical_partition_address_region_info (call 6)
 * @query: with the address; lv1_status is set, and on success the outputs
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_call_query(struct lv1mem_query *query)
{
	int error;

	query->lv1_status =
		lv1_query_logical_partition_address_region_info(query->lpar_addr,
								&query->start,
								&query->length,
								&query->access_right,
								&query->page_shift,
								&query->lv1_flags);
	trace_lv1mem_query(query);
	error = lv1mem_status_account(LV1MEM_CALL_QUERY, query->lv1_status);
	if (unlikely(error) && !lv1mem_status_is_known(query->lv1_status))
		pr_warn_ratelimited("lv1_query_logical_partition_address_region_info(%#llx): unknown status %d\n",
				    query->lpar_addr, query->lv1_status);

	return error;
}
