// SPDX-License-Identifier: GPL-2.0-only
/*
 * Open files of the device.
 */

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "internal.h"

/* Covers the list: a file on it stays while this is held. */
static DEFINE_MUTEX(lv1mem_files_lock);
static LIST_HEAD(lv1mem_files);

/**
 * lv1mem_open - open of the device
 * @inode: of the device
 * @file: which gets its &struct lv1mem_file
 *
 * Return: 0 or -ENOMEM.
 */
int lv1mem_open(struct inode *inode, struct file *file)
{
	struct lv1mem_file *owner;

	owner = kzalloc(sizeof(*owner), GFP_KERNEL_ACCOUNT);
	if (!owner)
		return -ENOMEM;

	mutex_init(&owner->lock);
	owner->mapping = file->f_mapping;
	owner->opener = task_tgid_nr(current);
	get_task_comm(owner->command, current);
	owner->regions = RB_ROOT;
	lv1mem_ids_init(&owner->ids);
	file->private_data = owner;

	mutex_lock(&lv1mem_files_lock);
	list_add_tail(&owner->node, &lv1mem_files);
	mutex_unlock(&lv1mem_files_lock);

	return nonseekable_open(inode, file);
}

/**
 * lv1mem_release - last close of an open file
 * @inode: of the device
 * @file: which nothing refers to any more, no VMA either
 *
 * Return: 0.
 */
int lv1mem_release(struct inode *inode, struct file *file)
{
	struct lv1mem_file *owner = file->private_data;

	/* On the list as long as it owns something: a shutdown waits for it. */
	mutex_lock(&owner->lock);
	lv1mem_file_release_regions(owner);
	mutex_unlock(&owner->lock);

	mutex_lock(&lv1mem_files_lock);
	list_del(&owner->node);
	mutex_unlock(&lv1mem_files_lock);

	lv1mem_ids_destroy(&owner->ids);
	mutex_destroy(&owner->lock);
	kfree(owner);

	return 0;
}

/**
 * lv1mem_files_for_each - do something with every open file
 * @act: what; may take the lock of the file
 * @with: passed on to @act
 */
void lv1mem_files_for_each(void (*act)(struct lv1mem_file *file, void *with),
			   void *with)
{
	struct lv1mem_file *file;

	mutex_lock(&lv1mem_files_lock);
	list_for_each_entry(file, &lv1mem_files, node)
		act(file, with);
	mutex_unlock(&lv1mem_files_lock);
}
