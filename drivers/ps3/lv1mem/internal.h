/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shared by the files of the driver.
 *
 * Locking: lv1mem_lock covers all regions, what each file owns, the quarantine,
 * the totals and lv1mem_shut_down. It is held across hypercalls, so that LV1
 * and the record agree whenever another task takes it. mmap, faults and the VMA
 * operations take lv1mem_lock with mmap_lock held, so user memory must not be
 * accessed under lv1mem_lock.
 *
 * Ownership: the file that allocated a region owns it; a quarantined region has
 * no owner. A record lives until LV1 has taken its region back, and after a
 * shutdown until its file is closed.
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
 * A region's window of mmap offsets starts at id << 28. With ids of 16 bits, an
 * offset has 44 bits, as many as a 32-bit program can pass to mmap2().
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
 * @regions: the regions that the file owns
 * @owned: their number and the sum of their lengths
 * @ids: the same regions by id
 * @mapping: address space of the device's inode, to find VMAs; constant
 * @opener: PID, in the initial namespace, of the process that opened the file;
 *	constant, so the process may be gone
 * @comm: name of that process; constant
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
 * struct lv1mem_region - the record of a region
 * @node: in the tree of all regions, sorted by @lpar_addr
 * @list: in &lv1mem_file.regions or, if quarantined, in lv1mem_quarantine
 * @file: the owner; NULL if the region is quarantined
 * @lpar_addr: address in the partition's address space
 * @length: bytes requested
 * @page_shift: log2 of the page size requested; unchecked in a raw request
 * @muid: second output of lv1_allocate_memory
 * @id: index in &lv1mem_file.ids; the mmap offset is made from it
 * @mappings: number of VMAs that map the region
 * @since: time of the allocation, in seconds after boot
 * @published: the program has the address: it may map, free and list the region
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

/* Return 0 with the lock held, or -ESHUTDOWN without it. */
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
