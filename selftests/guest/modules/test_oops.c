// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the kernel oops while it loads. With flood=1 it logs a complaint like lockdep's
 * instead, and then more messages than the log buffer holds.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>

/* The buffer has at most 128 KiB; a message has about 60 bytes. */
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
		pr_info("test_oops: message %u without any meaning\n", i);
	return 0;
}
module_init(test_oops_init);

MODULE_DESCRIPTION("An oops, or a complaint");
MODULE_LICENSE("GPL");
