// SPDX-License-Identifier: GPL-2.0-only
/*
 * The regions of a file: how they come, are found, and go.
 */

#define pr_fmt(fmt) "lv1mem: " fmt

#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "internal.h"

/* With its slot in lv1mem_file.ids, below 128 bytes for a live region. */
static_assert(sizeof(struct lv1mem_region) <= 96);

static struct kmem_cache *lv1mem_region_cache;

/**
 * lv1mem_regions_init - make ready for regions
 *
 * Return: 0 or -ENOMEM.
 */
int lv1mem_regions_init(void)
{
	lv1mem_region_cache = KMEM_CACHE(lv1mem_region, SLAB_ACCOUNT);

	return lv1mem_region_cache ? 0 : -ENOMEM;
}

/**
 * lv1mem_regions_exit - undo lv1mem_regions_init(); no region is left
 */
void lv1mem_regions_exit(void)
{
	kmem_cache_destroy(lv1mem_region_cache);
}

static struct lv1mem_region *lv1mem_region_of(struct rb_node *node)
{
	return rb_entry_safe(node, struct lv1mem_region, node);
}

static struct lv1mem_region *lv1mem_region_find(struct lv1mem_file *file,
						u64 lpar_addr)
{
	struct rb_node *node = file->regions.rb_node;
	struct lv1mem_region *region;

	lockdep_assert_held(&file->lock);

	while (node) {
		region = rb_entry(node, struct lv1mem_region, node);
		if (lpar_addr == region->lpar_addr)
			return region;
		node = lpar_addr < region->lpar_addr ? node->rb_left :
						       node->rb_right;
	}

	return NULL;
}

/* False, and nothing done, if the file has a region at this address. */
static bool lv1mem_region_insert(struct lv1mem_file *file,
				 struct lv1mem_region *region)
{
	struct rb_node **link = &file->regions.rb_node;
	struct rb_node *parent = NULL;
	struct lv1mem_region *last = file->last;
	bool above = !last || region->lpar_addr > last->lpar_addr;
	struct lv1mem_region *other;

	/* LV1 counts its addresses up, so most regions go here. */
	if (last && above) {
		parent = &last->node;
		link = &parent->rb_right;
	}

	while (*link) {
		parent = *link;
		other = rb_entry(parent, struct lv1mem_region, node);
		if (region->lpar_addr == other->lpar_addr)
			return false;
		link = region->lpar_addr < other->lpar_addr ?
			&parent->rb_left : &parent->rb_right;
	}

	rb_link_node(&region->node, parent, link);
	rb_insert_color(&region->node, &file->regions);
	if (above)
		file->last = region;

	return true;
}

static void lv1mem_region_remove(struct lv1mem_file *file,
				 struct lv1mem_region *region)
{
	if (region == file->last)
		file->last = lv1mem_region_of(rb_prev(&region->node));
	rb_erase(&region->node, &file->regions);
	lv1mem_ids_remove(&file->ids, region);
	lv1mem_limits_leave_file(file, region->length);
}

/* A program that frees a region often allocates the next one soon. */
static struct lv1mem_region *lv1mem_record_get(struct lv1mem_file *file)
{
	struct lv1mem_region *region = file->spare;

	lockdep_assert_held(&file->lock);

	if (!region)
		return kmem_cache_alloc(lv1mem_region_cache, GFP_KERNEL);

	file->spare = NULL;
	return region;
}

static void lv1mem_record_put(struct lv1mem_file *file,
			      struct lv1mem_region *region)
{
	lockdep_assert_held(&file->lock);

	if (file->spare)
		kmem_cache_free(lv1mem_region_cache, file->spare);
	file->spare = region;
}

/**
 * lv1mem_region_allocate - get a region from LV1 for a file
 * @file: the owner
 * @alloc: what to ask for; lv1_status, lpar_addr and muid are set
 *
 * What can fail without LV1 comes first, so that nothing LV1 gives has to be
 * given back at once.
 *
 * Return: the region, owned by @file and found by no one else until it is
 * published; or an ERR_PTR.
 */
struct lv1mem_region *lv1mem_region_allocate(struct lv1mem_file *file,
					     struct lv1mem_alloc *alloc)
{
	struct lv1mem_region *region;
	int error;

	lv1mem_quarantine_retry();

	error = lv1mem_file_lock(file);
	if (error)
		return ERR_PTR(error);

	error = -ENOMEM;
	region = lv1mem_record_get(file);
	if (!region)
		goto unlock;

	region->length = alloc->length;
	region->page_shift = alloc->page_shift;
	atomic_set(&region->mappings, 0);
	region->published = false;
	region->zeroed = false;
	region->released = false;

	error = lv1mem_limits_reserve(file, region->length);
	if (error)
		goto put;

	error = lv1mem_ids_add(&file->ids, region);
	if (error)
		goto leave;

	error = lv1mem_quarantine_allocate(alloc);
	if (error)
		goto remove;

	region->lpar_addr = alloc->lpar_addr;
	region->muid = alloc->muid;
	region->since = jiffies;

	/* Not given back to LV1: its owner has it. */
	if (!lv1mem_region_insert(file, region)) {
		pr_warn_ratelimited("lv1_allocate_memory(%#llx, %llu, %#llx, %#llx): status %d (%s), gave %#llx, which is not free\n",
				    alloc->length, alloc->page_shift,
				    alloc->unknown_r5, alloc->lv1_flags,
				    alloc->lv1_status,
				    lv1mem_status_name(alloc->lv1_status),
				    alloc->lpar_addr);
		error = -EIO;
		goto remove;
	}

	mutex_unlock(&file->lock);
	return region;

remove:
	lv1mem_ids_remove(&file->ids, region);
leave:
	lv1mem_limits_leave_file(file, region->length);
	lv1mem_limits_leave_total(region->length);
put:
	lv1mem_record_put(file, region);
unlock:
	mutex_unlock(&file->lock);
	return ERR_PTR(error);
}

/**
 * lv1mem_region_publish - let a region be mapped and freed
 * @region: from lv1mem_region_allocate(); may be gone when this returns
 */
void lv1mem_region_publish(struct lv1mem_region *region)
{
	WRITE_ONCE(region->published, true);
}

/**
 * lv1mem_region_forget - drop the record of a region that LV1 took back
 * @region: the region, which neither a file nor the quarantine holds any more
 */
void lv1mem_region_forget(struct lv1mem_region *region)
{
	lv1mem_limits_leave_total(region->length);
	kmem_cache_free(lv1mem_region_cache, region);
}

/*
 * Takes a region that no file owns any more. True: LV1 has it, and the record is
 * for the caller to free. False: the quarantine has both.
 */
static bool lv1mem_region_give_back(struct lv1mem_region *region)
{
	s32 status;

	if (!region->released &&
	    lv1mem_call_release(region->lpar_addr, &status)) {
		lv1mem_quarantine_add(region, status);
		return false;
	}

	lv1mem_limits_leave_total(region->length);
	return true;
}

/**
 * lv1mem_region_withdraw - release a region that was not published
 * @file: the owner
 * @region: from lv1mem_region_allocate(); gone when this returns
 */
void lv1mem_region_withdraw(struct lv1mem_file *file,
			    struct lv1mem_region *region)
{
	mutex_lock(&file->lock);
	lv1mem_region_remove(file, region);
	mutex_unlock(&file->lock);

	if (lv1mem_region_give_back(region))
		kmem_cache_free(lv1mem_region_cache, region);
}

/**
 * lv1mem_region_free - release a region of a file
 * @file: the owner
 * @lpar_addr: address of the region
 * @status: what LV1 answered, if it was asked
 *
 * Return: 0, -ENOENT if @file has none there, -EBUSY if it is mapped,
 * -ESHUTDOWN, or the negative errno of the status of LV1, and then @file keeps
 * the region.
 */
int lv1mem_region_free(struct lv1mem_file *file, u64 lpar_addr, s32 *status)
{
	struct lv1mem_region *region;
	int error;

	error = lv1mem_file_lock(file);
	if (error)
		return error;

	region = lv1mem_region_find(file, lpar_addr);
	if (!region || !READ_ONCE(region->published)) {
		error = -ENOENT;
		goto unlock;
	}

	/* Pairs with the release in lv1mem_vma_close(). */
	if (atomic_read_acquire(&region->mappings)) {
		error = -EBUSY;
		goto unlock;
	}

	error = lv1mem_call_release(lpar_addr, status);
	if (error)
		goto unlock;

	lv1mem_region_remove(file, region);
	lv1mem_limits_leave_total(region->length);
	lv1mem_record_put(file, region);

unlock:
	mutex_unlock(&file->lock);
	return error;
}

/* The first region of a file at or above an address, or NULL. */
static struct lv1mem_region *lv1mem_region_from(struct lv1mem_file *file,
						u64 lpar_addr)
{
	struct rb_node *node = file->regions.rb_node;
	struct lv1mem_region *region, *found = NULL;

	lockdep_assert_held(&file->lock);

	while (node) {
		region = rb_entry(node, struct lv1mem_region, node);
		if (region->lpar_addr >= lpar_addr) {
			found = region;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}

	return found;
}

/**
 * lv1mem_region_contains - whether an address is in a region of a file
 * @file: the file
 * @lpar_addr: the address
 *
 * Context: holds the lock of @file.
 * Return: whether it is, and a program knows of the region.
 */
bool lv1mem_region_contains(struct lv1mem_file *file, u64 lpar_addr)
{
	struct lv1mem_region *region = lv1mem_region_from(file, lpar_addr);

	if (!region)
		region = file->last;
	else if (region->lpar_addr != lpar_addr)
		region = lv1mem_region_of(rb_prev(&region->node));

	return region && READ_ONCE(region->published) &&
	       lpar_addr - region->lpar_addr < region->length;
}

/**
 * lv1mem_region_snapshot - describe a region
 * @region: the region
 *
 * Context: holds the lock of who owns @region.
 * Return: what can be told of it when the lock is dropped.
 */
struct lv1mem_region_snapshot
lv1mem_region_snapshot(const struct lv1mem_region *region)
{
	return (struct lv1mem_region_snapshot){
		.entry = {
			.lpar_addr	= region->lpar_addr,
			.length		= region->length,
			.page_shift	= region->page_shift,
			.muid		= region->muid,
			.mmap_offset	= lv1mem_mmap_offset(region),
			.mappings	= atomic_read(&region->mappings),
		},
		.age = (jiffies - region->since) / HZ,
	};
}

/**
 * lv1mem_regions_list - describe the regions of a file, by address
 * @file: the file
 * @start: the first address; set to the one behind the last region described
 * @snapshots: where to
 * @room: how many there is room for
 *
 * Context: holds the lock of @file.
 * Return: how many were described.
 */
u32 lv1mem_regions_list(struct lv1mem_file *file, u64 *start,
			struct lv1mem_region_snapshot *snapshots, u32 room)
{
	struct lv1mem_region *region = lv1mem_region_from(file, *start);
	u32 count = 0;

	for (; region && count < room;
	     region = lv1mem_region_of(rb_next(&region->node))) {
		if (!READ_ONCE(region->published))
			continue;
		snapshots[count++] = lv1mem_region_snapshot(region);
		*start = region->lpar_addr + 1;
	}

	return count;
}

/**
 * lv1mem_regions_for_each - do something with the description of every region
 * of a file, by address
 * @file: the file
 * @act: what; runs without the lock of @file
 * @with: passed on to @act
 *
 * Regions that come or go meanwhile may be left out; no other is, or comes
 * twice. Nothing is done once the system goes down.
 */
void lv1mem_regions_for_each(struct lv1mem_file *file,
			     void (*act)(const struct lv1mem_region_snapshot *region,
					 void *with),
			     void *with)
{
	struct lv1mem_region_snapshot snapshots[LV1MEM_LIST_BATCH];
	u64 start = 0;
	u32 count, i;

	do {
		if (lv1mem_file_lock(file))
			return;
		count = lv1mem_regions_list(file, &start, snapshots,
					    ARRAY_SIZE(snapshots));
		mutex_unlock(&file->lock);

		for (i = 0; i < count; i++)
			act(&snapshots[i], with);
		cond_resched();
	} while (count == ARRAY_SIZE(snapshots));
}

/**
 * lv1mem_regions_shut_down - give all regions of a file back, as the system
 * goes down
 * @file: the file, whose regions no PTE maps any more
 *
 * Context: holds the lock of @file.
 */
void lv1mem_regions_shut_down(struct lv1mem_file *file)
{
	struct lv1mem_region *region;
	s32 status;

	lockdep_assert_held(&file->lock);

	for (region = lv1mem_region_of(rb_first(&file->regions)); region;
	     region = lv1mem_region_of(rb_next(&region->node))) {
		region->released = !lv1mem_call_release(region->lpar_addr,
							&status);
		if (!region->released)
			pr_warn_ratelimited("lv1_release_memory(%#llx): status %d (%s) at shutdown, %llu bytes lost until power off\n",
					    region->lpar_addr, status,
					    lv1mem_status_name(status),
					    region->length);
		cond_resched();
	}
}

/*
 * Records on their way to the slab allocator. It takes many for less, but one
 * alone for more.
 */
struct lv1mem_records {
	unsigned int count;
	void *record[16];
};

static void lv1mem_records_free(struct lv1mem_records *records)
{
	if (records->count == 1)
		kmem_cache_free(lv1mem_region_cache, records->record[0]);
	else if (records->count)
		kmem_cache_free_bulk(lv1mem_region_cache, records->count,
				     records->record);
	records->count = 0;
	cond_resched();
}

/**
 * lv1mem_file_release_regions - release all regions of a file
 * @file: which no program uses any more; a mapping would, so there is none
 *
 * Context: holds the lock of @file.
 */
void lv1mem_file_release_regions(struct lv1mem_file *file)
{
	struct lv1mem_region *region, *next;
	struct lv1mem_records records;

	records.count = 0;
	lockdep_assert_held(&file->lock);

	rbtree_postorder_for_each_entry_safe(region, next, &file->regions,
					     node) {
		if (lv1mem_region_give_back(region))
			records.record[records.count++] = region;
		else
			cond_resched();
		if (records.count == ARRAY_SIZE(records.record))
			lv1mem_records_free(&records);
	}
	lv1mem_records_free(&records);
	file->regions = RB_ROOT;

	if (file->spare)
		kmem_cache_free(lv1mem_region_cache, file->spare);
}
