/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of /dev/lv1mem share: its ioctls, and helpers.
 */
#ifndef _LV1MEM_TEST_ABI_H
#define _LV1MEM_TEST_ABI_H

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/lv1mem.h>
#include <lv1/memory.h>
#include <lv1/status.h>

LV1_STATUS_ENUM;

/*
 * The errno for a status of LV1, as a positive number. It does not compile if the table
 * and enum lv1mem_status have different statuses.
 */
static inline int errno_of_status(int32_t lv1_status)
{
#define STATUS_CASE(code, name, number) \
	case (code): \
		return (number);
	switch ((enum lv1mem_status)lv1_status) {
		LV1_STATUS_TABLE(STATUS_CASE)
	}
#undef STATUS_CASE
	return EIO;
}

#define LV1MEM_TEST_DEVICE "/dev/lv1mem"

/* Kernels with pages of 4 KiB and of 64 KiB can map such pages. */
#define TEST_PAGE_SHIFT 16
#define TEST_PAGE_SIZE	(1UL << TEST_PAGE_SHIFT)

/* The driver accepts no larger struct and no larger entry, whatever the page size. */
#define LARGEST_SIZE 4096

/* The fields that every struct starts with. */
struct head {
	uint32_t size;
	uint32_t flags;
	int32_t lv1_status;
	uint32_t reserved;
};

/* Returns 0 or a negative errno. */
static inline int call(int fd, unsigned long request, void *args)
{
	return ioctl(fd, request, args) ? -errno : 0;
}

/* The result of a system call that has just returned, as 0 or a negative errno. */
static inline int err_of(long result)
{
	return result == -1 ? -errno : 0;
}

/* @flags are those of open(). Returns a descriptor or a negative errno. */
static inline int open_device(int flags)
{
	int fd = open(LV1MEM_TEST_DEVICE, flags | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static inline int open_file(void)
{
	return open_device(O_RDWR);
}

static inline int get_info(int fd, struct lv1mem_info *info)
{
	*info = (struct lv1mem_info){ .size = sizeof(*info) };

	return call(fd, LV1MEM_IOC_GET_INFO, info);
}

static inline struct lv1mem_alloc alloc_args(uint64_t length,
					     uint64_t page_shift)
{
	return (struct lv1mem_alloc){
		.size = sizeof(struct lv1mem_alloc),
		.length = length,
		.page_shift = page_shift,
	};
}

/* Allocate in pages of TEST_PAGE_SIZE. */
static inline int alloc_region(int fd, uint64_t length,
			       struct lv1mem_alloc *region)
{
	*region = alloc_args(length, TEST_PAGE_SHIFT);

	return call(fd, LV1MEM_IOC_ALLOC, region);
}

static inline struct lv1mem_free free_args(uint64_t lpar_addr)
{
	return (struct lv1mem_free){
		.size = sizeof(struct lv1mem_free),
		.lpar_addr = lpar_addr,
	};
}

static inline int free_region(int fd, uint64_t lpar_addr)
{
	struct lv1mem_free args = free_args(lpar_addr);

	return call(fd, LV1MEM_IOC_FREE, &args);
}

static inline struct lv1mem_query query_args(uint64_t lpar_addr)
{
	return (struct lv1mem_query){
		.size = sizeof(struct lv1mem_query),
		.lpar_addr = lpar_addr,
	};
}

static inline int query_region(int fd, uint64_t lpar_addr, struct lv1mem_query *answer)
{
	*answer = query_args(lpar_addr);
	return call(fd, LV1MEM_IOC_QUERY, answer);
}

static inline struct lv1mem_list list_args(struct lv1mem_list_entry *entries,
					   uint32_t count)
{
	return (struct lv1mem_list){
		.size = sizeof(struct lv1mem_list),
		.entries = (uintptr_t)entries,
		.entry_size = sizeof(*entries),
		.count = count,
	};
}

/* @args->count is the number of entries that were listed. */
static inline int list_regions(int fd, struct lv1mem_list_entry *entries, uint32_t count,
			       struct lv1mem_list *args)
{
	*args = list_args(entries, count);
	return call(fd, LV1MEM_IOC_LIST, args);
}

/* Map @length bytes of the region, from @offset on. */
static inline void *map_part(int fd, const struct lv1mem_alloc *region,
			     uint64_t offset, size_t length)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		    region->mmap_offset + offset);
}

static inline void *map_region(int fd, const struct lv1mem_alloc *region)
{
	return map_part(fd, region, 0, region->length);
}

static inline size_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

static inline void *map_anonymous(size_t length)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Memory that children share. */
static inline void *map_shared(size_t length)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* As fork(), but returns a negative errno on failure. */
static inline pid_t fork_child(void)
{
	pid_t child = fork();

	return child < 0 ? -errno : child;
}

/* Returns the exit status of a child, or 128 plus its signal, or a negative errno. */
static inline int wait_for(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		return -errno;
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

/* Drop CAP_SYS_RAWIO. Returns 0 or a negative errno. */
static inline int drop_rawio(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	const uint32_t rawio = 1u << CAP_SYS_RAWIO;

	if (syscall(SYS_capget, &header, data))
		return -errno;
	data[0].effective &= ~rawio;
	data[0].permitted &= ~rawio;
	data[0].inheritable &= ~rawio;
	return syscall(SYS_capset, &header, data) ? -errno : 0;
}

/* Returns the offset of the first byte in which two objects differ, or @size. */
static inline size_t first_difference(const void *one, const void *other, size_t size)
{
	const unsigned char *a = one, *b = other;
	size_t i = 0;

	while (i < size && a[i] == b[i])
		i++;
	return i;
}

/* Seconds since some time in the past. */
static inline double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* A random number below @bound. @state is not 0. */
static inline uint64_t random_below(uint64_t *state, uint64_t bound)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state >> 11) % bound;
}

#endif /* _LV1MEM_TEST_ABI_H */
