// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/lv1mem: the regions of all files, and what LV1 answered.
 */

#include <linux/debugfs.h>
#include <linux/seq_file.h>

#include "internal.h"

static struct dentry *lv1mem_debugfs_directory;

/* What a row has between its owner's number and name. */
static void lv1mem_debugfs_show_region(struct seq_file *to,
				       const struct lv1mem_region_snapshot *region,
				       const char *state)
{
	const struct lv1mem_list_entry *entry = &region->entry;

	seq_printf(to, " %#18llx %12llu %10llu %4llu %8llu %-11s ",
		   entry->lpar_addr, entry->length, entry->page_shift,
		   entry->muid, region->age, state);
}

struct lv1mem_debugfs_rows {
	struct seq_file *to;
	const struct lv1mem_file *owner;
};

static void lv1mem_debugfs_show_owned(const struct lv1mem_region_snapshot *region,
				      void *with)
{
	const struct lv1mem_debugfs_rows *rows = with;

	seq_printf(rows->to, "%8d", rows->owner->opener);
	lv1mem_debugfs_show_region(rows->to, region, region->entry.mappings ?
				   "mapped" : "unmapped");
	/* A program chooses its name, and a row is one line. */
	seq_escape(rows->to, rows->owner->command, "\n\\");
	seq_putc(rows->to, '\n');
}

static void lv1mem_debugfs_show_file(struct lv1mem_file *file, void *with)
{
	struct lv1mem_debugfs_rows rows = { .to = with, .owner = file };

	lv1mem_regions_for_each(file, lv1mem_debugfs_show_owned, &rows);
}

static void lv1mem_debugfs_show_quarantined(const struct lv1mem_region *region,
					    void *with)
{
	struct lv1mem_region_snapshot snapshot = lv1mem_region_snapshot(region);

	seq_printf(with, "%8s", "-");
	lv1mem_debugfs_show_region(with, &snapshot, "quarantined");
	seq_puts(with, "-\n");
}

static int lv1mem_regions_show(struct seq_file *to, void *unused)
{
	seq_printf(to, "%8s %18s %12s %10s %4s %8s %-11s %s\n", "pid",
		   "lpar_addr", "length", "page_shift", "muid", "age", "state",
		   "command");
	lv1mem_files_for_each(lv1mem_debugfs_show_file, to);
	lv1mem_quarantine_for_each(lv1mem_debugfs_show_quarantined, to);

	return 0;
}
DEFINE_SHOW_ATTRIBUTE(lv1mem_regions);

static int lv1mem_statuses_show(struct seq_file *to, void *unused)
{
	lv1mem_status_show_counts(to);

	return 0;
}
DEFINE_SHOW_ATTRIBUTE(lv1mem_statuses);

/**
 * lv1mem_debugfs_init - make the files; without debugfs, there are none
 */
void lv1mem_debugfs_init(void)
{
	lv1mem_debugfs_directory = debugfs_create_dir("lv1mem", NULL);
	debugfs_create_file("regions", 0400, lv1mem_debugfs_directory, NULL,
			    &lv1mem_regions_fops);
	debugfs_create_file("statuses", 0400, lv1mem_debugfs_directory, NULL,
			    &lv1mem_statuses_fops);
}

/**
 * lv1mem_debugfs_exit - remove the files, when nobody reads them any more
 */
void lv1mem_debugfs_exit(void)
{
	debugfs_remove(lv1mem_debugfs_directory);
}
