// SPDX-License-Identifier: GPL-2.0-only
/*
 * Regions that LV1 refused to take back when their file was closed.
 *
 * They are LV1's memory still taken, so they stay on record, count towards the
 * limits, and are offered to LV1 again before it is asked for more.
 */

#define pr_fmt(fmt) "lv1mem: " fmt

#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "internal.h"

/*
 * Covers the list and its account. Held while LV1 is asked to release a region
 * on the list, so that it is asked for each by one task at a time.
 */
static DEFINE_MUTEX(lv1mem_quarantine_lock);
static LIST_HEAD(lv1mem_quarantine);
static struct lv1mem_account lv1mem_quarantine_account;

/* Costs an allocation one read as long as nothing is quarantined. */
static bool lv1mem_quarantine_is_empty(void)
{
	return !READ_ONCE(lv1mem_quarantine_account.regions);
}

static void lv1mem_quarantine_remove(struct lv1mem_region *region)
{
	list_del(&region->quarantine);
	WRITE_ONCE(lv1mem_quarantine_account.regions,
		   lv1mem_quarantine_account.regions - 1);
	lv1mem_quarantine_account.bytes -= region->length;
	lv1mem_region_forget(region);
}

/**
 * lv1mem_quarantine_add - keep a region that LV1 refused to take back
 * @region: the region, which no file owns any more
 * @status: what LV1 answered
 */
void lv1mem_quarantine_add(struct lv1mem_region *region, s32 status)
{
	pr_warn_ratelimited("lv1_release_memory(%#llx): status %d (%s), %llu bytes quarantined\n",
			    region->lpar_addr, status,
			    lv1mem_status_name(status), region->length);

	mutex_lock(&lv1mem_quarantine_lock);
	list_add_tail(&region->quarantine, &lv1mem_quarantine);
	WRITE_ONCE(lv1mem_quarantine_account.regions,
		   lv1mem_quarantine_account.regions + 1);
	lv1mem_quarantine_account.bytes += region->length;
	mutex_unlock(&lv1mem_quarantine_lock);
}

/**
 * lv1mem_quarantine_retry - offer all that is quarantined to LV1 again
 */
void lv1mem_quarantine_retry(void)
{
	struct lv1mem_region *region, *next;
	s32 status;

	if (likely(lv1mem_quarantine_is_empty()))
		return;

	mutex_lock(&lv1mem_quarantine_lock);
	list_for_each_entry_safe(region, next, &lv1mem_quarantine, quarantine) {
		if (!lv1mem_call_release(region->lpar_addr, &status))
			lv1mem_quarantine_remove(region);
		cond_resched();
	}
	mutex_unlock(&lv1mem_quarantine_lock);
}

/**
 * lv1mem_quarantine_allocate - lv1_allocate_memory, mindful of the quarantine
 * @alloc: as for lv1mem_call_allocate()
 *
 * LV1 may refuse to release a region because it has none there. When it hands
 * out the address anew, the record is dropped: to retry it would release what
 * the new owner has. Retries are held off from the call until that is done.
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_quarantine_allocate(struct lv1mem_alloc *alloc)
{
	struct lv1mem_region *region;
	int error;

	if (likely(lv1mem_quarantine_is_empty()))
		return lv1mem_call_allocate(alloc);

	mutex_lock(&lv1mem_quarantine_lock);
	error = lv1mem_call_allocate(alloc);
	if (error)
		goto unlock;

	list_for_each_entry(region, &lv1mem_quarantine, quarantine) {
		if (region->lpar_addr == alloc->lpar_addr) {
			lv1mem_quarantine_remove(region);
			break;
		}
	}
unlock:
	mutex_unlock(&lv1mem_quarantine_lock);
	return error;
}

/**
 * lv1mem_quarantine_get_info - report what is quarantined
 * @info: where to
 */
void lv1mem_quarantine_get_info(struct lv1mem_info *info)
{
	mutex_lock(&lv1mem_quarantine_lock);
	info->quarantined_regions = min_t(u64, U32_MAX,
					  lv1mem_quarantine_account.regions);
	info->quarantined_bytes = lv1mem_quarantine_account.bytes;
	mutex_unlock(&lv1mem_quarantine_lock);
}

/**
 * lv1mem_quarantine_for_each - do something with every quarantined region
 * @act: what; runs under the quarantine's lock
 * @with: passed on to @act
 */
void lv1mem_quarantine_for_each(void (*act)(const struct lv1mem_region *region,
					    void *with),
				void *with)
{
	const struct lv1mem_region *region;

	mutex_lock(&lv1mem_quarantine_lock);
	list_for_each_entry(region, &lv1mem_quarantine, quarantine)
		act(region, with);
	mutex_unlock(&lv1mem_quarantine_lock);
}

/**
 * lv1mem_quarantine_exit - try a last time, and report what stays taken
 */
void lv1mem_quarantine_exit(void)
{
	struct lv1mem_region *region, *next;
	s32 status;

	mutex_lock(&lv1mem_quarantine_lock);
	list_for_each_entry_safe(region, next, &lv1mem_quarantine, quarantine) {
		if (lv1mem_call_release(region->lpar_addr, &status))
			pr_err_ratelimited("lv1_release_memory(%#llx): status %d (%s), %llu bytes lost until power off\n",
					   region->lpar_addr, status,
					   lv1mem_status_name(status),
					   region->length);
		lv1mem_quarantine_remove(region);
	}
	mutex_unlock(&lv1mem_quarantine_lock);
}
