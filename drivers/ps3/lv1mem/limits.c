// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much a file, and all files together, may own.
 */

#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/spinlock.h>

#include "internal.h"

/* Literal limits: 0 forbids, and the largest number is LV1MEM_UNLIMITED. */
static unsigned int max_regions = LV1MEM_FILE_REGIONS_MAX;
module_param(max_regions, uint, 0644);
MODULE_PARM_DESC(max_regions,
		 "Most regions that an open file may own (default and most: 65536)");

static unsigned long long max_bytes = LV1MEM_UNLIMITED;
module_param(max_bytes, ullong, 0644);
MODULE_PARM_DESC(max_bytes,
		 "Most bytes that an open file may own (default: no limit)");

static unsigned long long total_max_bytes = LV1MEM_UNLIMITED;
module_param_named(total_bytes, total_max_bytes, ullong, 0644);
MODULE_PARM_DESC(total_bytes,
		 "Most bytes that all open files may own (default: no limit)");

/* Covers lv1mem_total, in which two files meet. */
static DEFINE_SPINLOCK(lv1mem_total_lock);
static struct lv1mem_account lv1mem_total;

static u64 lv1mem_file_max_regions(void)
{
	return min(READ_ONCE(max_regions), LV1MEM_FILE_REGIONS_MAX);
}

static bool lv1mem_account_enter(struct lv1mem_account *account, u64 length,
				 u64 most_regions, u64 most_bytes)
{
	u64 bytes;

	if (account->regions >= most_regions ||
	    check_add_overflow(account->bytes, length, &bytes) ||
	    bytes > most_bytes)
		return false;

	account->regions++;
	account->bytes = bytes;

	return true;
}

static void lv1mem_account_leave(struct lv1mem_account *account, u64 length)
{
	account->regions--;
	account->bytes -= length;
}

/**
 * lv1mem_limits_reserve - count a region that is about to be allocated
 * @file: the owner to be
 * @length: of the region
 *
 * Context: holds the lock of @file.
 * Return: 0, or -ENOSPC if a limit does not allow it.
 */
int lv1mem_limits_reserve(struct lv1mem_file *file, u64 length)
{
	bool entered;

	lockdep_assert_held(&file->lock);

	if (!lv1mem_account_enter(&file->account, length,
				  lv1mem_file_max_regions(),
				  READ_ONCE(max_bytes)))
		return -ENOSPC;

	spin_lock(&lv1mem_total_lock);
	entered = lv1mem_account_enter(&lv1mem_total, length, U64_MAX,
				       READ_ONCE(total_max_bytes));
	spin_unlock(&lv1mem_total_lock);

	if (!entered) {
		lv1mem_account_leave(&file->account, length);
		return -ENOSPC;
	}

	return 0;
}

/**
 * lv1mem_limits_leave_file - a file owns a region no more
 * @file: the owner
 * @length: of the region
 *
 * Context: holds the lock of @file.
 */
void lv1mem_limits_leave_file(struct lv1mem_file *file, u64 length)
{
	lockdep_assert_held(&file->lock);

	lv1mem_account_leave(&file->account, length);
}

/**
 * lv1mem_limits_leave_total - the driver holds a region no more
 * @length: of the region
 */
void lv1mem_limits_leave_total(u64 length)
{
	spin_lock(&lv1mem_total_lock);
	lv1mem_account_leave(&lv1mem_total, length);
	spin_unlock(&lv1mem_total_lock);
}

/**
 * lv1mem_limits_get_info - report the limits and the account of all files
 * @info: where to
 */
void lv1mem_limits_get_info(struct lv1mem_info *info)
{
	info->file_max_regions = lv1mem_file_max_regions();
	info->file_max_bytes = READ_ONCE(max_bytes);
	info->total_max_bytes = READ_ONCE(total_max_bytes);

	spin_lock(&lv1mem_total_lock);
	info->total_regions = lv1mem_total.regions;
	info->total_bytes = lv1mem_total.bytes;
	spin_unlock(&lv1mem_total_lock);
}
