// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power off, restart and kexec: all regions go back to LV1.
 *
 * A kernel that is started by kexec knows nothing of the regions of this one,
 * and they would be lost until power off. Processes may still run, so the PTEs
 * of a region are taken away first; to touch it then is a SIGBUS.
 */

#include <linux/compiler.h>
#include <linux/notifier.h>
#include <linux/reboot.h>

#include "internal.h"

/*
 * Set once. Who then takes the lock of a file sees it, and who had the lock
 * before is done when lv1mem_shut_down_file() gets it.
 */
bool lv1mem_shut_down;

static void lv1mem_shut_down_file(struct lv1mem_file *file, void *unused)
{
	mutex_lock(&file->lock);
	lv1mem_unmap_file(file);
	lv1mem_regions_shut_down(file);
	mutex_unlock(&file->lock);
}

static int lv1mem_reboot(struct notifier_block *notifier, unsigned long action,
			 void *command)
{
	WRITE_ONCE(lv1mem_shut_down, true);
	lv1mem_files_for_each(lv1mem_shut_down_file, NULL);
	lv1mem_quarantine_retry();

	return NOTIFY_DONE;
}

static struct notifier_block lv1mem_reboot_notifier = {
	.notifier_call = lv1mem_reboot,
};

/**
 * lv1mem_shutdown_init - be told when the system goes down
 *
 * Return: 0 or a negative errno.
 */
int lv1mem_shutdown_init(void)
{
	return register_reboot_notifier(&lv1mem_reboot_notifier);
}

/**
 * lv1mem_shutdown_exit - undo lv1mem_shutdown_init()
 */
void lv1mem_shutdown_exit(void)
{
	unregister_reboot_notifier(&lv1mem_reboot_notifier);
}
