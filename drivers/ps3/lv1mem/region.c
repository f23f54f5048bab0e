// SPDX-License-Identifier: GPL-2.0-only
/*
 * Regions: the hypercalls, and the record of what LV1 allocated.
 */

#define pr_fmt(fmt) "lv1mem: " fmt

#include <linux/capability.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include <asm/lv1call.h>

#include "compat.h"
#include "internal.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

DEFINE_MUTEX(lv1mem_lock);	/* covers everything, see internal.h */
bool lv1mem_shut_down;		/* set once, before all regions are released */

/*
 * All regions, owned and quarantined. One tree for all files shows whether LV1
 * has allocated an address that is in use.
 */
static struct rb_root lv1mem_regions = RB_ROOT;
static struct lv1mem_count lv1mem_total;

/*
 * Regions that LV1 refused to take back and that no file owns. They still
 * occupy LV1's memory, so they count towards the limits.
 */
static LIST_HEAD(lv1mem_quarantine);
static struct lv1mem_count lv1mem_quarantined;

static unsigned int max_regions = LV1MEM_ID_MAX + 1;
module_param(max_regions, uint, 0644);
MODULE_PARM_DESC(max_regions, "Limit of regions, all files together (default: 65536)");

static unsigned long long max_bytes = LV1MEM_UNLIMITED;
module_param(max_bytes, ullong, 0644);
MODULE_PARM_DESC(max_bytes, "Limit of bytes, all files together (default: no limit)");

/* The errno for a status of @call, whose first input was @arg. */
static int lv1mem_errno(const char *call, u64 arg, s32 status)
{
	if (status == LV1MEM_LV1_SUCCESS)
		return 0;

	switch (status) {
	case LV1MEM_LV1_RESOURCE_SHORTAGE:
		return -ENOMEM;
	case LV1MEM_LV1_NO_PRIVILEGE:
	case LV1MEM_LV1_DENIED_BY_POLICY:
		return -EPERM;
	case LV1MEM_LV1_ACCESS_VIOLATION:
		return -EACCES;
	case LV1MEM_LV1_NO_ENTRY:
	case LV1MEM_LV1_NO_MATCH:
		return -ENOENT;
	case LV1MEM_LV1_DUPLICATE_ENTRY:
		return -EEXIST;
	case LV1MEM_LV1_BUSY:
		return -EBUSY;
	case LV1MEM_LV1_EMPTY:
		return -ENODATA;
	case LV1MEM_LV1_WRONG_STATE:
		return -EBADFD;
	case LV1MEM_LV1_ALREADY_CONNECTED:
		return -EALREADY;
	case LV1MEM_LV1_TYPE_MISMATCH:
	case LV1MEM_LV1_UNSUPPORTED_PARAMETER_VALUE:
	case LV1MEM_LV1_CONDITION_NOT_SATISFIED:
	case LV1MEM_LV1_ILLEGAL_PARAMETER_VALUE:
	case LV1MEM_LV1_BAD_OPTION:
		return -EINVAL;
	case LV1MEM_LV1_STATUS_12:
	case LV1MEM_LV1_IMPLEMENTATION_LIMITATION:
	case LV1MEM_LV1_NOT_IMPLEMENTED:
	case LV1MEM_LV1_INVALID_OPERATION:
		return -EOPNOTSUPP;
	default:
		/* EIO does not tell the status, so log it. */
		pr_warn_ratelimited("%s(%#llx): status %d\n", call, arg,
				    status);
		return -EIO;
	}
}

static int lv1mem_call_allocate(struct lv1mem_alloc *alloc)
{
	alloc->lv1_status = lv1_allocate_memory(alloc->length, alloc->page_shift,
						alloc->r5, alloc->lv1_flags,
						&alloc->lpar_addr, &alloc->muid);
	trace_lv1mem_allocate(alloc);

	return lv1mem_errno("lv1_allocate_memory", alloc->length,
			    alloc->lv1_status);
}

static int lv1mem_call_release(u64 lpar_addr, s32 *status)
{
	*status = lv1_release_memory(lpar_addr);
	trace_lv1mem_release(lpar_addr, *status);

	return lv1mem_errno("lv1_release_memory", lpar_addr, *status);
}

static void lv1mem_count_add(struct lv1mem_count *count, u64 length)
{
	count->regions++;
	count->bytes += length;
}

static void lv1mem_count_remove(struct lv1mem_count *count, u64 length)
{
	count->regions--;
	count->bytes -= length;
}

static struct lv1mem_region *lv1mem_region_of(struct rb_node *node)
{
	return rb_entry_safe(node, struct lv1mem_region, node);
}

static int lv1mem_region_compare(struct rb_node *new, const struct rb_node *node)
{
	u64 lpar_addr = rb_entry(new, struct lv1mem_region, node)->lpar_addr;
	u64 other = rb_entry(node, struct lv1mem_region, node)->lpar_addr;

	if (lpar_addr < other)
		return -1;
	return lpar_addr > other;
}

/* The first region at or above an address, quarantined or not; NULL if none. */
struct lv1mem_region *lv1mem_region_first(u64 lpar_addr)
{
	struct rb_node *node = lv1mem_regions.rb_node;
	struct lv1mem_region *region, *first = NULL;

	lockdep_assert_held(&lv1mem_lock);

	while (node) {
		region = lv1mem_region_of(node);
		if (region->lpar_addr >= lpar_addr) {
			first = region;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}

	return first;
}

struct lv1mem_region *lv1mem_region_next(struct lv1mem_region *region)
{
	return lv1mem_region_of(rb_next(&region->node));
}

/* No program can use a region until lv1mem_region_commit() publishes it. */
static bool lv1mem_file_owns(const struct lv1mem_file *file,
			     const struct lv1mem_region *region)
{
	return region && region->file == file && region->published;
}

/* Unlink and free a record. The caller erases the id if the file stays open. */
static void lv1mem_region_free(struct lv1mem_region *region)
{
	lv1mem_count_remove(region->file ? &region->file->owned :
					   &lv1mem_quarantined, region->length);
	lv1mem_count_remove(&lv1mem_total, region->length);
	list_del(&region->list);
	rb_erase(&region->node, &lv1mem_regions);
	kfree(region);
}

/* Release a region that no program can use; quarantine it if LV1 refuses. */
static void lv1mem_region_release(struct lv1mem_region *region)
{
	s32 status;

	lockdep_assert_held(&lv1mem_lock);

	if (lv1mem_shut_down ||
	    !lv1mem_call_release(region->lpar_addr, &status)) {
		lv1mem_region_free(region);
		return;
	}

	pr_warn_ratelimited("lv1_release_memory(%#llx): status %d, %llu bytes quarantined\n",
			    region->lpar_addr, status, region->length);
	lv1mem_count_remove(&region->file->owned, region->length);
	region->file = NULL;
	list_move_tail(&region->list, &lv1mem_quarantine);
	lv1mem_count_add(&lv1mem_quarantined, region->length);
}

/* Offer LV1 one quarantined region, in turn: offering all would delay ALLOC. */
static void lv1mem_quarantine_retry(void)
{
	struct lv1mem_region *region;
	s32 status;

	if (list_empty(&lv1mem_quarantine))
		return;

	region = list_first_entry(&lv1mem_quarantine, struct lv1mem_region, list);
	if (lv1mem_call_release(region->lpar_addr, &status))
		list_move_tail(&region->list, &lv1mem_quarantine);
	else
		lv1mem_region_free(region);
}

static bool lv1mem_limits_allow(u64 length)
{
	u64 bytes;

	return lv1mem_total.regions < READ_ONCE(max_regions) &&
	       !check_add_overflow(lv1mem_total.bytes, length, &bytes) &&
	       bytes <= READ_ONCE(max_bytes);
}

/*
 * Put a region on record. If its address is on record already, another part of
 * the kernel has released the old region, and LV1 has allocated the same memory
 * again. If the old region is quarantined, its record is freed. If a file owns
 * the old region, this fails: the file keeps it, and the new region, being the
 * same memory, is not released. Other code may have written to the memory, so
 * it must be zeroed again before the next mapping.
 */
static int lv1mem_region_insert(struct lv1mem_region *region)
{
	struct lv1mem_region *old;

	while ((old = lv1mem_region_of(rb_find_add(&region->node, &lv1mem_regions,
						   lv1mem_region_compare)))) {
		if (old->file) {
			old->zeroed = false;
			return -EIO;
		}
		lv1mem_region_free(old);
	}
	lv1mem_count_add(&lv1mem_total, region->length);
	lv1mem_count_add(&region->file->owned, region->length);
	list_add_tail(&region->list, &region->file->regions);

	return 0;
}

/**
 * lv1mem_region_allocate() - allocate a region from LV1
 * @file: the file that will own the region
 * @alloc: inputs for LV1 and its outputs; lv1_status is set on failure too
 *
 * Kernel memory is allocated before the hypercall, so that a shortage of it
 * cannot lose a region. The caller must pass the region to
 * lv1mem_region_commit(); until then no program can use it.
 *
 * Return: the region or an ERR_PTR.
 */
struct lv1mem_region *lv1mem_region_allocate(struct lv1mem_file *file,
					     struct lv1mem_alloc *alloc)
{
	struct lv1mem_region *region;
	int err;

	region = kzalloc_obj(*region, GFP_KERNEL_ACCOUNT);
	if (!region)
		return ERR_PTR(-ENOMEM);

	err = lv1mem_lock_unless_shut_down();
	if (err)
		goto free;

	lv1mem_quarantine_retry();
	err = -ENOSPC;
	if (!lv1mem_limits_allow(alloc->length))
		goto unlock;

	err = xa_alloc(&file->ids, &region->id, region,
		       XA_LIMIT(0, LV1MEM_ID_MAX), GFP_KERNEL_ACCOUNT);
	if (err == -EBUSY)
		err = -ENOSPC;
	if (err)
		goto unlock;

	err = lv1mem_call_allocate(alloc);
	if (err)
		goto erase;

	region->file = file;
	region->lpar_addr = alloc->lpar_addr;
	region->length = alloc->length;
	region->page_shift = alloc->page_shift;
	region->muid = alloc->muid;
	region->since = ktime_get_seconds();
	err = lv1mem_region_insert(region);
	if (err) {
		pr_warn_ratelimited("lv1_allocate_memory(%#llx, %llu, %#llx, %#llx): allocated %#llx, which is in use\n",
				    alloc->length, alloc->page_shift, alloc->r5,
				    alloc->lv1_flags, alloc->lpar_addr);
		goto erase;
	}

	mutex_unlock(&lv1mem_lock);
	return region;

erase:
	xa_erase(&file->ids, region->id);
unlock:
	mutex_unlock(&lv1mem_lock);
free:
	kfree(region);
	return ERR_PTR(err);
}

/**
 * lv1mem_region_commit() - publish a new region, or release it
 * @region: a region from lv1mem_region_allocate(), not valid afterwards
 * @err: 0 if the program has the address, a negative errno if it does not
 *
 * Return: @err.
 */
int lv1mem_region_commit(struct lv1mem_region *region, int err)
{
	mutex_lock(&lv1mem_lock);
	if (err) {
		xa_erase(&region->file->ids, region->id);
		lv1mem_region_release(region);
	} else {
		region->published = true;
	}
	mutex_unlock(&lv1mem_lock);

	return err;
}

/* From here on are the ioctls; the uapi header has their rules. */
int lv1mem_file_free(struct lv1mem_file *file, struct lv1mem_free *args)
{
	struct lv1mem_region *region;
	int err;

	err = lv1mem_lock_unless_shut_down();
	if (err)
		return err;

	region = lv1mem_region_first(args->lpar_addr);
	if (!lv1mem_file_owns(file, region) ||
	    region->lpar_addr != args->lpar_addr)
		err = -ENOENT;
	else if (region->mappings)
		err = -EBUSY;
	else
		err = lv1mem_call_release(region->lpar_addr, &args->lv1_status);
	if (!err) {
		xa_erase(&file->ids, region->id);
		lv1mem_region_free(region);
	}

	mutex_unlock(&lv1mem_lock);
	return err;
}

static bool lv1mem_file_contains(const struct lv1mem_file *file, u64 lpar_addr)
{
	struct lv1mem_region *region = lv1mem_region_first(lpar_addr);

	if (!region)
		region = lv1mem_region_of(rb_last(&lv1mem_regions));
	else if (region->lpar_addr > lpar_addr)
		region = lv1mem_region_of(rb_prev(&region->node));

	return lv1mem_file_owns(file, region) &&
	       lpar_addr - region->lpar_addr < region->length;
}

int lv1mem_file_query(struct lv1mem_file *file, struct lv1mem_query *query)
{
	s32 *status = &query->lv1_status;
	int err;

	err = lv1mem_lock_unless_shut_down();
	if (err)
		return err;

	err = -EPERM;
	if (!lv1mem_file_contains(file, query->lpar_addr) &&
	    !capable(CAP_SYS_RAWIO))
		goto unlock;

	*status = lv1_query_logical_partition_address_region_info(query->lpar_addr,
								  &query->start,
								  &query->length,
								  &query->access_right,
								  &query->page_shift,
								  &query->lv1_flags);
	trace_lv1mem_query(query->lpar_addr, *status);
	err = lv1mem_errno("lv1_query_logical_partition_address_region_info",
			   query->lpar_addr, *status);
unlock:
	mutex_unlock(&lv1mem_lock);
	return err;
}

/*
 * Describe the first region of a file at or above *start, and move *start past
 * it. Returns 1 if there is one, 0 if there is none, or -ESHUTDOWN.
 */
int lv1mem_file_list(struct lv1mem_file *file, u64 *start,
		     struct lv1mem_list_entry *entry)
{
	struct lv1mem_region *region;
	int err;

	err = lv1mem_lock_unless_shut_down();
	if (err)
		return err;

	region = lv1mem_region_first(*start);
	while (region && !lv1mem_file_owns(file, region))
		region = lv1mem_region_next(region);
	if (region) {
		*entry = (struct lv1mem_list_entry){
			.lpar_addr	= region->lpar_addr,
			.length		= region->length,
			.page_shift	= region->page_shift,
			.muid		= region->muid,
			.mmap_offset	= lv1mem_mmap_offset(region),
			.mappings	= region->mappings,
		};
		*start = region->lpar_addr + 1;
	}

	mutex_unlock(&lv1mem_lock);
	return region ? 1 : 0;
}

int lv1mem_file_get_info(struct lv1mem_file *file, struct lv1mem_info *info)
{
	int err;

	err = lv1mem_lock_unless_shut_down();
	if (err)
		return err;

	info->page_shift = PAGE_SHIFT;
	info->file_regions = file->owned.regions;
	info->file_bytes = file->owned.bytes;
	info->total_regions = lv1mem_total.regions;
	info->total_bytes = lv1mem_total.bytes;
	info->quarantined_regions = lv1mem_quarantined.regions;
	info->quarantined_bytes = lv1mem_quarantined.bytes;
	info->max_regions = READ_ONCE(max_regions);
	info->max_bytes = READ_ONCE(max_bytes);

	mutex_unlock(&lv1mem_lock);
	return 0;
}

/* Runs on the last close, when no VMA maps a region of the file. */
void lv1mem_file_release_regions(struct lv1mem_file *file)
{
	struct lv1mem_region *region, *next;

	mutex_lock(&lv1mem_lock);
	list_for_each_entry_safe_reverse(region, next, &file->regions, list) {
		lv1mem_region_release(region);
		cond_resched();
	}
	xa_destroy(&file->ids);
	mutex_unlock(&lv1mem_lock);
}

/**
 * lv1mem_regions_shut_down() - release all regions for good
 *
 * Runs before the system goes down and when the module is unloaded. A kernel
 * started by kexec does not know the regions of this one, and they would be
 * lost until power off. Programs may still run, so a region's PTEs are removed
 * before its release, and faults fail from now on. Records of owned regions
 * stay, as VMAs point to them.
 */
void lv1mem_regions_shut_down(void)
{
	struct lv1mem_region *region, *next;
	s32 status;

	mutex_lock(&lv1mem_lock);
	if (lv1mem_shut_down)
		goto unlock;

	lv1mem_shut_down = true;
	for (region = lv1mem_region_first(0); region; region = next) {
		next = lv1mem_region_next(region);
		if (region->mappings)
			lv1mem_region_unmap(region);
		if (lv1mem_call_release(region->lpar_addr, &status))
			pr_warn_ratelimited("lv1_release_memory(%#llx): status %d at shutdown, %llu bytes lost until power off\n",
					    region->lpar_addr, status,
					    region->length);
		if (!region->file)
			lv1mem_region_free(region);
		cond_resched();
	}
unlock:
	mutex_unlock(&lv1mem_lock);
}
