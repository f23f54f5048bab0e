// SPDX-License-Identifier: GPL-2.0-only
/*
 * For administrators: the totals of one file in fdinfo, and the regions of all
 * files in debugfs.
 */

#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/timekeeping.h>

#include "internal.h"

static struct dentry *lv1mem_debugfs;

/* /proc/PID/fdinfo/FD */
void lv1mem_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct lv1mem_file *owner = file->private_data;

	if (lv1mem_lock_unless_shut_down())
		return;

	seq_printf(m, "lv1mem-regions:\t%llu\n", owner->owned.regions);
	seq_printf(m, "lv1mem-bytes:\t%llu\n", owner->owned.bytes);
	mutex_unlock(&lv1mem_lock);
}

static void lv1mem_show_region(struct seq_file *m,
			       const struct lv1mem_region *region)
{
	const struct lv1mem_file *file = region->file;
	const char *state = region->mappings ? "mapped" : "unmapped";

	if (file)
		seq_printf(m, "%8d", file->opener);
	else
		seq_printf(m, "%8s", "-");
	seq_printf(m, " %#18llx %12llu %10llu %4llu %11u %-11s ",
		   region->lpar_addr, region->length, region->page_shift,
		   region->muid, (u32)ktime_get_seconds() - region->since,
		   file ? state : "quarantined");
	/* A program chooses its name: a newline in it must not add a row. */
	seq_escape(m, file ? file->comm : "-", "\n\\");
	seq_putc(m, '\n');
}

static int lv1mem_regions_show(struct seq_file *m, void *unused)
{
	struct lv1mem_region *region;

	seq_printf(m, "%8s %18s %12s %10s %4s %11s %-11s %s\n", "pid",
		   "lpar_addr", "length", "page_shift", "muid", "age_seconds",
		   "state", "process");
	if (lv1mem_lock_unless_shut_down())
		return 0;

	for (region = lv1mem_region_first(0); region;
	     region = lv1mem_region_next(region)) {
		lv1mem_show_region(m, region);
		cond_resched();
	}
	mutex_unlock(&lv1mem_lock);

	return 0;
}
DEFINE_SHOW_ATTRIBUTE(lv1mem_regions);

void lv1mem_debugfs_init(void)
{
	lv1mem_debugfs = debugfs_create_dir("lv1mem", NULL);
	debugfs_create_file("regions", 0400, lv1mem_debugfs, NULL,
			    &lv1mem_regions_fops);
}

void lv1mem_debugfs_exit(void)
{
	debugfs_remove(lv1mem_debugfs);
}
