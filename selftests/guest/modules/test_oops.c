// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the kernel oops when it is loaded; or, with flood=1, complain as lockdep does and
 * then log more than the log's buffer holds.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>

/* The buffer has 128 KiB at most, and a message some 60 bytes. */
#define MESSAGES 2500

static bool flood;
module_param(flood, bool, 0);

static int __init test_oops_init(void)
{
	if (!flood) {
		WRITE_ONCE(*(int *)8, 1);
		return 0;
	}
	pr_err("INFO: possible recursion, says test_oops\n");
	for (unsigned int i = 0; i < MESSAGES; i++)
		pr_info("test_oops: message %u, of no interest at all\n", i);
	return 0;
}
module_init(test_oops_init);

MODULE_DESCRIPTION("Oopses, or complains");
MODULE_LICENSE("GPL");
