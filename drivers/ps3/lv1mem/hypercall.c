// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calls into LV1, and what their statuses mean to a program.
 */

#define pr_fmt(fmt) "lv1mem: " fmt

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include <asm/lv1call.h>

#include <lv1/status.h>

#include "internal.h"

struct lv1mem_status {
	s32 code;
	int number;
	const char *name;
};

#define LV1MEM_STATUS(code, name, number) { (code), (number), #name },

static const struct lv1mem_status lv1mem_statuses[] = {
	LV1_STATUS_TABLE(LV1MEM_STATUS)
};

static const struct lv1mem_status *lv1mem_find_status(s32 code)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lv1mem_statuses); i++)
		if (lv1mem_statuses[i].code == code)
			return &lv1mem_statuses[i];

	return NULL;
}

/**
 * lv1mem_status_name - what to call a status in the log
 * @status: what LV1 answered
 *
 * Return: a string that stays.
 */
const char *lv1mem_status_name(s32 status)
{
	const struct lv1mem_status *known = lv1mem_find_status(status);

	return known ? known->name : "unknown";
}

/* The errno of a status that is not success. An unknown one is logged. */
#define LV1MEM_REFUSED(status, call, ...) ({				\
	const struct lv1mem_status *known_ = lv1mem_find_status(status);	\
									\
	if (!known_)							\
		pr_warn_ratelimited(call ": unknown status %d\n",	\
				    __VA_ARGS__, status);		\
	known_ ? -known_->number : -EIO;				\
})

/**
 * lv1mem_call_allocate - lv1_allocate_memory (call 0)
 * @alloc: its inputs, taken as they are; lv1_status is set, and on success
 *	lpar_addr and muid
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_call_allocate(struct lv1mem_alloc *alloc)
{
	alloc->lv1_status = lv1_allocate_memory(alloc->length,
						alloc->page_shift,
						alloc->unknown_r5,
						alloc->lv1_flags,
						&alloc->lpar_addr,
						&alloc->muid);
	if (likely(!alloc->lv1_status))
		return 0;

	return LV1MEM_REFUSED(alloc->lv1_status,
			      "lv1_allocate_memory(%#llx, %llu, %#llx, %#llx)",
			      alloc->length, alloc->page_shift,
			      alloc->unknown_r5, alloc->lv1_flags);
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
	*status = lv1_release_memory(lpar_addr);
	if (likely(!*status))
		return 0;

	return LV1MEM_REFUSED(*status, "lv1_release_memory(%#llx)", lpar_addr);
}

/**
 * lv1mem_call_query - lv1_query_logical_partition_address_region_info (call 6)
 * @query: with the address; lv1_status is set, and on success the outputs
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_call_query(struct lv1mem_query *query)
{
	u64 address = query->lpar_addr;

	query->lv1_status =
		lv1_query_logical_partition_address_region_info(address,
								&query->start,
								&query->length,
								&query->access_right,
								&query->page_shift,
								&query->lv1_flags);
	if (likely(!query->lv1_status))
		return 0;

	return LV1MEM_REFUSED(query->lv1_status,
			      "lv1_query_logical_partition_address_region_info(%#llx)",
			      address);
}
