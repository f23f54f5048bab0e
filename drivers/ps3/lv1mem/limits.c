// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much a file, and all files together, may own.
 */

#include <linux/atomic.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/overflow.h>

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

/* What all files own. The bytes decide; nothing else is ordered by them. */
static atomic64_t lv1mem_total_regions;
static atomic64_t lv1mem_total_bytes;

static u64 lv1mem_file_max_regions(void)
{
	return min(READ_ONCE(max_regions), LV1MEM_FILE_REGIONS_MAX);
}

static bool lv1mem_bytes_fit(u64 bytes, u64 length, u64 most, u64 *sum)
{
	return !check_add_overflow(bytes, length, sum) && *sum <= most;
}

static bool lv1mem_limits_enter_total(u64 length)
{
	s64 bytes = atomic64_read(&lv1mem_total_bytes);
	u64 sum;

	do {
		if (!lv1mem_bytes_fit(bytes, length,
				      READ_ONCE(total_max_bytes), &sum))
			return false;
	} while (!atomic64_try_cmpxchg_relaxed(&lv1mem_total_bytes, &bytes,
					       sum));
	atomic64_inc(&lv1mem_total_regions);

	return true;
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
	struct lv1mem_account *account = &file->account;
	u64 bytes;

	lockdep_assert_held(&file->lock);

	if (account->regions >= lv1mem_file_max_regions() ||
	    !lv1mem_bytes_fit(account->bytes, length, READ_ONCE(max_bytes),
			      &bytes) ||
	    !lv1mem_limits_enter_total(length))
		return -ENOSPC;

	account->regions++;
	account->bytes = bytes;

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

	file->account.regions--;
	file->account.bytes -= length;
}

/**
 * lv1mem_limits_leave_total - the driver holds a region no more
 * @length: of the region
 */
void lv1mem_limits_leave_total(u64 length)
{
	atomic64_dec(&lv1mem_total_regions);
	atomic64_sub(length, &lv1mem_total_bytes);
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

	info->total_regions = atomic64_read(&lv1mem_total_regions);
	info->total_bytes = atomic64_read(&lv1mem_total_bytes);
}
