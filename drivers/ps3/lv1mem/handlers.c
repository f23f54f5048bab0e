// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each ioctl does.
 */

#include <linux/align.h>
#include <linux/bits.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fault-inject-usercopy.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/stddef.h>
#include <linux/uaccess.h>

#include <lv1/memory.h>

#include "internal.h"

/**
 * lv1mem_handle_get_info - %LV1MEM_IOC_GET_INFO
 * @request: with &struct lv1mem_info
 *
 * Return: 0, -ESHUTDOWN or -EFAULT.
 */
int lv1mem_handle_get_info(struct lv1mem_request *request)
{
	struct lv1mem_info *info = &request->argument.info;
	struct lv1mem_file *file = request->file;
	int error;

	*info = (struct lv1mem_info){
		.size		= info->size,
		.features	= LV1MEM_FEATURE_RAW | LV1MEM_FEATURE_MMAP,
		.page_shift	= PAGE_SHIFT,
	};

	error = lv1mem_file_lock(file);
	if (error)
		return error;
	info->file_regions = file->account.regions;
	info->file_bytes = file->account.bytes;
	mutex_unlock(&file->lock);

	lv1mem_limits_get_info(info);
	lv1mem_quarantine_get_info(info);

	return lv1mem_request_reply(request);
}

static bool lv1mem_alloc_is_plain(const struct lv1mem_alloc *alloc)
{
	return alloc->page_shift >= LV1_PAGE_SHIFT_MIN &&
	       alloc->page_shift < BITS_PER_LONG_LONG &&
	       alloc->length &&
	       IS_ALIGNED(alloc->length, BIT_ULL(alloc->page_shift)) &&
	       !alloc->unknown_r5 &&
	       !(alloc->lv1_flags & ~(u64)LV1_MEMORY_FLAGS_PLAIN);
}

/* What the caller does not have yet; lv1_status is 0 there. */
static int lv1mem_alloc_reply(struct lv1mem_alloc __user *user,
			      const struct lv1mem_alloc *alloc)
{
	if (should_fail_usercopy() ||
	    !user_write_access_begin(user, sizeof(*user)))
		return -EFAULT;
	unsafe_put_user(alloc->lpar_addr, &user->lpar_addr, fault);
	unsafe_put_user(alloc->muid, &user->muid, fault);
	unsafe_put_user(alloc->mmap_offset, &user->mmap_offset, fault);
	user_write_access_end();

	return 0;

fault:
	user_write_access_end();
	return -EFAULT;
}

/**
 * lv1mem_handle_alloc - %LV1MEM_IOC_ALLOC
 * @request: with &struct lv1mem_alloc
 *
 * Return: 0 or a negative errno; include/uapi/linux/lv1mem.h has the list.
 */
int lv1mem_handle_alloc(struct lv1mem_request *request)
{
	struct lv1mem_alloc *alloc = &request->argument.alloc;
	struct lv1mem_region *region;
	int error;

	if (alloc->flags & ~LV1MEM_ALLOC_RAW || alloc->reserved)
		return -EINVAL;

	if (alloc->flags & LV1MEM_ALLOC_RAW) {
		if (!capable(CAP_SYS_RAWIO))
			return -EPERM;
	} else if (!lv1mem_alloc_is_plain(alloc)) {
		return -EINVAL;
	}

	region = lv1mem_region_allocate(request->file, alloc);
	if (IS_ERR(region))
		return PTR_ERR(region);

	alloc->mmap_offset = lv1mem_mmap_offset(region);

	/* A caller that does not learn the address could never free it. */
	error = lv1mem_alloc_reply(request->user, alloc);
	if (error) {
		lv1mem_region_withdraw(request->file, region);
		return error;
	}

	lv1mem_region_publish(region);

	return 0;
}

/**
 * lv1mem_handle_free - %LV1MEM_IOC_FREE
 * @request: with &struct lv1mem_free
 *
 * Return: 0 or a negative errno; include/uapi/linux/lv1mem.h has the list.
 */
int lv1mem_handle_free(struct lv1mem_request *request)
{
	struct lv1mem_free *argument = &request->argument.free;

	if (argument->flags || argument->reserved)
		return -EINVAL;

	/*
	 * All there is to reply is lv1_status, which the caller has as 0. So a
	 * region cannot be gone and the ioctl still fail on the reply.
	 */
	return lv1mem_region_free(request->file, argument->lpar_addr,
				  &argument->lv1_status);
}

/**
 * lv1mem_handle_query - %LV1MEM_IOC_QUERY
 * @request: with &struct lv1mem_query
 *
 * Return: 0 or a negative errno; include/uapi/linux/lv1mem.h has the list.
 */
int lv1mem_handle_query(struct lv1mem_request *request)
{
	struct lv1mem_query *query = &request->argument.query;
	struct lv1mem_file *file = request->file;
	int error;

	if (query->flags || query->reserved)
		return -EINVAL;

	/* What the file owns stays its own until the answer is there. */
	error = lv1mem_file_lock(file);
	if (error)
		return error;
	if (lv1mem_region_contains(file, query->lpar_addr) ||
	    capable(CAP_SYS_RAWIO))
		error = lv1mem_call_query(query);
	else
		error = -EPERM;
	mutex_unlock(&file->lock);

	return error ?: lv1mem_request_reply(request);
}

static int lv1mem_list_reply(struct lv1mem_list *list, u32 index,
			     const struct lv1mem_list_entry *entry)
{
	u8 __user *user = u64_to_user_ptr(list->entries);
	u32 known = min_t(u32, list->entry_size, sizeof(*entry));

	user += (size_t)index * list->entry_size;
	if (copy_to_user(user, entry, known) ||
	    clear_user(user + known, list->entry_size - known))
		return -EFAULT;

	return 0;
}

static int lv1mem_list_batch(struct lv1mem_file *file, struct lv1mem_list *list,
			     u32 done, u32 room)
{
	struct lv1mem_region_snapshot snapshots[LV1MEM_LIST_BATCH];
	u32 count, i;
	int error;

	error = lv1mem_file_lock(file);
	if (error)
		return error;
	list->file_regions = file->account.regions;
	count = lv1mem_regions_list(file, &list->start, snapshots,
				    min_t(u32, room, LV1MEM_LIST_BATCH));
	mutex_unlock(&file->lock);

	for (i = 0; i < count; i++) {
		error = lv1mem_list_reply(list, done + i, &snapshots[i].entry);
		if (error)
			return error;
	}

	return count;
}

/**
 * lv1mem_handle_list - %LV1MEM_IOC_LIST
 * @request: with &struct lv1mem_list
 *
 * Return: 0 or a negative errno; include/uapi/linux/lv1mem.h has the list.
 */
int lv1mem_handle_list(struct lv1mem_request *request)
{
	struct lv1mem_list *list = &request->argument.list;
	u32 room = list->count;
	u32 done = 0;
	int count;

	if (list->flags ||
	    list->entry_size < offsetofend(struct lv1mem_list_entry, reserved))
		return -EINVAL;
	if (list->entry_size > PAGE_SIZE)
		return -E2BIG;

	/*
	 * Once with no room too: for file_regions. Behind a batch that is not
	 * full there was nothing more.
	 */
	do {
		count = lv1mem_list_batch(request->file, list, done,
					  room - done);
		if (count < 0)
			return count;
		done += count;
	} while (count == LV1MEM_LIST_BATCH && done < room);

	list->count = done;

	return lv1mem_request_reply(request);
}
