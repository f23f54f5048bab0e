// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem probe: how much memory LV1 can allocate.
 */
#include "command.h"

/* The page sizes that the processor has: 4K, 64K, 1M and 16M. */
static const unsigned int page_shifts[] = { 12, 16, 20, 24 };

#define PAGE_SHIFT_COUNT (sizeof(page_shifts) / sizeof(page_shifts[0]))

static int release(int fd, struct probe *probe, const struct lv1mem_region *region)
{
	int err = lv1mem_free(fd, region->lpar_addr, &probe->release_status);

	if (err)
		probe->release_addr = region->lpar_addr;
	return err;
}

/* Allocate a region of @pages. False if it cannot be had. */
static bool take(int fd, struct probe *probe, uint64_t pages,
		 struct lv1mem_region *region)
{
	probe->err = lv1mem_alloc(fd, pages << probe->page_shift,
				  probe->page_shift, 0, region,
				  &probe->lv1_status);
	return !probe->err;
}

/* Find the number of pages of the largest region, from the highest bit down. */
static int find_largest(int fd, struct probe *probe, uint64_t *pages)
{
	struct lv1mem_region region;
	int err;

	*pages = 0;
	for (int bit = 63 - probe->page_shift; bit >= 0; bit--) {
		if (!take(fd, probe, *pages | 1ULL << bit, &region))
			continue;
		*pages |= 1ULL << bit;
		err = release(fd, probe, &region);
		if (err)
			return err;
	}
	return 0;
}

int probe_pages(struct context *context, struct probe *probe)
{
	struct held_region *held;
	uint64_t pages;
	int err;

	while (!(err = find_largest(context->fd, probe, &pages)) && !interrupted()) {
		if (!regions_reserve(context, 1))
			return -ENOMEM;
		held = &context->regions[context->region_count];
		*held = (struct held_region){ .is_held = true };
		/* Another program may take the memory meanwhile: that ends it. */
		if (!pages || !take(context->fd, probe, pages, &held->region))
			break;
		context->region_count++;
		if (!probe->regions++)
			probe->largest = held->region.length;
		probe->total += held->region.length;
	}
	for (uint64_t i = probe->regions; i-- && !err;) {
		held = &context->regions[context->region_count - 1];
		err = release(context->fd, probe, &held->region);
		context->region_count -= !err;
	}
	return err;
}

static void print_probe(const struct probe *probe)
{
	printf("%10u %14s %7" PRIu64 " %6s  %s\n", probe->page_shift,
	       format_size(probe->largest).text, probe->regions,
	       format_size(probe->total).text,
	       probe->lv1_status ? lv1mem_status_name(probe->lv1_status) :
				   name_of_errno(-probe->err));
}

static void write_probe(const struct probe *probe)
{
	json_open(NULL, '{');
	json_u64("page_shift", probe->page_shift);
	json_u64("largest_length", probe->largest);
	json_u64("regions", probe->regions);
	json_u64("bytes", probe->total);
	json_errno(probe->err);
	json_lv1_status(probe->lv1_status, probe->lv1_status);
	json_close();
}

static void show(const struct probe *probes)
{
	if (!json_wanted()) {
		printf("%10s %14s %7s %6s  %s\n", "page_shift",
		       "largest_length", "regions", "bytes", "ended by");
		for (size_t i = 0; i < PAGE_SHIFT_COUNT; i++)
			print_probe(&probes[i]);
		return;
	}
	json_begin();
	provenance_write();
	json_open("page_sizes", '[');
	for (size_t i = 0; i < PAGE_SHIFT_COUNT; i++)
		write_probe(&probes[i]);
	json_end();
}

int run_probe(struct context *context, int count, char **operands)
{
	struct probe probes[PAGE_SHIFT_COUNT] = { 0 };
	int status;
	int err;

	if (!open_device(context, O_RDWR, &status))
		return status;

	catch_interrupts();
	for (size_t i = 0; i < PAGE_SHIFT_COUNT; i++) {
		probes[i].page_shift = page_shifts[i];
		err = probe_pages(context, &probes[i]);
		/* The close tries again to release what LV1 refused to. */
		if (err && probes[i].release_addr)
			print_refusal("probe: release", err, probes[i].release_status);
		if (err)
			return STATUS_REFUSED;
		if (interrupted()) {
			print_error("probe: interrupted; its regions are released");
			return 128 + interrupted();
		}
	}
	show(probes);
	return STATUS_DONE;
}

const char help_probe[] =
	"For each page size, find the largest region that can be allocated, and the total\n"
	"if the largest one is allocated again and again. All regions are released at the\n"
	"end, also after Ctrl-C. Meanwhile, other programs may get no memory from LV1.\n";
