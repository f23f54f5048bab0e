/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Helpers for the programs in this folder. A function that returns no error prints
 * it and exits instead.
 */
#ifndef _LV1MEM_GUEST_HELPERS_H
#define _LV1MEM_GUEST_HELPERS_H

#include <sched.h>

#include "../device/abi.h"

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

/* Returns @pages, of mmap(). */
static inline void *mapped(void *pages)
{
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

static inline int must_open(void)
{
	int fd = open_file();

	check(fd >= 0, LV1MEM_TEST_DEVICE);
	return fd;
}

#endif /* _LV1MEM_GUEST_HELPERS_H */
