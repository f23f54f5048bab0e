// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The ioctls of /dev/lv1mem as functions.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lv1mem.h"

_Static_assert(sizeof(off_t) == 8, "build with -D_FILE_OFFSET_BITS=64");

int lv1mem_open(int flags)
{
	int fd = open(LV1MEM_DEVICE, flags);

	return fd < 0 ? -errno : fd;
}

int lv1mem_close(int fd)
{
	return close(fd) ? -errno : 0;
}

int lv1mem_get_info(int fd, struct lv1mem_info *info)
{
	*info = (struct lv1mem_info){ .size = sizeof(*info) };

	return ioctl(fd, LV1MEM_IOC_GET_INFO, info) ? -errno : 0;
}

static int alloc(int fd, struct lv1mem_alloc *args,
		 struct lv1mem_region *region, int32_t *lv1_status)
{
	int err = ioctl(fd, LV1MEM_IOC_ALLOC, args) ? -errno : 0;

	if (lv1_status)
		*lv1_status = args->lv1_status;
	if (err)
		return err;

	*region = (struct lv1mem_region){
		.lpar_addr = args->lpar_addr,
		.length = args->length,
		.page_shift = args->page_shift,
		.muid = args->muid,
		.mmap_offset = args->mmap_offset,
	};
	return 0;
}

int lv1mem_alloc(int fd, uint64_t length, unsigned int page_shift,
		 uint64_t lv1_flags, struct lv1mem_region *region,
		 int32_t *lv1_status)
{
	struct lv1mem_alloc args = {
		.size = sizeof(args),
		.length = length,
		.page_shift = page_shift,
		.lv1_flags = lv1_flags,
	};

	return alloc(fd, &args, region, lv1_status);
}

int lv1mem_alloc_raw(int fd, const struct lv1mem_raw *raw,
		     struct lv1mem_region *region, int32_t *lv1_status)
{
	struct lv1mem_alloc args = {
		.size = sizeof(args),
		.flags = LV1MEM_ALLOC_RAW,
		.length = raw->length,
		.page_shift = raw->page_shift,
		.r5 = raw->r5,
		.lv1_flags = raw->lv1_flags,
	};

	return alloc(fd, &args, region, lv1_status);
}

int lv1mem_free(int fd, uint64_t lpar_addr, int32_t *lv1_status)
{
	struct lv1mem_free args = {
		.size = sizeof(args),
		.lpar_addr = lpar_addr,
	};
	int err = ioctl(fd, LV1MEM_IOC_FREE, &args) ? -errno : 0;

	if (lv1_status)
		*lv1_status = args.lv1_status;
	return err;
}

int lv1mem_query(int fd, uint64_t lpar_addr, struct lv1mem_query *answer,
		 int32_t *lv1_status)
{
	int err;

	*answer = (struct lv1mem_query){
		.size = sizeof(*answer),
		.lpar_addr = lpar_addr,
	};
	err = ioctl(fd, LV1MEM_IOC_QUERY, answer) ? -errno : 0;

	if (lv1_status)
		*lv1_status = answer->lv1_status;
	return err;
}

int lv1mem_list(int fd, struct lv1mem_list_entry *entries, uint32_t *count,
		uint64_t *start)
{
	struct lv1mem_list args = {
		.size = sizeof(args),
		.entries = (uintptr_t)entries,
		.entry_size = sizeof(*entries),
		.count = *count,
		.start = *start,
	};

	if (ioctl(fd, LV1MEM_IOC_LIST, &args)) {
		*count = 0;
		return -errno;
	}
	*count = args.count;
	*start = args.start;
	return 0;
}

int lv1mem_find(int fd, uint64_t lpar_addr, struct lv1mem_region *region)
{
	struct lv1mem_list_entry entry;
	uint64_t start = lpar_addr;
	uint32_t count = 1;
	int err = lv1mem_list(fd, &entry, &count, &start);

	if (err)
		return err;
	if (!count || entry.lpar_addr != lpar_addr)
		return -ENOENT;

	*region = (struct lv1mem_region){
		.lpar_addr = entry.lpar_addr,
		.length = entry.length,
		.page_shift = entry.page_shift,
		.muid = entry.muid,
		.mmap_offset = entry.mmap_offset,
	};
	return 0;
}

int lv1mem_map(int fd, const struct lv1mem_region *region, void **addr)
{
	void *mapping;

	if (region->mmap_offset == LV1MEM_NOT_MAPPABLE)
		return -ENODEV;
	if (region->length > SIZE_MAX)
		return -EOVERFLOW;

	mapping = mmap(NULL, region->length, PROT_READ | PROT_WRITE, MAP_SHARED,
		       fd, region->mmap_offset);
	if (mapping == MAP_FAILED)
		return -errno;

	*addr = mapping;
	return 0;
}

int lv1mem_unmap(const struct lv1mem_region *region, void *addr)
{
	return munmap(addr, region->length) ? -errno : 0;
}
