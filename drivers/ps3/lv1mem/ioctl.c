// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an ioctl to its handler: the rules that hold for every struct of the ABI.
 */

#include <linux/build_bug.h>
#include <linux/fault-inject-usercopy.h>
#include <linux/nospec.h>
#include <linux/stddef.h>
#include <linux/uaccess.h>

#include "internal.h"

/* The layout is the ABI, for 32-bit and 64-bit programs alike. */
#define LV1MEM_ASSERT_AT(type, field, offset) \
	static_assert(offsetof(struct type, field) == (offset))

static_assert(sizeof(struct lv1mem_info) == 80);
LV1MEM_ASSERT_AT(lv1mem_info, size, 0);
LV1MEM_ASSERT_AT(lv1mem_info, features, 4);
LV1MEM_ASSERT_AT(lv1mem_info, page_shift, 8);
LV1MEM_ASSERT_AT(lv1mem_info, quarantined_regions, 12);
LV1MEM_ASSERT_AT(lv1mem_info, quarantined_bytes, 16);
LV1MEM_ASSERT_AT(lv1mem_info, file_regions, 24);
LV1MEM_ASSERT_AT(lv1mem_info, file_bytes, 32);
LV1MEM_ASSERT_AT(lv1mem_info, file_max_regions, 40);
LV1MEM_ASSERT_AT(lv1mem_info, file_max_bytes, 48);
LV1MEM_ASSERT_AT(lv1mem_info, total_regions, 56);
LV1MEM_ASSERT_AT(lv1mem_info, total_bytes, 64);
LV1MEM_ASSERT_AT(lv1mem_info, total_max_bytes, 72);

static_assert(sizeof(struct lv1mem_alloc) == 72);
LV1MEM_ASSERT_AT(lv1mem_alloc, size, 0);
LV1MEM_ASSERT_AT(lv1mem_alloc, flags, 4);
LV1MEM_ASSERT_AT(lv1mem_alloc, length, 8);
LV1MEM_ASSERT_AT(lv1mem_alloc, page_shift, 16);
LV1MEM_ASSERT_AT(lv1mem_alloc, unknown_r5, 24);
LV1MEM_ASSERT_AT(lv1mem_alloc, lv1_flags, 32);
LV1MEM_ASSERT_AT(lv1mem_alloc, lv1_status, 40);
LV1MEM_ASSERT_AT(lv1mem_alloc, reserved, 44);
LV1MEM_ASSERT_AT(lv1mem_alloc, lpar_addr, 48);
LV1MEM_ASSERT_AT(lv1mem_alloc, muid, 56);
LV1MEM_ASSERT_AT(lv1mem_alloc, mmap_offset, 64);

static_assert(sizeof(struct lv1mem_free) == 24);
LV1MEM_ASSERT_AT(lv1mem_free, size, 0);
LV1MEM_ASSERT_AT(lv1mem_free, flags, 4);
LV1MEM_ASSERT_AT(lv1mem_free, lpar_addr, 8);
LV1MEM_ASSERT_AT(lv1mem_free, lv1_status, 16);
LV1MEM_ASSERT_AT(lv1mem_free, reserved, 20);

static_assert(sizeof(struct lv1mem_query) == 64);
LV1MEM_ASSERT_AT(lv1mem_query, size, 0);
LV1MEM_ASSERT_AT(lv1mem_query, flags, 4);
LV1MEM_ASSERT_AT(lv1mem_query, lpar_addr, 8);
LV1MEM_ASSERT_AT(lv1mem_query, lv1_status, 16);
LV1MEM_ASSERT_AT(lv1mem_query, reserved, 20);
LV1MEM_ASSERT_AT(lv1mem_query, start, 24);
LV1MEM_ASSERT_AT(lv1mem_query, length, 32);
LV1MEM_ASSERT_AT(lv1mem_query, access_right, 40);
LV1MEM_ASSERT_AT(lv1mem_query, page_shift, 48);
LV1MEM_ASSERT_AT(lv1mem_query, lv1_flags, 56);

static_assert(sizeof(struct lv1mem_list) == 40);
LV1MEM_ASSERT_AT(lv1mem_list, size, 0);
LV1MEM_ASSERT_AT(lv1mem_list, flags, 4);
LV1MEM_ASSERT_AT(lv1mem_list, entries, 8);
LV1MEM_ASSERT_AT(lv1mem_list, entry_size, 16);
LV1MEM_ASSERT_AT(lv1mem_list, count, 20);
LV1MEM_ASSERT_AT(lv1mem_list, start, 24);
LV1MEM_ASSERT_AT(lv1mem_list, file_regions, 32);

static_assert(sizeof(struct lv1mem_list_entry) == 48);
LV1MEM_ASSERT_AT(lv1mem_list_entry, lpar_addr, 0);
LV1MEM_ASSERT_AT(lv1mem_list_entry, length, 8);
LV1MEM_ASSERT_AT(lv1mem_list_entry, page_shift, 16);
LV1MEM_ASSERT_AT(lv1mem_list_entry, muid, 24);
LV1MEM_ASSERT_AT(lv1mem_list_entry, mmap_offset, 32);
LV1MEM_ASSERT_AT(lv1mem_list_entry, mappings, 40);
LV1MEM_ASSERT_AT(lv1mem_list_entry, reserved, 44);

/**
 * struct lv1mem_ioctl - one ioctl of the device
 * @command: its number
 * @size: of its struct
 * @minimum_size: of the first version of its struct, lv1_status included
 * @status_offset: of lv1_status in the struct; 0 if it has none
 * @needs_write: it changes something, so the file must be open for writing
 * @handle: does it. Writes the reply, if there is more to it than lv1_status
 */
struct lv1mem_ioctl {
	unsigned int command;
	u32 size;
	u32 minimum_size;
	u32 status_offset;
	bool needs_write;
	int (*handle)(struct lv1mem_request *request);
};

static const struct lv1mem_ioctl lv1mem_ioctls[] = {
	[_IOC_NR(LV1MEM_IOC_GET_INFO)] = {
		.command	= LV1MEM_IOC_GET_INFO,
		.size		= sizeof(struct lv1mem_info),
		.minimum_size	= offsetofend(struct lv1mem_info,
					      total_max_bytes),
		.handle		= lv1mem_handle_get_info,
	},
	[_IOC_NR(LV1MEM_IOC_ALLOC)] = {
		.command	= LV1MEM_IOC_ALLOC,
		.size		= sizeof(struct lv1mem_alloc),
		.minimum_size	= offsetofend(struct lv1mem_alloc, mmap_offset),
		.status_offset	= offsetof(struct lv1mem_alloc, lv1_status),
		.needs_write	= true,
		.handle		= lv1mem_handle_alloc,
	},
	[_IOC_NR(LV1MEM_IOC_FREE)] = {
		.command	= LV1MEM_IOC_FREE,
		.size		= sizeof(struct lv1mem_free),
		.minimum_size	= offsetofend(struct lv1mem_free, reserved),
		.status_offset	= offsetof(struct lv1mem_free, lv1_status),
		.needs_write	= true,
		.handle		= lv1mem_handle_free,
	},
	[_IOC_NR(LV1MEM_IOC_QUERY)] = {
		.command	= LV1MEM_IOC_QUERY,
		.size		= sizeof(struct lv1mem_query),
		.minimum_size	= offsetofend(struct lv1mem_query, lv1_flags),
		.status_offset	= offsetof(struct lv1mem_query, lv1_status),
		.handle		= lv1mem_handle_query,
	},
	[_IOC_NR(LV1MEM_IOC_LIST)] = {
		.command	= LV1MEM_IOC_LIST,
		.size		= sizeof(struct lv1mem_list),
		.minimum_size	= offsetofend(struct lv1mem_list, file_regions),
		.handle		= lv1mem_handle_list,
	},
};

static const struct lv1mem_ioctl *lv1mem_find_ioctl(unsigned int command)
{
	unsigned int number = _IOC_NR(command);

	if (number >= ARRAY_SIZE(lv1mem_ioctls))
		return NULL;

	number = array_index_nospec(number, ARRAY_SIZE(lv1mem_ioctls));
	if (lv1mem_ioctls[number].command != command)
		return NULL;

	return &lv1mem_ioctls[number];
}

/* What copy_from_user() does, but without a call; structs are whole words. */
static int lv1mem_read_words(u64 *to, const u64 __user *from, size_t size)
{
	const u64 *end = to + size / sizeof(*to);

	if (should_fail_usercopy() || !user_read_access_begin(from, size))
		return -EFAULT;
	while (to < end)
		unsafe_get_user(*to++, from++, fault);
	user_read_access_end();

	return 0;

fault:
	user_read_access_end();
	return -EFAULT;
}

static int lv1mem_request_read(struct lv1mem_request *request,
			       const struct lv1mem_ioctl *entry)
{
	u32 size;

	if (get_user(size, (u32 __user *)request->user))
		return -EFAULT;
	if (size < entry->minimum_size)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	request->size = min(size, entry->size);

	/* The usual case: the program knows the struct as the driver does. */
	if (size == entry->size)
		return lv1mem_read_words((u64 *)&request->argument,
					 request->user, size);

	return copy_struct_from_user(&request->argument, entry->size,
				     request->user, size);
}

/**
 * lv1mem_request_reply - copy the argument of a request back to its caller
 * @request: the request
 *
 * Context: holds no lock of the driver.
 * Return: 0, or -EFAULT, and then part of it may have been copied.
 */
int lv1mem_request_reply(const struct lv1mem_request *request)
{
	if (copy_to_user(request->user, &request->argument, request->size))
		return -EFAULT;

	return 0;
}

/**
 * lv1mem_ioctl - ioctl of the device
 * @file: of the device
 * @command: LV1MEM_IOC_*
 * @argument: address of its struct
 *
 * Return: 0 or a negative errno; include/uapi/linux/lv1mem.h has the list.
 */
long lv1mem_ioctl(struct file *file, unsigned int command,
		  unsigned long argument)
{
	void __user *user = (void __user *)argument;
	struct lv1mem_request request __uninitialized;
	const struct lv1mem_ioctl *entry;
	s32 __user *user_status;
	s32 *status;
	int error;

	entry = lv1mem_find_ioctl(command);
	if (!entry)
		return -ENOTTY;

	request.file = file->private_data;
	request.user = user;
	error = lv1mem_request_read(&request, entry);
	if (error)
		return error;

	/*
	 * Written before anything is done, and so also a test that it can be:
	 * a caller never has to read a status that is not of this call.
	 */
	status = (void *)&request.argument + entry->status_offset;
	user_status = user + entry->status_offset;
	if (entry->status_offset) {
		*status = 0;
		if (put_user(0, user_status))
			return -EFAULT;
	}

	if (entry->needs_write && !(file->f_mode & FMODE_WRITE))
		return -EBADF;

	error = entry->handle(&request);
	if (error && entry->status_offset && *status &&
	    put_user(*status, user_status))
		return -EFAULT;

	return error;
}
