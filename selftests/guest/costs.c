// SPDX-License-Identifier: GPL-2.0-only
/*
 * What /dev/lv1mem costs, and what there is to compare it with: a line for each,
 * its name and the nanoseconds of one operation. With instruction counting (ps3vm
 * --icount), a nanosecond is an instruction. bare_calls.ko is loaded.
 *
 * usage: costs
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <linux/lv1mem.h>

#define PAGE_BYTES 4096
#define PAGE_SHIFT 12
#define MIB	   (1u << 20)
#define PAGES	   (MIB / PAGE_BYTES)
#define MANY	   10000

#define DMA_HEAP "/dev/dma_heap/system"

static int device;
static int null_device;
static int dma_heap;

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void check(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static void report(const char *name, uint64_t cost)
{
	printf("%s %llu\n", name, (unsigned long long)cost);
}

static int open_device(void)
{
	int fd = open("/dev/lv1mem", O_RDWR);

	check(fd >= 0, "/dev/lv1mem");
	return fd;
}

static struct lv1mem_alloc allocate(int fd, uint64_t length)
{
	struct lv1mem_alloc region = {
		.size = sizeof(region),
		.length = length,
		.page_shift = PAGE_SHIFT,
	};

	check(!ioctl(fd, LV1MEM_IOC_ALLOC, &region), "ALLOC");
	return region;
}

static void release(int fd, uint64_t lpar_addr)
{
	struct lv1mem_free region = {
		.size = sizeof(region),
		.lpar_addr = lpar_addr,
	};

	check(!ioctl(fd, LV1MEM_IOC_FREE, &region), "FREE");
}

static void allocate_many(int fd, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		allocate(fd, PAGE_BYTES);
}

/* Calls, each by itself. */

/* Of a device that has none: the kernel alone. */
static void null_ioctl(void)
{
	check(ioctl(null_device, LV1MEM_IOC_GET_INFO, NULL) && errno == ENOTTY,
	      "ioctl");
}

/* The caller's own work is not of it, so the structs are there already. */
static void alloc_free(void)
{
	static struct lv1mem_alloc region = {
		.size = sizeof(region),
		.length = PAGE_BYTES,
		.page_shift = PAGE_SHIFT,
	};
	static struct lv1mem_free gone = { .size = sizeof(gone) };

	check(!ioctl(device, LV1MEM_IOC_ALLOC, &region), "ALLOC");
	gone.lpar_addr = region.lpar_addr;
	check(!ioctl(device, LV1MEM_IOC_FREE, &gone), "FREE");
}

static void memfd(void)
{
	int fd = memfd_create("costs", MFD_CLOEXEC);

	check(fd >= 0 && !ftruncate(fd, PAGE_BYTES) && !close(fd), "memfd");
}

static void dma_heap_alloc(void)
{
	struct dma_heap_allocation_data buffer = {
		.len = PAGE_BYTES,
		.fd_flags = O_RDWR | O_CLOEXEC,
	};

	check(!ioctl(dma_heap, DMA_HEAP_IOCTL_ALLOC, &buffer) &&
		      !close((int)buffer.fd),
	      DMA_HEAP);
}

/* Lets the kernel do what it has put off until later, which is not of what comes. */
static void settle(void)
{
	usleep(200000);
}

static uint64_t measure(void (*run)(void))
{
	const unsigned int rounds = 1024;
	uint64_t start = 0;

	settle();
	/* The first half takes what is taken on first use. */
	for (unsigned int i = 0; i < 2 * rounds; i++) {
		if (i == rounds)
			start = now();
		run();
	}
	return (now() - start) / rounds;
}

static void measure_calls(void)
{
	report("alloc_free", measure(alloc_free));

	null_device = open("/dev/null", O_RDWR);
	report("null_ioctl", measure(null_ioctl));
	report("memfd", measure(memfd));
	dma_heap = open(DMA_HEAP, O_RDONLY);
	check(dma_heap >= 0, DMA_HEAP);
	report("dma_heap", measure(dma_heap_alloc));
}

/* What many regions in a file do. */

/* kB that the kernel has for records, all drivers' included. */
static uint64_t kernel_memory(void)
{
	FILE *meminfo = fopen("/proc/meminfo", "re");
	unsigned long long size, sum = 0;
	char line[128];

	check(meminfo, "/proc/meminfo");
	while (fgets(line, sizeof(line), meminfo)) {
		if (sscanf(line, "Slab: %llu", &size) == 1 ||
		    sscanf(line, "VmallocUsed: %llu", &size) == 1)
			sum += size;
	}
	fclose(meminfo);
	return sum;
}

/* First of all, so that no memory for records is free and not given back. */
static void measure_many(void)
{
	uint64_t before = kernel_memory();

	allocate_many(device, MANY);
	report("region_memory", (kernel_memory() - before) * 1024 / MANY);
	report("alloc_free_many", measure(alloc_free));

	close(device);
	device = open_device();
}

static uint64_t close_rounds(unsigned int regions, unsigned int rounds)
{
	uint64_t took = 0;

	for (unsigned int i = 0; i < rounds; i++) {
		int fd = open_device();
		uint64_t start;

		allocate_many(fd, regions);
		start = now();
		close(fd);
		took += now() - start;
	}
	return took;
}

/* What a region adds to the close of a file that has none. */
static void measure_close(const char *name, unsigned int regions,
			  unsigned int rounds)
{
	uint64_t empty, full;

	settle();
	empty = close_rounds(0, rounds);
	settle();
	full = close_rounds(regions, rounds);
	report(name, (full - empty) / (regions * rounds));
}

/* Mapped memory: the same for a region and for anonymous memory. */

static void *map_anonymous(const struct lv1mem_alloc *unused)
{
	(void)unused;
	return mmap(NULL, MIB, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void *map_region(const struct lv1mem_alloc *region)
{
	return mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_SHARED, device,
		    (off_t)region->mmap_offset);
}

static void touch(volatile char *pages)
{
	for (unsigned int i = 0; i < PAGES; i++)
		pages[i * PAGE_BYTES] = 1;
}

struct mapped_costs {
	uint64_t first_touch; /* of a page */
	uint64_t hash_fault;  /* touch of a page whose Linux PTE is there */
	uint64_t whole;	      /* mmap, touch all and munmap */
	uint64_t set, copy;
};

static struct mapped_costs
measure_mapped(void *(*map)(const struct lv1mem_alloc *region),
	       const struct lv1mem_alloc *region, const void *source)
{
	const unsigned int rounds = 64;
	struct mapped_costs sum = { 0 };

	/* The first round is to zero a region, and counts for nothing. */
	for (unsigned int i = 0; i <= rounds; i++) {
		uint64_t start, mapped, touched, end;
		void *pages;

		if (i == 1)
			sum = (struct mapped_costs){ 0 };
		start = now();
		pages = map(region);
		check(pages != MAP_FAILED, "mmap");
		mapped = now();
		touch(pages);
		touched = now();
		munmap(pages, MIB);
		end = now();
		sum.first_touch += touched - mapped;
		sum.whole += end - start;

		/* Linux keeps its PTEs, and the hash table loses its entries. */
		pages = map(region);
		check(pages != MAP_FAILED, "mmap");
		touch(pages);
		check(!mprotect(pages, MIB, PROT_NONE) &&
			      !mprotect(pages, MIB, PROT_READ | PROT_WRITE),
		      "mprotect");
		start = now();
		touch(pages);
		sum.hash_fault += now() - start;

		start = now();
		memset(pages, 1, MIB);
		touched = now();
		memcpy(pages, source, MIB);
		end = now();
		sum.set += touched - start;
		sum.copy += end - touched;
		munmap(pages, MIB);
	}
	return (struct mapped_costs){
		.first_touch = sum.first_touch / rounds / PAGES,
		.hash_fault = sum.hash_fault / rounds / PAGES,
		.whole = sum.whole / rounds,
		.set = sum.set / rounds,
		.copy = sum.copy / rounds,
	};
}

/* Read from what bare_calls.ko measured. */
static uint64_t bare(const char *name)
{
	unsigned long long cost = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/module/bare_calls/parameters/%s",
		 name);
	file = fopen(path, "re");
	check(file && fscanf(file, "%llu", &cost) == 1 && cost, path);
	fclose(file);
	return cost;
}

static void measure_mappings(void)
{
	struct lv1mem_alloc region = allocate(device, MIB);
	struct mapped_costs ours, anonymous;
	void *source = map_anonymous(NULL);

	check(source != MAP_FAILED, "mmap");
	memset(source, 2, MIB);
	ours = measure_mapped(map_region, &region, source);
	anonymous = measure_mapped(map_anonymous, NULL, source);
	munmap(source, MIB);
	release(device, region.lpar_addr);

	report("first_touch", ours.first_touch);
	report("hash_fault", ours.hash_fault);
	report("map", ours.whole);
	report("map_anonymous", anonymous.whole - PAGES * bare("zero"));
	report("set", ours.set);
	report("set_anonymous", anonymous.set);
	report("copy", ours.copy);
	report("copy_anonymous", anonymous.copy);
}

int main(void)
{
	/*
	 * A page beside which another is free, so that the hypervisor need not
	 * split a block for a page; as in bare_calls.c.
	 */
	allocate(open_device(), PAGE_BYTES);
	device = open_device();

	report("bare_pair", bare("pair"));
	report("bare_release", bare("release"));
	measure_many();
	measure_calls();
	measure_close("close_1", 1, 4096);
	measure_close("close_100", 100, 64);
	measure_close("close_10000", 10000, 1);
	measure_mappings();
	return 0;
}
