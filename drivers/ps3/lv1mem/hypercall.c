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

/**
 * lv1mem_call_allocate - lv1_allocate_memory (call 0)
 * @alloc: its inputs, taken as they are; lv1_status is set, and on success
 *	lpar_addr and muid
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_call_allocate(struct lv1mem_alloc *alloc)
{
	const struct lv1mem_status *known;

	alloc->lv1_status = lv1_allocate_memory(alloc->length,
						alloc->page_shift,
						alloc->unknown_r5,
						alloc->lv1_flags,
						&alloc->lpar_addr,
						&alloc->muid);
	if (likely(!alloc->lv1_status))
		return 0;

	known = lv1mem_find_status(alloc->lv1_status);
	if (known)
		return -known->number;

	pr_warn_ratelimited("lv1_allocate_memory(%#llx, %llu, %#llx, %#llx): unknown status %d\n",
			    alloc->length, alloc->page_shift,
			    alloc->unknown_r5, alloc->lv1_flags,
			    alloc->lv1_status);
	return -EIO;
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
	const struct lv1mem_status *known;

	*status = lv1_release_memory(lpar_addr);
	if (likely(!*status))
		return 0;

	known = lv1mem_find_status(*status);
	if (known)
		return -known->number;

	pr_warn_ratelimited("lv1_release_memory(%#llx): unknown status %d\n",
			    lpar_addr, *status);
	return -EIO;
}
