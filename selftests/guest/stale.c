// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver has a region on record that LV1 does not have any more: a module
 * released it behind the driver's back. LV1 then hands out its address again, while a
 * file owns the record or it is quarantined; or never.
 *
 * An address comes again when the counter in it has wrapped, which takes LV1 32768
 * regions at this size.
 *
 * usage: stale owned|owned_by_another|quarantined|closing|in_turn|left
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/lv1mem.h>

#include "../device/injection.h"

/* The size class of an address, and where its counter ends. */
#define CLASS_SHIFT    42
#define BIG_CLASS      27
#define BIG_LENGTH     (65UL << 20)
#define BIG_PAGE_SHIFT 16
#define SMALL_CLASS    12
#define TOO_BIG_SHIFT  22
#define COUNTERS       (1U << (CLASS_SHIFT - BIG_CLASS))

#define MARK 0x1122334455667788ULL

/* Number of the hypercall. */
#define RELEASE_MEMORY 13

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void expect(int64_t wanted, int64_t seen, const char *what)
{
	if (wanted == seen)
		return;
	fprintf(stderr, "stale: %s: expected %lld, saw %lld\n", what, (long long)wanted,
		(long long)seen);
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
	expect(0, system(command), "wait status of insmod and rmmod of test_release.ko");
}

static int wait_for(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
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
		expect(0, alloc(fd, 1 << SMALL_CLASS, SMALL_CLASS, &region), "ALLOC of a page");
		expect(0, free_region(fd, region.lpar_addr), "FREE of a page");
	} while (counter_of(region.lpar_addr, SMALL_CLASS) != last);
}

/* Set the first word of each page to @mark. Returns how many had another one before. */
static unsigned int mark_pages(int fd, const struct lv1mem_alloc *region, uint64_t expected,
			       uint64_t mark)
{
	uint64_t *words = mmap(NULL, BIG_LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			       region->mmap_offset);
	unsigned int others = 0;

	if (words == MAP_FAILED)
		die("mmap");
	for (size_t i = 0; i < BIG_LENGTH / sizeof(*words); i += 4096 / sizeof(*words)) {
		others += words[i] != expected;
		words[i] = mark;
	}
	munmap(words, BIG_LENGTH);
	return others;
}

/*
 * A file owns a region that LV1 does not have, and @other is about to get its address.
 * For @other to take it would make two owners of one region; to release it, none. And
 * what @other wrote into that memory meanwhile is not for the owner.
 */
static void owned(int fd, int other)
{
	struct lv1mem_alloc region, again;

	if (alloc_big(fd, &region))
		die("LV1MEM_IOC_ALLOC");
	expect(0, mark_pages(fd, &region, 0, MARK), "pages of a new region that are not zero");
	release_behind_the_back(region.lpar_addr);
	expect(-ENOENT, free_region(fd, region.lpar_addr), "FREE of what LV1 does not have");
	expect(1, get_info(fd).file_regions, "regions of the owner after that");
	expect(0, alloc_big(other, &again), "ALLOC of the same memory");
	expect(0, mark_pages(other, &again, 0, ~MARK), "pages of it that are not zero");
	expect(0, free_region(other, again.lpar_addr), "FREE of it");
	turn_counter_to(other, region.lpar_addr);
	expect(-EIO, alloc_big(other, &again), "ALLOC that gets the address of another region");
	expect(0, again.lv1_status, "its status");
	expect(1, get_info(fd).file_regions, "regions of the owner");
	expect(1, get_info(other).total_regions, "regions of all files");
	expect(0, mark_pages(fd, &region, 0, MARK), "pages of the owner's region that are not zero");
	expect(0, free_region(fd, region.lpar_addr), "FREE by the owner");
}

static void stale_owned(void)
{
	int fd = open_file();

	owned(fd, fd);
}

static void stale_owned_by_another(void)
{
	owned(open_file(), open_file());
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
	expect(1, get_info(other).quarantined_regions, "what LV1 does not take back, quarantined");
	expect(-ENOMEM, alloc(other, 1 << TOO_BIG_SHIFT, TOO_BIG_SHIFT, &again),
	       "ALLOC that LV1 refuses");
	turn_counter_to(other, region.lpar_addr);
	expect(1, get_info(other).quarantined_regions, "quarantined after other regions");
	expect(0, alloc_big(other, &again), "ALLOC that gets the address of the quarantined one");
	expect((int64_t)region.lpar_addr, (int64_t)again.lpar_addr, "its address");
	expect(0, get_info(other).quarantined_regions, "quarantined after it");
	expect(BIG_LENGTH, (int64_t)get_info(other).total_bytes, "bytes on record after it");
	expect(0, free_region(other, again.lpar_addr), "FREE of it");
}

/* Wait until the kernel's log has @text behind what was read from @log already. */
static void wait_for_log(int log, const char *text)
{
	char line[512];
	ssize_t length;

	do {
		length = read(log, line, sizeof(line) - 1);
		if (length < 0 && errno != EAGAIN && errno != EPIPE)
			die("/dev/kmsg");
		line[length < 0 ? 0 : length] = '\0';
	} while (!strstr(line, text));
}

/*
 * While one process closes the file of a region that LV1 does not have, another gets
 * its address: as soon as LV1 has refused, which the log tells. The new region must
 * not be released when the old one is.
 */
static void allocate_while_closing(int log, int fd, const struct lv1mem_alloc *old)
{
	struct lv1mem_alloc again, next;
	struct lv1mem_query query = { .size = sizeof(query) };

	wait_for_log(log, "lv1_release_memory(");
	expect(0, alloc_big(fd, &again), "ALLOC while a file is closed");
	expect((int64_t)old->lpar_addr, (int64_t)again.lpar_addr, "its address");
	/* Time for the close to end; then what is quarantined is retried. */
	usleep(300000);
	expect(0, alloc(fd, 1 << SMALL_CLASS, SMALL_CLASS, &next), "the next ALLOC");
	query.lpar_addr = again.lpar_addr;
	expect(0, ioctl(fd, LV1MEM_IOC_QUERY, &query) ? -errno : 0, "QUERY of the new region");
	expect(0, free_region(fd, again.lpar_addr), "FREE of the new region");
}

static void stale_closing(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	/* For both processes. */
	struct lv1mem_alloc *region = mmap(NULL, sizeof(*region), PROT_READ | PROT_WRITE,
					   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int other = open_file();
	pid_t child;
	int fd;

	if (region == MAP_FAILED)
		die("mmap");
	if (log < 0 || lseek(log, 0, SEEK_END) < 0)
		die("/dev/kmsg");
	child = fork();
	if (child < 0)
		die("fork");
	if (!child) {
		allocate_while_closing(log, other, region);
		exit(0);
	}
	fd = open_file();
	if (alloc_big(fd, region))
		die("LV1MEM_IOC_ALLOC");
	release_behind_the_back(region->lpar_addr);
	turn_counter_to(other, region->lpar_addr);
	close(fd);
	expect(0, wait_for(child), "exit status of the other process");
}

static void alloc_and_free(int fd)
{
	struct lv1mem_alloc region;

	expect(0, alloc(fd, 1 << SMALL_CLASS, SMALL_CLASS, &region), "ALLOC");
	expect(0, free_region(fd, region.lpar_addr), "FREE");
}

/*
 * Each ALLOC offers one quarantined region to LV1, and the next one another, so that
 * one that LV1 never takes does not keep it from the others.
 */
static void stale_in_turn(void)
{
	struct lv1mem_alloc never, once;
	int first = open_file(), second = open_file(), fd = open_file();

	if (alloc(first, 1 << SMALL_CLASS, SMALL_CLASS, &never) ||
	    alloc(second, 1 << SMALL_CLASS, SMALL_CLASS, &once))
		die("LV1MEM_IOC_ALLOC");
	release_behind_the_back(never.lpar_addr);
	close(first);
	expect(0, refuse(RELEASE_MEMORY, 1, -9), "write of " INJECT);
	close(second);
	expect(2, get_info(fd).quarantined_regions, "quarantined at first");
	alloc_and_free(fd);
	expect(2, get_info(fd).quarantined_regions, "quarantined after one ALLOC");
	alloc_and_free(fd);
	expect(1, get_info(fd).quarantined_regions, "quarantined after two");
	alloc_and_free(fd);
	expect(1, get_info(fd).quarantined_regions, "quarantined after three");
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
	{ "owned_by_another", stale_owned_by_another },
	{ "quarantined", stale_quarantined },
	{ "closing", stale_closing },
	{ "in_turn", stale_in_turn },
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
	fprintf(stderr, "usage: stale owned|owned_by_another|quarantined|closing|in_turn|left\n");
	return 2;
}
