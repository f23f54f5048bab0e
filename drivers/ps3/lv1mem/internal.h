/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the driver share.
 *
 * lv1mem_lock covers everything: all regions, what each file owns, the
 * quarantine, the totals, and whether the system goes down. It is held across
 * hypercalls, so that to everyone else a region exists and is on record, or
 * neither. It nests in mmap_lock, which mmap, faults and the VMA operations
 * hold, so no memory of a program is touched while it is held.
 */
#ifndef _LV1MEM_INTERNAL_H
#define _LV1MEM_INTERNAL_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/xarray.h>

#include <linux/lv1mem.h>

struct seq_file;
struct vm_area_struct;

/*
 * A region's mmap offsets are a window of 256 MiB at its id. 16 bits of id and
 * 28 bits of offset are the 44 bits that a 32-bit program can pass to mmap2.
 */
#define LV1MEM_WINDOW_SHIFT	28
#define LV1MEM_ID_MAX		0xffff

/* A number of regions, and the sum of their lengths. */
struct lv1mem_count {
	u64 regions;
	u64 bytes;
};

/**
 * struct lv1mem_file - an open file of the device
 * @regions: what the file owns
 * @owned: the same, counted
 * @ids: the same, by the ids that mmap offsets are made from
 * @mapping: of the device's inode, to find the VMAs; never changes
 * @opener: process that opened the file, as a PID of the first PID namespace;
 *	never changes, and the process may be gone
 * @comm: name of the opener; never changes
 */
struct lv1mem_file {
	struct list_head regions;
	struct lv1mem_count owned;
	struct xarray ids;
	struct address_space *mapping;
	pid_t opener;
	char comm[TASK_COMM_LEN];
};

/**
 * struct lv1mem_region - a region that LV1 allocated and did not take back
 * @node: in the tree of all regions, by @lpar_addr
 * @list: in &lv1mem_file.regions, or in the list of quarantined regions
 * @file: the owner; NULL if the region is quarantined
 * @lpar_addr: address in the partition's address space
 * @length: bytes requested
 * @page_shift: log2 of the page size requested; any number after a raw request
 * @muid: second output of lv1_allocate_memory
 * @id: index in &lv1mem_file.ids
 * @mappings: number of VMAs of the region
 * @since: time of the allocation, in seconds after boot
 * @published: a program may map, free and list the region
 * @zeroed: the region was zeroed after its allocation
 */
struct lv1mem_region {
	struct rb_node node;
	struct list_head list;
	struct lv1mem_file *file;
	u64 lpar_addr;
	u64 length;
	u64 page_shift;
	u64 muid;
	u32 id;
	u32 mappings;
	u32 since;
	bool published;
	bool zeroed;
};

/* region.c */
extern struct mutex lv1mem_lock;
extern bool lv1mem_shut_down;

struct lv1mem_region *lv1mem_region_allocate(struct lv1mem_file *file,
					     struct lv1mem_alloc *alloc);
int lv1mem_region_commit(struct lv1mem_region *region, int err);
int lv1mem_file_free(struct lv1mem_file *file, struct lv1mem_free *args);
int lv1mem_file_query(struct lv1mem_file *file, struct lv1mem_query *query);
int lv1mem_file_list(struct lv1mem_file *file, u64 *start,
		       struct lv1mem_list_entry *entry);
int lv1mem_file_get_info(struct lv1mem_file *file, struct lv1mem_info *info);
void lv1mem_file_release_regions(struct lv1mem_file *file);
void lv1mem_regions_shut_down(void);
struct lv1mem_region *lv1mem_region_first(u64 lpar_addr);
struct lv1mem_region *lv1mem_region_next(struct lv1mem_region *region);

/* mmap.c */
int lv1mem_mmap(struct file *file, struct vm_area_struct *vma);
u64 lv1mem_mmap_offset(const struct lv1mem_region *region);
void lv1mem_region_unmap(const struct lv1mem_region *region);

/* debug.c */
void lv1mem_show_fdinfo(struct seq_file *m, struct file *file);
void lv1mem_debugfs_init(void);
void lv1mem_debugfs_exit(void);

/* Returns 0 with the lock held, or -ESHUTDOWN without it. */
static inline int lv1mem_lock_unless_shut_down(void)
{
	mutex_lock(&lv1mem_lock);
	if (lv1mem_shut_down) {
		mutex_unlock(&lv1mem_lock);
		return -ESHUTDOWN;
	}
	return 0;
}

#endif /* _LV1MEM_INTERNAL_H */
