// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem tour: everything that the device does, once, with explanations.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <lv1/memory.h>

#include "command.h"
#include "sweep/sweep.h"

static const char help_text[] =
	"Usage: lv1mem tour\n"
	"\n"
	"Show what the device does, step by step: limits, a region that is allocated,\n"
	"written, read back and released, and the calls of the reference page. These need\n"
	"CAP_SYS_RAWIO.\n"
	"\n"
	"  -h, --help           this text\n"
	"\n"
	"Example:\n"
	"  lv1mem tour\n";

#define TOUR_LENGTH (256 * 1024)

static void print_step(const char *title, const char *words)
{
	static unsigned int step;
	struct colours colours = stdout_colours();

	printf("%s%s%u. %s%s\n%s\n", step ? "\n" : "", colours.bold, step + 1,
	       title, colours.off, words);
	step++;
}

static int show_info(int fd, struct lv1mem_info *info)
{
	int err = lv1mem_get_info(fd, info);

	if (err) {
		print_refusal("info", err, 0);
		return STATUS_REFUSED;
	}
	print_info(info);
	return STATUS_DONE;
}

static int allocate(int fd, unsigned int page_shift,
		    struct lv1mem_region *region)
{
	int32_t lv1_status;
	int err;

	printf("  %-12slv1_allocate_memory(size %s, page_size_exp %u, R5 0, flags 0)\n",
	       "asked", format_size(TOUR_LENGTH).text, page_shift);
	err = lv1mem_alloc(fd, TOUR_LENGTH, page_shift, 0, region,
			   &lv1_status);
	if (err) {
		print_refusal("alloc", err, lv1_status);
		return STATUS_REFUSED;
	}
	print_region(region, lv1_status);
	return STATUS_DONE;
}

/* A word that no other address of this or another region has. */
static uint64_t pattern(const struct lv1mem_region *region, size_t index)
{
	return (region->lpar_addr + index * sizeof(uint64_t)) *
	       0x9e3779b97f4a7c15ULL;
}

static size_t count_zero_bytes(const uint8_t *bytes, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += !bytes[i];
	return count;
}

static size_t count_equal_bytes(const uint8_t *bytes,
				const struct lv1mem_region *region)
{
	size_t count = 0;

	for (size_t i = 0; i < region->length; i++) {
		uint64_t word = pattern(region, i / sizeof(word));
		uint8_t expected[sizeof(word)];

		memcpy(expected, &word, sizeof(word));
		count += bytes[i] == expected[i % sizeof(word)];
	}
	return count;
}

static int compare(const char *what, const char *meaning, size_t count,
		   size_t length)
{
	struct colours colours = stdout_colours();
	bool all = count == length;

	printf("  %-12s%s%zu of %zu bytes %s%s\n", what,
	       all ? colours.good : colours.bad, count, length, meaning,
	       colours.off);
	return all ? STATUS_DONE : STATUS_REFUSED;
}

static void fill(uint64_t *words, const struct lv1mem_region *region)
{
	for (size_t i = 0; i < region->length / sizeof(*words); i++)
		words[i] = pattern(region, i);
}

/*
 * Write through one mapping and read through another, so that what is read
 * back has been in the region.
 */
static int write_and_read_back(int fd, const struct lv1mem_region *region)
{
	void *mapping;
	int status;
	int err;

	err = lv1mem_map(fd, region, &mapping);
	if (err) {
		print_refusal("mmap", err, 0);
		return STATUS_REFUSED;
	}
	printf("  %-12sat offset 0x%" PRIx64 " of the device\n", "mapped",
	       (uint64_t)region->mmap_offset);
	status = compare("first read", "are 0",
			 count_zero_bytes(mapping, region->length),
			 region->length);
	fill(mapping, region);
	lv1mem_unmap(region, mapping);
	printf("  %-12sa pattern made from the address; unmapped, mapped again\n",
	       "written");

	err = lv1mem_map(fd, region, &mapping);
	if (err) {
		print_refusal("mmap", err, 0);
		return STATUS_REFUSED;
	}
	status |= compare("read back", "equal what was written",
			  count_equal_bytes(mapping, region), region->length);
	lv1mem_unmap(region, mapping);
	return status;
}

static int release(int fd, const struct lv1mem_region *region)
{
	struct lv1mem_info info;
	int32_t lv1_status;
	int err;

	printf("  %-12slv1_release_memory(0x%" PRIx64 ")\n", "asked",
	       region->lpar_addr);
	err = lv1mem_free(fd, region->lpar_addr, &lv1_status);
	if (err) {
		print_refusal("release", err, lv1_status);
		return STATUS_REFUSED;
	}
	printf("  %-12s%" PRId32 " %s\n", "status", lv1_status,
	       lv1mem_status_name(lv1_status));

	err = lv1mem_get_info(fd, &info);
	if (err) {
		print_refusal("info", err, 0);
		return STATUS_REFUSED;
	}
	printf("  %-12s%" PRIu64 " regions in this file, %" PRIu64
	       " in all files\n",
	       "left", (uint64_t)info.file_regions,
	       (uint64_t)info.total_regions);
	return info.file_regions ? STATUS_REFUSED : STATUS_DONE;
}

static int tour(int fd)
{
	struct lv1mem_region region;
	struct lv1mem_info info;
	int status;

	print_step("What is allocated, and the limits",
		   "The driver, " LV1MEM_DEVICE ", asks the hypervisor, LV1, on our behalf.");
	status = show_info(fd, &info);
	if (status)
		return status;

	print_step("Memory from the hypervisor",
		   "LV1 gives a region, names it by an address, and adds a number, muid.\n"
		   "The address tells the region's size class and how many came before it.");
	status = allocate(fd, info.page_shift, &region);
	if (status)
		return status;

	print_step("The region as memory of this program",
		   "Mapped, it reads as zeroes, and keeps what is written.");
	status = write_and_read_back(fd, &region);

	print_step("The reference page, as a picture",
		   "Each letter is a call of lv1_allocate_memory, and stands for what LV1 answered;\n"
		   "what it gives is released at once. The page's statements are A1 to A14.");
	status |= sweep_reference(fd);

	print_step("The region goes back",
		   "The driver would release it as well if this program just ended.");
	status |= release(fd, &region);
	return status;
}

static int run(int argc, char **argv)
{
	int status;
	int fd;

	if (command_parse_no_options(&command_tour, argc, argv, &status))
		return status;

	fd = open_device(O_RDWR | O_CLOEXEC, &status);
	if (fd < 0)
		return status;

	status = tour(fd);
	lv1mem_close(fd);
	return status;
}

const struct command command_tour = {
	.name = "tour",
	.summary = "show all that the device does, step by step",
	.help = help_text,
	.run = run,
};
