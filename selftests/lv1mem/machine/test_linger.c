// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gives processes half a second when the system goes down, behind all that the
 * lv1mem driver does then.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/reboot.h>

static int linger(struct notifier_block *notifier, unsigned long action,
		  void *command)
{
	msleep(500);
	return NOTIFY_DONE;
}

static struct notifier_block linger_notifier = {
	.notifier_call = linger,
	.priority = -1,
};

static int __init test_linger_init(void)
{
	return register_reboot_notifier(&linger_notifier);
}
module_init(test_linger_init);

MODULE_DESCRIPTION("A shutdown that takes its time");
MODULE_LICENSE("GPL");
