// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenLV1's fault injection, as a file: "CALL:N:STATUS" written to
 * /sys/kernel/debug/openlv1_inject has the Nth hypercall of number CALL from now on
 * answered with STATUS, and "CALL:0:0" takes back what has not come to pass. LV1 of a
 * console has none; there, loading fails with ENODEV.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/firmware.h>
#include <asm/lv1call.h>

#include <lv1/openlv1.h>

#define INJECT_LENGTH_MAX 64

static struct dentry *inject_file;

static int inject(u64 call, u64 at, s64 status)
{
	return lv1_write_repository_node(OPENLV1_INJECT_FIELD_1,
					 OPENLV1_INJECT_FIELD_2, call, 0, at,
					 status);
}

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
	if (fields != 3 || inject(call, at, status))
		return -EINVAL;
	return length;
}

static const struct file_operations inject_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.write	= inject_write,
};

/* Nothing is taken back of a call that is none. */
static bool inject_is_there(void)
{
	return firmware_has_feature(FW_FEATURE_PS3_LV1) && !inject(U64_MAX, 0, 0);
}

static int __init inject_init(void)
{
	if (!inject_is_there())
		return -ENODEV;

	inject_file = debugfs_create_file("openlv1_inject", 0200, NULL, NULL,
					  &inject_fops);
	return 0;
}
module_init(inject_init);

static void __exit inject_exit(void)
{
	debugfs_remove(inject_file);
}
module_exit(inject_exit);

MODULE_DESCRIPTION("Fault injection of OpenLV1");
MODULE_AUTHOR("The lv1mem authors");
MODULE_LICENSE("GPL");
