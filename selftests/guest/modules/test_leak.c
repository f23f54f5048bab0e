// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocates a region from LV1 and leaks it.
 */
#include <linux/module.h>

#include <asm/lv1call.h>

static int __init test_leak_init(void)
{
	u64 lpar_addr, muid;

	return lv1_allocate_memory(4096, 12, 0, 0, &lpar_addr, &muid) ? -EIO : 0;
}
module_init(test_leak_init);

MODULE_DESCRIPTION("Leaks a region");
MODULE_LICENSE("GPL");
