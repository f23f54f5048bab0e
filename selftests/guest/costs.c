// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures /dev/lv1mem and what it is compared with. Each line is a name and the
 * nanoseconds of one operation. With instruction counting (ps3vm --icount) a
 * nanosecond is an instruction. bare_calls.ko must be loaded.
 */
#include <linux/dma-heap.h>

#include "helpers.h"

#define PAGE_SHIFT    12
#define MIB	      (1u << 20)
#define PAGES	      (MIB / PAGE_BYTES)
#define MANY	      10000
#define MAPPED_ROUNDS 64

#define DMA_HEAP "/dev/dma_heap/system"

static int device;
static int null_device;
static int dma_heap;

static void report(const char *name, uint64_t cost)
{
	printf("%s %llu\n", name, (unsigned long long)cost);
}

/* Returns the nanoseconds since the last call. */
static uint64_t lap(void)
{
	static uint64_t last;
	uint64_t now = now_ns(), took = now - last;

	last = now;
	return took;
}

static void allocate_many(int fd, unsigned int count)
{
	struct lv1mem_alloc region;

	for (unsigned int i = 0; i < count; i++) {
		region = alloc_args(PAGE_BYTES, PAGE_SHIFT);
		check(!ioctl(fd, LV1MEM_IOC_ALLOC, &region), "ALLOC");
	}
}

/* /dev/null has no ioctls: this is the cost of the kernel's entry and exit. */
static void null_ioctl(void)
{
	check(ioctl(null_device, LV1MEM_IOC_GET_INFO, NULL) && errno == ENOTTY,
	      "ioctl");
}

/* The structs are static, so that filling them is not measured. */
static void alloc_free(void)
{
	static struct lv1mem_alloc region = {
		.size = sizeof(region),
		.length = PAGE_BYTES,
		.page_shift = PAGE_SHIFT,
	};
	static struct lv1mem_free args = { .size = sizeof(args) };

	check(!ioctl(device, LV1MEM_IOC_ALLOC, &region), "ALLOC");
	args.lpar_addr = region.lpar_addr;
	check(!ioctl(device, LV1MEM_IOC_FREE, &args), "FREE");
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

/* Lets the kernel do its deferred work before something is measured. */
static void settle(void)
{
	usleep(200000);
}

static uint64_t measure(void (*fn)(void))
{
	const unsigned int rounds = 1024;
	uint64_t start = 0;

	settle();
	/* The first half warms the caches. */
	for (unsigned int i = 0; i < 2 * rounds; i++) {
		if (i == rounds)
			start = now_ns();
		fn();
	}
	return (now_ns() - start) / rounds;
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

/* Returns the kB of the slab caches and of vmalloc. */
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

/* Runs first, while the slab caches have no free objects left by other rows. */
static void measure_many(void)
{
	uint64_t before = kernel_memory();

	allocate_many(device, MANY);
	report("region_memory", (kernel_memory() - before) * 1024 / MANY);
	report("alloc_free_many", measure(alloc_free));

	close(device);
	device = must_open();
}

static uint64_t close_rounds(unsigned int regions, unsigned int rounds)
{
	uint64_t took = 0;

	for (unsigned int i = 0; i < rounds; i++) {
		int fd = must_open();
		uint64_t start;

		allocate_many(fd, regions);
		start = now_ns();
		close(fd);
		took += now_ns() - start;
	}
	return took;
}

/* Reports what one region adds to the close of an empty file. */
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

static void *map_mib(const struct lv1mem_alloc *region)
{
	return mapped(region ? map_region(device, region) : map_anonymous(MIB));
}

/* Sums of MAPPED_ROUNDS. */
struct mapped_costs {
	uint64_t first_touch;
	uint64_t hash_fault; /* touch of pages that have PTEs and no hash table entries */
	uint64_t whole;	     /* mmap, touch all and munmap */
};

/* Measures a mapping of @region, or of anonymous memory if it is NULL. */
static struct mapped_costs measure_mapped(const struct lv1mem_alloc *region)
{
	struct mapped_costs sum = { 0 };

	for (unsigned int i = 0; i <= MAPPED_ROUNDS; i++) {
		uint64_t mapped, touched;
		void *pages;

		/* The driver zeroes the region in the first round. */
		if (i == 1)
			sum = (struct mapped_costs){ 0 };
		lap();
		pages = map_mib(region);
		mapped = lap();
		touch_pages(pages, MIB);
		touched = lap();
		munmap(pages, MIB);
		sum.first_touch += touched;
		sum.whole += mapped + touched + lap();

		pages = map_mib(region);
		touch_pages(pages, MIB);
		drop_hash_entries(pages, MIB);
		lap();
		touch_pages(pages, MIB);
		sum.hash_fault += lap();
		munmap(pages, MIB);
	}
	return sum;
}

/* Returns a figure of bare_calls.ko. */
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
	struct mapped_costs mapped, anonymous;
	struct lv1mem_alloc region = alloc_args(MIB, PAGE_SHIFT);

	check(!ioctl(device, LV1MEM_IOC_ALLOC, &region), "ALLOC");
	mapped = measure_mapped(&region);
	anonymous = measure_mapped(NULL);
	check(!free_region(device, region.lpar_addr), "FREE");

	report("first_touch", mapped.first_touch / MAPPED_ROUNDS / PAGES);
	report("hash_fault", mapped.hash_fault / MAPPED_ROUNDS / PAGES);
	report("map", mapped.whole / MAPPED_ROUNDS);
	report("map_anonymous", anonymous.whole / MAPPED_ROUNDS - PAGES * bare("zero"));
}

int main(void)
{
	/*
	 * A page stays allocated, so that the hypervisor splits no block
	 * for each page; bare_calls.c does the same.
	 */
	allocate_many(must_open(), 1);
	device = must_open();

	report("bare_pair", bare("pair"));
	measure_many();
	measure_calls();
	measure_close("close_1", 1, 4096);
	measure_close("close_100", 100, 64);
	measure_close("close_10000", 10000, 1);
	measure_mappings();
	return 0;
}
