// SPDX-License-Identifier: GPL-2.0-only
/*
 * Releases a region behind the lv1mem driver's back while it loads.
 */
#include <linux/module.h>

#include <asm/lv1call.h>

static unsigned long long address;
module_param(address, ullong, 0);
MODULE_PARM_DESC(address, "LPAR address of the region");

static int __init test_release_init(void)
{
	return lv1_release_memory(address) ? -EIO : 0;
}
module_init(test_release_init);

static void __exit test_release_exit(void)
{
}
module_exit(test_release_exit);

MODULE_DESCRIPTION("Releases a region");
MODULE_LICENSE("GPL");
