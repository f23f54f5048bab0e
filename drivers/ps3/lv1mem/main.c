// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/lv1mem: memory regions of the PlayStation 3's LV1 hypervisor.
 *
 * LV1 forgets who asked for a region: one that is not released is lost until
 * power off, and one that is released while something still maps it takes the
 * kernel down. So the driver records every region under the open file that
 * asked for it, refuses to release a mapped one, and releases all on the last
 * close. include/uapi/linux/lv1mem.h says what programs may rely on.
 */

#define pr_fmt(fmt) "lv1mem: " fmt

#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#include <asm/firmware.h>

#include "internal.h"

static const struct file_operations lv1mem_fops = {
	.owner		= THIS_MODULE,
	.open		= lv1mem_open,
	.release	= lv1mem_release,
	.unlocked_ioctl	= lv1mem_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.mmap		= lv1mem_mmap,
	.show_fdinfo	= lv1mem_show_fdinfo,
};

static struct miscdevice lv1mem_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "lv1mem",
	.fops	= &lv1mem_fops,
};

static int __init lv1mem_init(void)
{
	int error;

	if (!firmware_has_feature(FW_FEATURE_PS3_LV1))
		return -ENODEV;

	error = lv1mem_regions_init();
	if (error)
		return error;

	error = lv1mem_shutdown_init();
	if (error)
		goto exit_regions;

	error = misc_register(&lv1mem_device);
	if (error)
		goto exit_shutdown;

	lv1mem_debugfs_init();

	return 0;

exit_shutdown:
	lv1mem_shutdown_exit();
exit_regions:
	lv1mem_regions_exit();
	return error;
}
module_init(lv1mem_init);

static void __exit lv1mem_exit(void)
{
	lv1mem_debugfs_exit();
	misc_deregister(&lv1mem_device);
	lv1mem_shutdown_exit();
	lv1mem_quarantine_exit();
	lv1mem_regions_exit();
}
module_exit(lv1mem_exit);

MODULE_AUTHOR("The lv1mem authors");
MODULE_DESCRIPTION("Memory regions of the PlayStation 3's LV1 hypervisor");
MODULE_LICENSE("GPL");
