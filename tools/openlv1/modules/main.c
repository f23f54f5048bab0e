// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenLV1's additions to LV1, for programs in the partition: two terminals, and two
 * files in /sys/kernel/debug/openlv1.
 *
 * ledger has a line "name=count" for each count of OpenLV1's ledger.
 *
 * inject accepts "CALL:N:STATUS": from now on, the Nth hypercall with number CALL
 * returns STATUS. "CALL:0:0" cancels the pending injections for CALL.
 *
 * Loading fails with ENODEV on a console. The module cannot be unloaded, since hvc
 * calls it while a terminal is open.
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/firmware.h>
#include <asm/lv1call.h>

#include <lv1/openlv1.h>

#include "openlv1.h"

#define INJECT_LENGTH_MAX 64

#define LEDGER_NAME(name, meaning) #name,

static const char * const ledger_names[] = {
	OPENLV1_LEDGER(LEDGER_NAME)
};

static int ledger_read(unsigned int index, u64 *count)
{
	u64 partition, unused;

	if (lv1_get_logical_partition_id(&partition))
		return -EIO;
	if (lv1_read_repository_node(partition, OPENLV1_LEDGER_FIELD_1,
				     OPENLV1_LEDGER_FIELD_2, index, 0, count,
				     &unused))
		return -EIO;
	return 0;
}

static int ledger_show(struct seq_file *m, void *unused)
{
	unsigned int i;
	u64 count;
	int ret;

	for (i = 0; i < ARRAY_SIZE(ledger_names); i++) {
		ret = ledger_read(i, &count);
		if (ret)
			return ret;
		seq_printf(m, "%s=%llu\n", ledger_names[i], count);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(ledger);

static ssize_t inject_write(struct file *file, const char __user *from,
			    size_t length, loff_t *offset)
{
	u64 call, at;
	s64 status;
	char *text;
	int fields;

	if (length > INJECT_LENGTH_MAX)
		return -E2BIG;
	text = memdup_user_nul(from, length);
	if (IS_ERR(text))
		return PTR_ERR(text);
	fields = sscanf(text, "%llu:%llu:%lld", &call, &at, &status);
	kfree(text);
	if (fields != 3)
		return -EINVAL;
	if (lv1_write_repository_node(OPENLV1_INJECT_FIELD_1,
				      OPENLV1_INJECT_FIELD_2, call, 0, at,
				      status))
		return -EINVAL;
	return length;
}

static const struct file_operations inject_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.write	= inject_write,
};

static void __init debugfs_init(void)
{
	struct dentry *directory = debugfs_create_dir("openlv1", NULL);

	debugfs_create_file("ledger", 0400, directory, NULL, &ledger_fops);
	debugfs_create_file("inject", 0200, directory, NULL, &inject_fops);
}

static bool is_openlv1(void)
{
	u64 count;

	return firmware_has_feature(FW_FEATURE_PS3_LV1) && !ledger_read(0, &count);
}

static int __init openlv1_init(void)
{
	int ret;

	if (!is_openlv1())
		return -ENODEV;

	ret = terminal_init();
	if (ret)
		return ret;

	debugfs_init();
	return 0;
}
module_init(openlv1_init);

MODULE_DESCRIPTION("Terminals, ledger and fault injection of OpenLV1");
MODULE_AUTHOR("The lv1mem authors");
MODULE_LICENSE("GPL");
