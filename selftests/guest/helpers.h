/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Helpers for the programs in this folder. A function that returns no error prints
 * it and exits instead.
 */
#ifndef _LV1MEM_GUEST_HELPERS_H
#define _LV1MEM_GUEST_HELPERS_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <linux/lv1mem.h>

#define PAGE_BYTES 4096

static inline void check(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static inline uint64_t now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static inline void run_on_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	check(!sched_setaffinity(0, sizeof(set), &set), "sched_setaffinity");
}

static inline pid_t fork_process(void)
{
	pid_t child = fork();

	check(child >= 0, "fork");
	return child;
}

static inline void *map_anonymous(size_t bytes)
{
	void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(pages != MAP_FAILED, "mmap");
	return pages;
}

static inline void touch_pages(volatile char *pages, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += PAGE_BYTES)
		pages[i] = 1;
}

/* Linux keeps its PTEs of the pages; the hash table loses its entries. */
static inline void drop_hash_entries(void *pages, size_t bytes)
{
	check(!mprotect(pages, bytes, PROT_NONE) &&
		      !mprotect(pages, bytes, PROT_READ | PROT_WRITE),
	      "mprotect");
}

static inline int open_device(void)
{
	int fd = open("/dev/lv1mem", O_RDWR | O_CLOEXEC);

	check(fd >= 0, "/dev/lv1mem");
	return fd;
}

/* Returns 0 or a negative errno. */
static inline int alloc_region(int fd, uint64_t length, unsigned int page_shift,
			       struct lv1mem_alloc *region)
{
	*region = (struct lv1mem_alloc){
		.size = sizeof(*region),
		.length = length,
		.page_shift = page_shift,
	};
	return ioctl(fd, LV1MEM_IOC_ALLOC, region) ? -errno : 0;
}

/* Returns 0 or a negative errno. */
static inline int free_region(int fd, uint64_t lpar_addr)
{
	struct lv1mem_free args = {
		.size = sizeof(args),
		.lpar_addr = lpar_addr,
	};

	return ioctl(fd, LV1MEM_IOC_FREE, &args) ? -errno : 0;
}

static inline void *map_region(int fd, const struct lv1mem_alloc *region)
{
	void *memory = mmap(NULL, region->length, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    (off_t)region->mmap_offset);

	check(memory != MAP_FAILED, "mmap");
	return memory;
}

#endif /* _LV1MEM_GUEST_HELPERS_H */
