/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the driver share.
 *
 * Locks, in the order in which they nest:
 *
 *	mmap_lock of a process	(taken by the kernel around mmap, faults and the
 *				VMA operations)
 *	the lock of all files	which files are open, file.c
 *	lv1mem_file.lock	what a file owns, see there
 *	i_mmap_rwsem		(taken by the kernel to find the VMAs of a file)
 *	the quarantine's lock	what closed files left behind, quarantine.c
 *
 * Memory of a program is not touched under any of them: a fault takes
 * mmap_lock, which comes first.
 */
#ifndef _LV1MEM_INTERNAL_H
#define _LV1MEM_INTERNAL_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/types.h>

#include <linux/lv1mem.h>

struct seq_file;
struct vm_area_struct;

/*
 * The file offsets of a region are a window of 256 MiB at its id. 16 bits of id
 * and 28 of offset are the 44 that mmap2 of a 32-bit program can express.
 */
#define LV1MEM_WINDOW_SHIFT	28
#define LV1MEM_FILE_REGIONS_MAX	65536u

/**
 * struct lv1mem_account - regions and what they sum up to
 * @regions: how many
 * @bytes: their lengths, summed
 */
struct lv1mem_account {
	u64 regions;
	u64 bytes;
};

/**
 * struct lv1mem_region - a region that LV1 gave and has not taken back
 * @node: in &lv1mem_file.regions, by @lpar_addr
 * @quarantine: in the list of the quarantine, where no file owns the region
 * @lpar_addr: address in the partition's address space
 * @length: bytes that were asked for
 * @page_shift: log2 of the page size that was asked for; after a raw request
 *	it may be any number
 * @muid: second output of lv1_allocate_memory
 * @since: when LV1 gave it, in jiffies
 * @id: key in &lv1mem_file.ids
 * @mappings: VMAs of it. Leaves 0 under the lock of the file only, so who holds
 *	that and reads 0 knows that it stays 0
 * @published: a program knows of it and may map or free it. Set once, without
 *	the lock
 * @zeroed: nothing that it held before is left in it
 * @released: LV1 has it back already, since the system goes down; the record
 *	stays because VMAs point to it
 *
 * A file or the quarantine owns it. One is kept for every live region, and a
 * program may have many of them: keep it small.
 */
struct lv1mem_region {
	union {
		struct rb_node node;
		struct list_head quarantine;
	};
	u64 lpar_addr;
	u64 length;
	u64 page_shift;
	u64 muid;
	unsigned long since;
	u32 id;
	atomic_t mappings;
	bool published;
	bool zeroed;
	bool released;
};

/* Most files have no more regions, and need no memory for their ids then. */
#define LV1MEM_IDS_FIRST	8

/**
 * struct lv1mem_ids - the ids of the regions of a file, see ids.c
 * @slots: a region, or the next free slot
 * @size: how many slots
 * @free: the first free slot; @size if there is none
 * @first: the slots of a file with few regions
 */
struct lv1mem_ids {
	void **slots;
	u32 size;
	u32 free;
	void *first[LV1MEM_IDS_FIRST];
};

/**
 * struct lv1mem_file - an open file of the device
 * @node: in the list of all open files, covered by its lock
 * @mapping: of the device's inode, where its VMAs are found; never changes
 * @opener: process that opened it, by its number in the first PID namespace;
 *	never changes, and may be gone
 * @command: what the opener was called; never changes
 * @lock: covers what is below and the regions in it. Held while LV1 is asked, so
 *	that to others a region exists and is recorded, or neither
 * @regions: what the file owns, by LPAR address
 * @last: of these the one at the highest address, or NULL
 * @ids: the same, by the id from which its mmap offset is made
 * @spare: a record to be used for the next region, or NULL
 * @account: the same, counted
 */
struct lv1mem_file {
	struct list_head node;
	struct address_space *mapping;
	pid_t opener;
	char command[TASK_COMM_LEN];
	struct mutex lock;	/* covers all below */
	struct rb_root regions;
	struct lv1mem_region *last;
	struct lv1mem_ids ids;
	struct lv1mem_region *spare;
	struct lv1mem_account account;
};

/**
 * struct lv1mem_region_snapshot - what can be told of a region without a lock
 * @entry: what a program is told
 * @age: seconds since LV1 gave it
 */
struct lv1mem_region_snapshot {
	struct lv1mem_list_entry entry;
	u64 age;
};

/* What a list of regions fetches under the lock; bounds the stack. */
#define LV1MEM_LIST_BATCH	16

/* The calls into LV1. */
enum lv1mem_call {
	LV1MEM_CALL_ALLOCATE,
	LV1MEM_CALL_RELEASE,
	LV1MEM_CALL_QUERY,
	LV1MEM_CALLS
};

/**
 * struct lv1mem_request - one ioctl on its way
 * @file: on which it was made
 * @user: the caller's struct
 * @size: how much of the struct both the caller and the driver know
 * @argument: the driver's copy of it
 */
struct lv1mem_request {
	struct lv1mem_file *file;
	void __user *user;
	size_t size;
	union lv1mem_argument {
		struct lv1mem_info info;
		struct lv1mem_alloc alloc;
		struct lv1mem_free free;
		struct lv1mem_query query;
		struct lv1mem_list list;
	} argument;
};

/* file.c */
int lv1mem_open(struct inode *inode, struct file *file);
int lv1mem_release(struct inode *inode, struct file *file);
void lv1mem_files_for_each(void (*act)(struct lv1mem_file *file, void *with),
			   void *with);

/* shutdown.c */
int lv1mem_shutdown_init(void);
void lv1mem_shutdown_exit(void);
extern bool lv1mem_shut_down;

/* ioctl.c */
long lv1mem_ioctl(struct file *file, unsigned int command,
		  unsigned long argument);
int lv1mem_request_reply(const struct lv1mem_request *request);

/* handlers.c */
int lv1mem_handle_get_info(struct lv1mem_request *request);
int lv1mem_handle_alloc(struct lv1mem_request *request);
int lv1mem_handle_free(struct lv1mem_request *request);
int lv1mem_handle_query(struct lv1mem_request *request);
int lv1mem_handle_list(struct lv1mem_request *request);

/* region.c */
int lv1mem_regions_init(void);
void lv1mem_regions_exit(void);
struct lv1mem_region *lv1mem_region_allocate(struct lv1mem_file *file,
					     struct lv1mem_alloc *alloc);
void lv1mem_region_publish(struct lv1mem_region *region);
void lv1mem_region_withdraw(struct lv1mem_file *file,
			    struct lv1mem_region *region);
int lv1mem_region_free(struct lv1mem_file *file, u64 lpar_addr, s32 *status);
void lv1mem_region_forget(struct lv1mem_region *region);
bool lv1mem_region_contains(struct lv1mem_file *file, u64 lpar_addr);
struct lv1mem_region_snapshot
lv1mem_region_snapshot(const struct lv1mem_region *region);
u32 lv1mem_regions_list(struct lv1mem_file *file, u64 *start,
			struct lv1mem_region_snapshot *snapshots, u32 room);
void lv1mem_regions_for_each(struct lv1mem_file *file,
			     void (*act)(const struct lv1mem_region_snapshot *region,
					 void *with),
			     void *with);
void lv1mem_regions_shut_down(struct lv1mem_file *file);
void lv1mem_file_release_regions(struct lv1mem_file *file);

/* ids.c */
void lv1mem_ids_init(struct lv1mem_ids *ids);
int lv1mem_ids_add(struct lv1mem_ids *ids, struct lv1mem_region *region);
void lv1mem_ids_remove(struct lv1mem_ids *ids, struct lv1mem_region *region);
struct lv1mem_region *lv1mem_ids_find(const struct lv1mem_ids *ids,
				      unsigned long id);
void lv1mem_ids_destroy(struct lv1mem_ids *ids);

/* limits.c */
int lv1mem_limits_reserve(struct lv1mem_file *file, u64 length);
void lv1mem_limits_leave_file(struct lv1mem_file *file, u64 length);
void lv1mem_limits_leave_total(u64 length);
void lv1mem_limits_get_info(struct lv1mem_info *info);

/* quarantine.c */
void lv1mem_quarantine_add(struct lv1mem_region *region, s32 status);
void lv1mem_quarantine_retry(void);
int lv1mem_quarantine_allocate(struct lv1mem_alloc *alloc);
void lv1mem_quarantine_get_info(struct lv1mem_info *info);
void lv1mem_quarantine_for_each(void (*act)(const struct lv1mem_region *region,
					    void *with),
				void *with);
void lv1mem_quarantine_exit(void);

/* mmap.c */
int lv1mem_mmap(struct file *file, struct vm_area_struct *vma);
u64 lv1mem_mmap_offset(const struct lv1mem_region *region);
void lv1mem_unmap_file(struct lv1mem_file *file);

/* hypercall.c */
int lv1mem_call_allocate(struct lv1mem_alloc *alloc);
int lv1mem_call_release(u64 lpar_addr, s32 *status);
int lv1mem_call_query(struct lv1mem_query *query);

/* status.c */
const char *lv1mem_status_name(s32 status);
bool lv1mem_status_is_known(s32 status);
int lv1mem_status_account(enum lv1mem_call call, s32 status);
void lv1mem_status_show_counts(struct seq_file *to);

/* fdinfo.c */
void lv1mem_show_fdinfo(struct seq_file *to, struct file *file);

/* debugfs.c */
void lv1mem_debugfs_init(void);
void lv1mem_debugfs_exit(void);

/**
 * lv1mem_file_lock - take the lock of a file, to do something with its regions
 * @file: the file
 *
 * Return: 0, and the caller unlocks; or -ESHUTDOWN, and then it is not locked.
 */
static inline int lv1mem_file_lock(struct lv1mem_file *file)
{
	mutex_lock(&file->lock);
	if (unlikely(READ_ONCE(lv1mem_shut_down))) {
		mutex_unlock(&file->lock);
		return -ESHUTDOWN;
	}

	return 0;
}

#endif /* _LV1MEM_INTERNAL_H */
