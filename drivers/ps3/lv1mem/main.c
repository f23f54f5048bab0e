// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/lv1mem: memory of the PlayStation 3's LV1 hypervisor for user programs
 *
 * LV1 has a few MiB of memory that Linux does not use. With ioctls a program
 * allocates regions of it and releases them; with mmap() it accesses them.
 *
 * A region must be released, but not too early. LV1 does not record which
 * program a region is for: if nobody releases it, it is lost until power off.
 * On release, LV1 drops the region's hash table entries: if Linux still has a
 * PTE for it, the next access ends in a BUG(). Therefore the driver
 *
 *  - records each region under the open file that allocated it,
 *  - refuses to release a region that is mapped,
 *  - releases all regions of a file on the last close, and all regions of all
 *    files before the system restarts, powers off or starts another kernel.
 *
 * LV1 can refuse a release. If it does so on the last close, or when ALLOC
 * could not return the address to the program, the region is quarantined: no
 * file owns it, and later allocations offer it to LV1 again.
 *
 * main.c has the device and its ioctls, region.c the hypercalls and the record
 * of regions, mmap.c the mappings, debug.c the contents of fdinfo and debugfs.
 * One mutex covers everything, see internal.h. The rules for programs are in
 * include/uapi/linux/lv1mem.h.
 */

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <asm/firmware.h>

#include "compat.h"
#include "internal.h"

#define LV1MEM_SIZE_MAX		4096	/* of a struct or a list entry */
#define LV1MEM_PAGE_SHIFT_MIN	12	/* LV1's smallest page */

/* Every struct starts with these fields. */
struct lv1mem_common {
	u32 size;
	u32 flags;
	s32 lv1_status;
	u32 reserved;
};

/* The sizes are ABI, the same for 32-bit and 64-bit programs. */
static_assert(sizeof(struct lv1mem_info) == 88);
static_assert(sizeof(struct lv1mem_alloc) == 72);
static_assert(sizeof(struct lv1mem_free) == 24);
static_assert(sizeof(struct lv1mem_query) == 64);
static_assert(sizeof(struct lv1mem_list) == 40);
static_assert(sizeof(struct lv1mem_list_entry) == 48);

/* An ioctl call. Caller and kernel both know the first @size bytes of @args. */
struct lv1mem_request {
	struct lv1mem_file *file;
	void __user *user;
	size_t size;
	union {
		struct lv1mem_common common;
		struct lv1mem_info info;
		struct lv1mem_alloc alloc;
		struct lv1mem_free free;
		struct lv1mem_query query;
		struct lv1mem_list list;
	} args;
};

static int lv1mem_reply(const struct lv1mem_request *request)
{
	if (copy_to_user(request->user, &request->args, request->size))
		return -EFAULT;

	return 0;
}

static int lv1mem_ioctl_get_info(struct lv1mem_request *request)
{
	return lv1mem_file_get_info(request->file, &request->args.info) ?:
	       lv1mem_reply(request);
}

static bool lv1mem_alloc_is_valid(const struct lv1mem_alloc *alloc)
{
	return alloc->page_shift >= LV1MEM_PAGE_SHIFT_MIN &&
	       alloc->page_shift < BITS_PER_LONG_LONG &&
	       alloc->length &&
	       IS_ALIGNED(alloc->length, BIT_ULL(alloc->page_shift)) &&
	       !alloc->r5 &&
	       !(alloc->lv1_flags & ~(u64)LV1MEM_LV1_FLAG_TRY_ALT_UNIT);
}

static int lv1mem_ioctl_alloc(struct lv1mem_request *request)
{
	struct lv1mem_alloc *alloc = &request->args.alloc;
	struct lv1mem_region *region;

	if (alloc->flags & LV1MEM_ALLOC_RAW) {
		if (!capable(CAP_SYS_RAWIO))
			return -EPERM;
	} else {
		alloc->page_shift = alloc->page_shift ?: PAGE_SHIFT;
		if (!lv1mem_alloc_is_valid(alloc))
			return -EINVAL;
	}

	region = lv1mem_region_allocate(request->file, alloc);
	if (IS_ERR(region))
		return PTR_ERR(region);

	alloc->mmap_offset = lv1mem_mmap_offset(region);

	return lv1mem_region_commit(region, lv1mem_reply(request));
}

/*
 * No reply, since it could fail after the region has been released. The only
 * output is lv1_status, and lv1mem_read_request() has written 0 to it.
 */
static int lv1mem_ioctl_free(struct lv1mem_request *request)
{
	return lv1mem_file_free(request->file, &request->args.free);
}

static int lv1mem_ioctl_query(struct lv1mem_request *request)
{
	return lv1mem_file_query(request->file, &request->args.query) ?:
	       lv1mem_reply(request);
}

static int lv1mem_list_copy(const struct lv1mem_list *list,
			    const struct lv1mem_list_entry *entry)
{
	u8 __user *user = u64_to_user_ptr(list->entries);
	u32 known = min_t(u32, list->entry_size, sizeof(*entry));

	user += (size_t)list->count * list->entry_size;
	if (copy_to_user(user, entry, known) ||
	    clear_user(user + known, list->entry_size - known))
		return -EFAULT;

	return 0;
}

/* One region at a time, since user memory is not accessed under the lock. */
static int lv1mem_ioctl_list(struct lv1mem_request *request)
{
	struct lv1mem_list *list = &request->args.list;
	struct lv1mem_list_entry entry;
	u32 room = list->count;
	int found;

	if (list->entry_size < offsetofend(struct lv1mem_list_entry, reserved))
		return -EINVAL;
	if (list->entry_size > LV1MEM_SIZE_MAX)
		return -E2BIG;

	list->count = 0;
	while (list->count < room) {
		found = lv1mem_file_list(request->file, &list->start, &entry);
		if (found < 0)
			return found;
		if (!found)
			break;
		if (lv1mem_list_copy(list, &entry))
			return -EFAULT;
		list->count++;
	}

	return lv1mem_reply(request);
}

struct lv1mem_ioctl {
	unsigned int cmd;
	u32 size;		/* of the struct */
	u32 min_size;		/* of the first version of the struct */
	u32 flags;		/* the valid ones */
	bool needs_write;	/* the file must be open for writing */
	int (*fn)(struct lv1mem_request *request);
};

static const struct lv1mem_ioctl lv1mem_ioctls[] = {
	{ LV1MEM_IOC_GET_INFO, sizeof(struct lv1mem_info),
	  offsetofend(struct lv1mem_info, max_bytes),
	  0, false, lv1mem_ioctl_get_info },
	{ LV1MEM_IOC_ALLOC, sizeof(struct lv1mem_alloc),
	  offsetofend(struct lv1mem_alloc, mmap_offset),
	  LV1MEM_ALLOC_RAW, true, lv1mem_ioctl_alloc },
	{ LV1MEM_IOC_FREE, sizeof(struct lv1mem_free),
	  offsetofend(struct lv1mem_free, lpar_addr),
	  0, true, lv1mem_ioctl_free },
	{ LV1MEM_IOC_QUERY, sizeof(struct lv1mem_query),
	  offsetofend(struct lv1mem_query, lv1_flags),
	  0, false, lv1mem_ioctl_query },
	{ LV1MEM_IOC_LIST, sizeof(struct lv1mem_list),
	  offsetofend(struct lv1mem_list, start),
	  0, false, lv1mem_ioctl_list },
};

static const struct lv1mem_ioctl *lv1mem_find_ioctl(unsigned int cmd)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lv1mem_ioctls); i++)
		if (lv1mem_ioctls[i].cmd == cmd)
			return &lv1mem_ioctls[i];

	return NULL;
}

static int lv1mem_read_request(struct lv1mem_request *request,
			       const struct lv1mem_ioctl *ioctl)
{
	struct lv1mem_common __user *user = request->user;
	u32 size;
	int err;

	if (get_user(size, &user->size))
		return -EFAULT;
	if (size < ioctl->min_size)
		return -EINVAL;
	if (size > LV1MEM_SIZE_MAX)
		return -E2BIG;

	request->size = min(size, ioctl->size);
	err = copy_struct_from_user(&request->args, ioctl->size, user, size);
	if (err)
		return err;

	/* A read-only struct fails here, before LV1 is asked. */
	request->args.common.lv1_status = 0;
	if (put_user(0, &user->lv1_status))
		return -EFAULT;
	if (request->args.common.flags & ~ioctl->flags ||
	    request->args.common.reserved)
		return -EINVAL;

	return 0;
}

static long lv1mem_ioctl(struct file *file, unsigned int cmd,
			 unsigned long arg)
{
	struct lv1mem_common __user *user = (void __user *)arg;
	struct lv1mem_request request;
	const struct lv1mem_ioctl *ioctl;
	s32 status;
	int err;

	ioctl = lv1mem_find_ioctl(cmd);
	if (!ioctl)
		return -ENOTTY;

	request.file = file->private_data;
	request.user = user;
	err = lv1mem_read_request(&request, ioctl);
	if (err)
		return err;
	if (ioctl->needs_write && !(file->f_mode & FMODE_WRITE))
		return -EBADF;

	err = ioctl->fn(&request);
	status = request.args.common.lv1_status;
	if (err && status && put_user(status, &user->lv1_status))
		return -EFAULT;

	return err;
}

static int lv1mem_open(struct inode *inode, struct file *file)
{
	struct lv1mem_file *owner;

	owner = kzalloc_obj(*owner, GFP_KERNEL_ACCOUNT);
	if (!owner)
		return -ENOMEM;

	INIT_LIST_HEAD(&owner->regions);
	xa_init_flags(&owner->ids, XA_FLAGS_ALLOC);
	owner->mapping = file->f_mapping;
	owner->opener = task_tgid_nr(current);
	get_task_comm(owner->comm, current);
	file->private_data = owner;

	return nonseekable_open(inode, file);
}

static int lv1mem_release(struct inode *inode, struct file *file)
{
	struct lv1mem_file *owner = file->private_data;

	lv1mem_file_release_regions(owner);
	kfree(owner);

	return 0;
}

static const struct file_operations lv1mem_fops = {
	.owner		= THIS_MODULE,
	.open		= lv1mem_open,
	.release	= lv1mem_release,
	.unlocked_ioctl	= lv1mem_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.mmap		= lv1mem_mmap,
	.show_fdinfo	= lv1mem_show_fdinfo,
};

static struct miscdevice lv1mem_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "lv1mem",
	.fops	= &lv1mem_fops,
};

/* Runs before restart, power off and kexec, but not before a crash kernel. */
static int lv1mem_reboot(struct notifier_block *notifier, unsigned long action,
			 void *command)
{
	lv1mem_regions_shut_down();

	return NOTIFY_DONE;
}

static struct notifier_block lv1mem_reboot_notifier = {
	.notifier_call = lv1mem_reboot,
};

static int __init lv1mem_init(void)
{
	int err;

	if (!firmware_has_feature(FW_FEATURE_PS3_LV1))
		return -ENODEV;

	err = register_reboot_notifier(&lv1mem_reboot_notifier);
	if (err)
		return err;

	err = misc_register(&lv1mem_device);
	if (err) {
		unregister_reboot_notifier(&lv1mem_reboot_notifier);
		return err;
	}

	lv1mem_debugfs_init();

	return 0;
}
module_init(lv1mem_init);

static void __exit lv1mem_exit(void)
{
	lv1mem_debugfs_exit();
	misc_deregister(&lv1mem_device);
	unregister_reboot_notifier(&lv1mem_reboot_notifier);
	lv1mem_regions_shut_down();
}
module_exit(lv1mem_exit);

MODULE_DESCRIPTION("Memory regions of the PlayStation 3's LV1 hypervisor");
MODULE_LICENSE("GPL");
