// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver has a region on record that LV1 has not any more. LV1 hands out its
 * address anew, while a file owns the record or it is in quarantine; or never.
 *
 * An address comes again when the counter in it has wrapped, which takes LV1 32768
 * regions at this size.
 *
 * usage: stale owned|quarantined|left
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/lv1mem.h>

/* The size class of an address, and where its counter ends. */
#define CLASS_SHIFT    42
#define BIG_CLASS      27
#define BIG_LENGTH     (65UL << 20)
#define BIG_PAGE_SHIFT 16
#define SMALL_CLASS    12
#define TOO_BIG_SHIFT  22
#define COUNTERS       (1U << (CLASS_SHIFT - BIG_CLASS))

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void expect(bool met, const char *what)
{
	if (met)
		return;
	printf("stale: not so: %s\n", what);
	exit(1);
}

static int open_file(void)
{
	int fd = open("/dev/lv1mem", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		die("/dev/lv1mem");
	return fd;
}

/* Returns 0 or a negative errno. */
static int alloc(int fd, uint64_t length, unsigned int page_shift,
		 struct lv1mem_alloc *region)
{
	*region = (struct lv1mem_alloc){
		.size = sizeof(*region),
		.length = length,
		.page_shift = page_shift,
	};
	return ioctl(fd, LV1MEM_IOC_ALLOC, region) ? -errno : 0;
}

static int alloc_big(int fd, struct lv1mem_alloc *region)
{
	return alloc(fd, BIG_LENGTH, BIG_PAGE_SHIFT, region);
}

static int free_region(int fd, uint64_t lpar_addr)
{
	struct lv1mem_free args = {
		.size = sizeof(args),
		.lpar_addr = lpar_addr,
	};

	return ioctl(fd, LV1MEM_IOC_FREE, &args) ? -errno : 0;
}

static struct lv1mem_info get_info(int fd)
{
	struct lv1mem_info info = { .size = sizeof(info) };

	if (ioctl(fd, LV1MEM_IOC_GET_INFO, &info))
		die("LV1MEM_IOC_GET_INFO");
	return info;
}

static void release_behind_the_back(uint64_t lpar_addr)
{
	char command[80];

	snprintf(command, sizeof(command),
		 "insmod /modules/test_release.ko address=%llu && rmmod test_release",
		 (unsigned long long)lpar_addr);
	if (system(command))
		die("insmod test_release.ko");
}

static unsigned int counter_of(uint64_t lpar_addr, unsigned int size_class)
{
	uint64_t below_class = (1ULL << CLASS_SHIFT) - 1;

	return ((lpar_addr & below_class) >> size_class) % COUNTERS;
}

/* Small regions come and go until the counter is one short of the address. */
static void turn_counter_to(int fd, uint64_t lpar_addr)
{
	unsigned int last = (counter_of(lpar_addr, BIG_CLASS) - 1) % COUNTERS;
	struct lv1mem_alloc region;

	do {
		if (alloc(fd, 1 << SMALL_CLASS, SMALL_CLASS, &region))
			die("LV1MEM_IOC_ALLOC");
		if (free_region(fd, region.lpar_addr))
			die("LV1MEM_IOC_FREE");
	} while (counter_of(region.lpar_addr, SMALL_CLASS) != last);
}

/* To take it would make two owners of one region; to release it, none. */
static void stale_owned(void)
{
	struct lv1mem_alloc region, again;
	int fd = open_file();
	int other = open_file();

	if (alloc_big(fd, &region))
		die("LV1MEM_IOC_ALLOC");
	release_behind_the_back(region.lpar_addr);
	expect(free_region(fd, region.lpar_addr) == -ENOENT &&
		       get_info(fd).file_regions == 1,
	       "a file keeps what LV1 does not take back");
	turn_counter_to(other, region.lpar_addr);
	expect(alloc_big(fd, &again) == -EIO, "ALLOC fails with EIO");
	expect(!again.lv1_status, "... and not because LV1 refused");
	expect(get_info(fd).file_regions == 1, "... and the file has one region");
	expect(!free_region(fd, region.lpar_addr), "... which can be freed");
}

static void stale_quarantined(void)
{
	struct lv1mem_alloc region, again;
	int fd = open_file();
	int other = open_file();

	if (alloc_big(fd, &region))
		die("LV1MEM_IOC_ALLOC");
	release_behind_the_back(region.lpar_addr);
	close(fd);
	expect(get_info(other).quarantined_regions == 1,
	       "what LV1 does not take back is in quarantine");
	expect(alloc(other, 1 << TOO_BIG_SHIFT, TOO_BIG_SHIFT, &again) == -ENOMEM,
	       "... and LV1 may refuse an allocation then");
	turn_counter_to(other, region.lpar_addr);
	expect(get_info(other).quarantined_regions == 1,
	       "... and stays there when other regions come and go");
	expect(!alloc_big(other, &again) &&
		       again.lpar_addr == region.lpar_addr,
	       "LV1 gives its address again");
	expect(get_info(other).quarantined_regions == 0,
	       "... and the old record is gone");
	expect(get_info(other).total_bytes == BIG_LENGTH,
	       "... and out of the account");
	expect(!free_region(other, again.lpar_addr), "... and the new one is its owner's");
}

/* For the driver to find when it goes. */
static void stale_left(void)
{
	struct lv1mem_alloc region;
	int fd = open_file();

	if (alloc_big(fd, &region))
		die("LV1MEM_IOC_ALLOC");
	release_behind_the_back(region.lpar_addr);
}

static const struct {
	const char *name;
	void (*run)(void);
} ways[] = {
	{ "owned", stale_owned },
	{ "quarantined", stale_quarantined },
	{ "left", stale_left },
};

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(ways[i].name, name))
			continue;
		ways[i].run();
		return 0;
	}
	fprintf(stderr, "usage: stale owned|quarantined|left\n");
	return 2;
}
