// SPDX-License-Identifier: GPL-2.0-only
/*
 * A terminal inside the partition, over a virtual UART of OpenLV1.
 *
 * The kernel's own console on a PS3 without devices only prints, and mixes what
 * programs print with its log. This terminal is apart from it and has input.
 * LV1 of a console has no such port; there, loading fails with ENODEV.
 */
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/version.h>

#include <asm/firmware.h>
#include <asm/lv1call.h>
#include <asm/ps3.h>

#include <lv1/openlv1.h>

#include "hvc_console.h"

/* Distinguishes this terminal within the hvc driver. */
#define TERMINAL_ID	0x4f4c5631
#define BUFFER_SIZE	256

/* hvc's callbacks got these types in 6.8. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
typedef ssize_t hvc_count;
typedef size_t hvc_size;
typedef u8 hvc_char;
#else
typedef int hvc_count;
typedef int hvc_size;
typedef char hvc_char;
#endif

static struct hvc_struct *terminal;
/*
 * LV1 wants an LPAR address, so the memory must be of the kernel's linear map:
 * hvc's own buffers may be on a mapped stack. Covered by @buffer_lock.
 */
static void *buffer;
static u64 buffer_lpar_addr;
static DEFINE_SPINLOCK(buffer_lock);

static hvc_count terminal_get_chars(u32 id, hvc_char *to, hvc_size count)
{
	unsigned long flags;
	u64 done = 0;
	int status;

	spin_lock_irqsave(&buffer_lock, flags);
	status = lv1_read_virtual_uart(OPENLV1_TERMINAL_PORT, buffer_lpar_addr,
				       min_t(u64, count, BUFFER_SIZE), &done);
	if (!status)
		memcpy(to, buffer, done);
	spin_unlock_irqrestore(&buffer_lock, flags);
	return status ? -EIO : (hvc_count)done;
}

static hvc_count terminal_put_chars(u32 id, const hvc_char *from, hvc_size count)
{
	unsigned long flags;
	u64 done = 0;
	int status;

	spin_lock_irqsave(&buffer_lock, flags);
	count = min_t(u64, count, BUFFER_SIZE);
	memcpy(buffer, from, count);
	status = lv1_write_virtual_uart(OPENLV1_TERMINAL_PORT, buffer_lpar_addr, count,
					&done);
	spin_unlock_irqrestore(&buffer_lock, flags);
	return status ? -EIO : (hvc_count)done;
}

static const struct hv_ops terminal_ops = {
	.get_chars = terminal_get_chars,
	.put_chars = terminal_put_chars,
};

/*
 * There is no interrupt for input: QEMU's serial port would interrupt OpenLV1,
 * which takes none, and hvc, which then polls, does so ever less often when
 * nothing comes, down to each other second. That is right for a machine that
 * nobody types at. For one with a person, this wakes hvc at a fixed pace.
 */
static void wake_poller(struct timer_list *unused);

static unsigned int poll_interval;
static DEFINE_TIMER(poll_timer, wake_poller);

static void wake_poller(struct timer_list *unused)
{
	unsigned int interval = READ_ONCE(poll_interval);

	if (!interval)
		return;
	hvc_kick();
	mod_timer(&poll_timer, jiffies + msecs_to_jiffies(interval));
}

static int set_poll_interval(const char *text, const struct kernel_param *param)
{
	int ret = param_set_uint(text, param);

	/* insmod's parameters come before hvc's thread may exist. */
	if (!ret && !IS_ERR_OR_NULL(terminal))
		mod_timer(&poll_timer, jiffies);
	return ret;
}

static const struct kernel_param_ops poll_interval_ops = {
	.set = set_poll_interval,
	.get = param_get_uint,
};
module_param_cb(poll_interval, &poll_interval_ops, &poll_interval, 0644);
MODULE_PARM_DESC(poll_interval, "Milliseconds after which to look for input; 0 (default): as hvc likes");

static int __init terminal_init(void)
{
	u64 done;
	int ret;

	if (!firmware_has_feature(FW_FEATURE_PS3_LV1))
		return -ENODEV;

	buffer = kmalloc(BUFFER_SIZE, GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	buffer_lpar_addr = ps3_mm_phys_to_lpar(__pa(buffer));

	ret = -ENODEV;
	if (lv1_write_virtual_uart(OPENLV1_TERMINAL_PORT, buffer_lpar_addr, 0, &done))
		goto free_buffer;

	terminal = hvc_alloc(TERMINAL_ID, 0, &terminal_ops, BUFFER_SIZE);
	ret = PTR_ERR_OR_ZERO(terminal);
	if (ret)
		goto free_buffer;
	mod_timer(&poll_timer, jiffies);
	return 0;

free_buffer:
	kfree(buffer);
	return ret;
}
module_init(terminal_init);

MODULE_DESCRIPTION("Terminal on OpenLV1");
MODULE_AUTHOR("The lv1mem authors");
MODULE_LICENSE("GPL");
