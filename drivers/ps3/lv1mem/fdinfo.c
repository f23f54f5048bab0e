// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/fdinfo/FD: what an open file owns.
 */

#include <linux/seq_file.h>

#include "internal.h"

static void lv1mem_fdinfo_show_region(const struct lv1mem_region_snapshot *region,
				      void *with)
{
	const struct lv1mem_list_entry *entry = &region->entry;

	seq_printf(with, "lv1mem-region:\tlpar_addr=%#llx length=%llu page_shift=%llu muid=%llu mappings=%u\n",
		   entry->lpar_addr, entry->length, entry->page_shift,
		   entry->muid, entry->mappings);
}

/**
 * lv1mem_show_fdinfo - print what a file owns
 * @to: where to
 * @file: of the device
 *
 * Once the system goes down, that is nothing.
 */
void lv1mem_show_fdinfo(struct seq_file *to, struct file *file)
{
	struct lv1mem_file *owner = file->private_data;
	struct lv1mem_account account;

	if (lv1mem_file_lock(owner))
		return;
	account = owner->account;
	mutex_unlock(&owner->lock);

	seq_printf(to, "lv1mem-regions:\t%llu\n", account.regions);
	seq_printf(to, "lv1mem-bytes:\t%llu\n", account.bytes);
	lv1mem_regions_for_each(owner, lv1mem_fdinfo_show_region, to);
}
