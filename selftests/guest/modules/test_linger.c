// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delays a shutdown after the lv1mem driver's part of it, so that processes still run
 * for a while.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/reboot.h>

#define STEP	50

static bool again;
module_param(again, bool, 0600);
MODULE_PARM_DESC(again, "Shut down a second time within the first");

static unsigned int milliseconds = 500;
module_param(milliseconds, uint, 0600);
MODULE_PARM_DESC(milliseconds, "Length of the delay; may be reduced meanwhile");

static int linger(struct notifier_block *notifier, unsigned long action,
		  void *command)
{
	unsigned int waited;

	for (waited = 0; waited < READ_ONCE(milliseconds); waited += STEP)
		msleep(STEP);
	if (again) {
		again = false;
		kernel_power_off();
	}
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

MODULE_DESCRIPTION("Delays a shutdown");
MODULE_LICENSE("GPL");
