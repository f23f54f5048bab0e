// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenLV1's ledger, as a file: /sys/kernel/debug/openlv1/ledger has a line
 * "name=count" for each count. LV1 of a console keeps none; there, loading fails
 * with ENODEV.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include <asm/firmware.h>
#include <asm/lv1call.h>

#include <lv1/openlv1.h>

#define LEDGER_NAME(name, meaning) #name,

static const char * const ledger_names[] = {
	OPENLV1_LEDGER(LEDGER_NAME)
};

static struct dentry *ledger_directory;

static int ledger_read(unsigned int index, u64 *count)
{
	u64 partition, unused;

	if (lv1_get_logical_partition_id(&partition))
		return -EIO;
	if (lv1_read_repository_node(partition, OPENLV1_LEDGER_FIELD_1,
				     OPENLV1_LEDGER_FIELD_2, index, 0, count,
				     &unused))
		return -ENODEV;
	return 0;
}

static int ledger_show(struct seq_file *file, void *unused)
{
	unsigned int i;
	u64 count;
	int ret;

	for (i = 0; i < ARRAY_SIZE(ledger_names); i++) {
		ret = ledger_read(i, &count);
		if (ret)
			return ret;
		seq_printf(file, "%s=%llu\n", ledger_names[i], count);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(ledger);

static int __init ledger_init(void)
{
	u64 count;
	int ret;

	if (!firmware_has_feature(FW_FEATURE_PS3_LV1))
		return -ENODEV;
	ret = ledger_read(0, &count);
	if (ret)
		return ret;

	ledger_directory = debugfs_create_dir("openlv1", NULL);
	debugfs_create_file("ledger", 0400, ledger_directory, NULL, &ledger_fops);
	return 0;
}
module_init(ledger_init);

static void __exit ledger_exit(void)
{
	debugfs_remove(ledger_directory);
}
module_exit(ledger_exit);

MODULE_DESCRIPTION("Ledger of OpenLV1");
MODULE_AUTHOR("The lv1mem authors");
MODULE_LICENSE("GPL");
