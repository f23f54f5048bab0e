// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices for the virtual UARTs of OpenLV1: a terminal, and a port that takes files out
 * of the partition.
 *
 * Linux' debug console has no input and mixes the output of programs with the kernel's
 * log. This terminal is separate and has input.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/version.h>

#include <asm/lv1call.h>
#include <asm/page.h>
#include <asm/ps3.h>

#include <lv1/openlv1.h>

#include "hvc_console.h"
#include "openlv1.h"

/* Id of port 0 in the hvc driver; the other ports have the following ids. */
#define FIRST_ID	0x4f4c5630
#define BUFFER_SIZE	256

/* Types of hvc's callbacks since 6.8. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
typedef ssize_t hvc_count;
typedef size_t hvc_size;
typedef u8 hvc_char;
#else
typedef int hvc_count;
typedef int hvc_size;
typedef char hvc_char;
#endif

/*
 * LV1 needs an LPAR address, so the buffer must be in the linear map. hvc's buffers
 * may be on a mapped stack.
 */
static void *buffer;
static u64 buffer_lpar_addr;
static DEFINE_SPINLOCK(buffer_lock);

static hvc_count port_get_chars(u32 id, hvc_char *to, hvc_size count)
{
	unsigned long flags;
	u64 done = 0;
	int status;

	spin_lock_irqsave(&buffer_lock, flags);
	status = lv1_read_virtual_uart(id - FIRST_ID, buffer_lpar_addr,
				       min_t(u64, count, BUFFER_SIZE), &done);
	if (!status)
		memcpy(to, buffer, done);
	spin_unlock_irqrestore(&buffer_lock, flags);
	return status ? -EIO : (hvc_count)done;
}

static hvc_count port_put_chars(u32 id, const hvc_char *from, hvc_size count)
{
	unsigned long flags;
	u64 done = 0;
	int status;

	spin_lock_irqsave(&buffer_lock, flags);
	count = min_t(u64, count, BUFFER_SIZE);
	memcpy(buffer, from, count);
	status = lv1_write_virtual_uart(id - FIRST_ID, buffer_lpar_addr, count, &done);
	spin_unlock_irqrestore(&buffer_lock, flags);
	return status ? -EIO : (hvc_count)done;
}

static const struct hv_ops port_ops = {
	.get_chars = port_get_chars,
	.put_chars = port_put_chars,
};

/*
 * There is no interrupt for input, because OpenLV1 takes no interrupts from QEMU's
 * serial port. hvc polls, but without input its interval grows to two seconds. If
 * somebody types, poll_interval makes hvc poll at a fixed rate.
 */
static unsigned int poll_interval;
module_param(poll_interval, uint, 0444);
MODULE_PARM_DESC(poll_interval, "Milliseconds between polls for input; 0 (default): as hvc does by itself");

static void wake_poller(struct timer_list *unused);

static DEFINE_TIMER(poll_timer, wake_poller);

static void wake_poller(struct timer_list *unused)
{
	hvc_kick();
	mod_timer(&poll_timer, jiffies + msecs_to_jiffies(poll_interval));
}

/* Port N is /dev/hvcN, also if there is no debug console, which would be /dev/hvc0. */
static struct hvc_struct *add_port(u32 port)
{
	hvc_instantiate(FIRST_ID + port, port, &port_ops);
	return hvc_alloc(FIRST_ID + port, 0, &port_ops, BUFFER_SIZE);
}

int __init terminal_init(void)
{
	struct hvc_struct *terminal, *files;
	int ret;

	buffer = kmalloc(BUFFER_SIZE, GFP_KERNEL);
	if (!buffer)
		return -ENOMEM;
	buffer_lpar_addr = ps3_mm_phys_to_lpar(__pa(buffer));

	terminal = add_port(OPENLV1_TERMINAL_PORT);
	ret = PTR_ERR_OR_ZERO(terminal);
	if (ret)
		goto free_buffer;

	files = add_port(OPENLV1_FILES_PORT);
	ret = PTR_ERR_OR_ZERO(files);
	if (ret)
		goto remove_terminal;

	if (poll_interval)
		mod_timer(&poll_timer, jiffies);
	return 0;

remove_terminal:
	hvc_remove(terminal);
free_buffer:
	kfree(buffer);
	return ret;
}
