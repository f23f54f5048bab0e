// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the kernel oops when it is loaded.
 */
#include <linux/module.h>

static int __init test_oops_init(void)
{
	WRITE_ONCE(*(int *)8, 1);
	return 0;
}
module_init(test_oops_init);

MODULE_DESCRIPTION("Oopses");
MODULE_LICENSE("GPL");
