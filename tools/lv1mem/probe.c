// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem probe: how much memory LV1 can allocate.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "json.h"

/* The page sizes that the processor has: 4K, 64K, 1M and 16M. */
static const unsigned int page_shifts[] = { 12, 16, 20, 24 };

#define PAGE_SHIFT_COUNT (sizeof(page_shifts) / sizeof(page_shifts[0]))

/**
 * struct probe - the result for a page size
 * @fd: the device
 * @page_shift: log2 of the page size
 * @largest: length of the largest region in bytes
 * @total: length of all regions together
 * @regions: number of these regions
 * @err: why the next allocation failed, a negative errno
 * @lv1_status: LV1's status of that allocation, or 0
 */
struct probe {
	int fd;
	unsigned int page_shift;
	uint64_t largest;
	uint64_t total;
	uint64_t regions;
	int err;
	int32_t lv1_status;
};

static int release(int fd, uint64_t lpar_addr)
{
	int32_t lv1_status;
	int err = lv1mem_free(fd, lpar_addr, &lv1_status);

	if (err)
		print_refusal("probe: release", err, lv1_status);
	return err;
}

/* Allocate a region of @pages. False if it cannot be had. */
static bool take(struct probe *probe, uint64_t pages,
		 struct lv1mem_region *region)
{
	probe->err = lv1mem_alloc(probe->fd, pages << probe->page_shift,
				  probe->page_shift, 0, region,
				  &probe->lv1_status);
	return !probe->err;
}

/* Returns 1 if a region of @pages can be allocated, 0 if not, or a negative errno. */
static int try_pages(struct probe *probe, uint64_t pages)
{
	struct lv1mem_region region;
	int err;

	if (!take(probe, pages, &region))
		return 0;
	err = release(probe->fd, region.lpar_addr);
	return err ? err : 1;
}

/* Find the number of pages of the largest region: by doubling, then by bisection. */
static int find_largest(struct probe *probe, uint64_t *pages)
{
	uint64_t limit = UINT64_MAX >> probe->page_shift;
	uint64_t good = 0;
	uint64_t bad = 1;
	int found;

	while ((found = try_pages(probe, bad)) == 1 && bad <= limit / 2) {
		good = bad;
		bad *= 2;
	}
	while (found >= 0 && bad - good > 1) {
		uint64_t middle = good + (bad - good) / 2;

		found = try_pages(probe, middle);
		if (found)
			good = middle;
		else
			bad = middle;
	}
	*pages = good;
	return found < 0 ? found : 0;
}

static int take_all(struct probe *probe)
{
	struct lv1mem_region region;
	uint64_t pages;
	int err;

	while (true) {
		err = find_largest(probe, &pages);
		/* Another program may take the memory meanwhile: that ends it. */
		if (err || !pages || !take(probe, pages, &region))
			return err;
		if (!probe->regions)
			probe->largest = region.length;
		probe->total += region.length;
		probe->regions++;
	}
}

static int release_all(int fd)
{
	struct lv1mem_list_entry entries[64];
	uint32_t count;
	int err;

	do {
		uint64_t start = 0;

		count = sizeof(entries) / sizeof(entries[0]);
		err = lv1mem_list(fd, entries, &count, &start);
		if (err)
			print_refusal("probe: list", err, 0);
		for (uint32_t i = 0; i < count && !err; i++)
			err = release(fd, entries[i].lpar_addr);
	} while (count && !err);
	return err;
}

static void print_probe(const struct probe *probe)
{
	printf("%9s  %10s  %10s  %7" PRIu64 "  %s\n",
	       format_size(1ULL << probe->page_shift).text,
	       format_size(probe->largest).text,
	       format_size(probe->total).text, probe->regions,
	       probe->lv1_status ? lv1mem_status_name(probe->lv1_status) :
				   strerrorname_np(-probe->err));
}

static void write_probe(const struct probe *probe)
{
	json_open(NULL, '{');
	json_u64("page_shift", probe->page_shift);
	json_u64("largest", probe->largest);
	json_u64("total", probe->total);
	json_u64("regions", probe->regions);
	json_string("errno_name", strerrorname_np(-probe->err));
	if (probe->lv1_status)
		json_s64("lv1_status", probe->lv1_status);
	else
		json_null("lv1_status");
	json_close();
}

static int probe_all(int fd, struct probe *probes)
{
	for (size_t i = 0; i < PAGE_SHIFT_COUNT; i++) {
		probes[i].fd = fd;
		probes[i].page_shift = page_shifts[i];
		if (take_all(&probes[i]) || release_all(fd))
			return STATUS_REFUSED;
	}
	return STATUS_DONE;
}

static void show(const struct probe *probes)
{
	if (!json_wanted()) {
		printf("%9s  %10s  %10s  %7s  %s\n", "page size", "largest",
		       "in all", "regions", "ended by");
		for (size_t i = 0; i < PAGE_SHIFT_COUNT; i++)
			print_probe(&probes[i]);
		return;
	}
	json_begin();
	json_open("page_sizes", '[');
	for (size_t i = 0; i < PAGE_SHIFT_COUNT; i++)
		write_probe(&probes[i]);
	json_end();
}

int run_probe(struct context *context, int count, char **operands)
{
	struct probe probes[PAGE_SHIFT_COUNT] = { 0 };
	/* Its regions are all those of a file, which is not the shell's. */
	struct context own = { .fd = -1 };
	int status;

	if (!open_device(&own, O_RDWR, &status))
		return status;

	status = probe_all(own.fd, probes);
	/* The close tries again to release what LV1 refused to. */
	lv1mem_close(own.fd);
	if (status == STATUS_DONE)
		show(probes);
	return status;
}

const char help_probe[] =
	"For each page size, find the largest region that can be allocated, and the total\n"
	"if the largest one is allocated again and again. All regions are released at the\n"
	"end. Meanwhile, other programs may get no memory from LV1.\n"
	"\n" HELP_JSON_AND_EXAMPLE
	"  lv1mem probe\n";
