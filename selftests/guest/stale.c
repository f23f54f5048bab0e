// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver has a region on record that LV1 no longer has, because test_faults.ko
 * released it behind the driver's back. LV1 may then hand out its address again, while
 * a file owns the record or while it is quarantined.
 *
 * LV1 hands out an address again when the counter in it has wrapped: after 32768
 * regions at this size.
 *
 * usage: stale owned|owned_by_another|quarantined|closing|in_turn|left
 */
#include <inttypes.h>
#include <string.h>
#include <sys/wait.h>

#include "helpers.h"

#include "../device/injection.h"

/* An address has its size class from bit 42 on and a counter of regions below it. */
#define CLASS_SHIFT    42
#define BIG_CLASS      27
#define BIG_LENGTH     (65UL << 20)
#define BIG_PAGE_SHIFT 16
#define SMALL_CLASS    12
#define TOO_BIG_SHIFT  22
#define COUNTERS       (1U << (CLASS_SHIFT - BIG_CLASS))

#define MARK 0x1122334455667788ULL

#define CALL_RELEASE_MEMORY 13

static void expect(int64_t wanted, int64_t seen, const char *what)
{
	if (wanted == seen)
		return;
	fprintf(stderr, "stale: %s: expected %lld, saw %lld\n", what, (long long)wanted,
		(long long)seen);
	exit(1);
}

static int alloc_small(int fd, struct lv1mem_alloc *region)
{
	return alloc_region(fd, 1 << SMALL_CLASS, SMALL_CLASS, region);
}

static int alloc_big(int fd, struct lv1mem_alloc *region)
{
	return alloc_region(fd, BIG_LENGTH, BIG_PAGE_SHIFT, region);
}

static struct lv1mem_info get_info(int fd)
{
	struct lv1mem_info info = { .size = sizeof(info) };

	check(!ioctl(fd, LV1MEM_IOC_GET_INFO, &info), "LV1MEM_IOC_GET_INFO");
	return info;
}

static void release_behind_the_back(uint64_t lpar_addr)
{
	char command[80];

	snprintf(command, sizeof(command),
		 "insmod /modules/test_faults.ko release=%llu && rmmod test_faults",
		 (unsigned long long)lpar_addr);
	expect(0, system(command), "wait status of insmod and rmmod of test_faults.ko");
}

static int wait_for(pid_t child)
{
	int status;

	check(waitpid(child, &status, 0) == child, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static unsigned int counter_of(uint64_t lpar_addr, unsigned int size_class)
{
	uint64_t below_class = (1ULL << CLASS_SHIFT) - 1;

	return ((lpar_addr & below_class) >> size_class) % COUNTERS;
}

/* Allocate and free small regions until the next big one gets the counter of @lpar_addr. */
static void advance_counter_to(int fd, uint64_t lpar_addr)
{
	unsigned int last = (counter_of(lpar_addr, BIG_CLASS) - 1) % COUNTERS;
	struct lv1mem_alloc region;

	do {
		expect(0, alloc_small(fd, &region), "ALLOC of a page");
		expect(0, free_region(fd, region.lpar_addr), "FREE of a page");
	} while (counter_of(region.lpar_addr, SMALL_CLASS) != last);
}

/*
 * Set the first word of each page to @mark. Returns the number of pages whose word was
 * not @expected.
 */
static unsigned int mark_pages(int fd, const struct lv1mem_alloc *region, uint64_t expected,
			       uint64_t mark)
{
	uint64_t *words = map_region(fd, region);
	unsigned int others = 0;

	for (size_t i = 0; i < BIG_LENGTH / sizeof(*words); i += PAGE_BYTES / sizeof(*words)) {
		others += words[i] != expected;
		words[i] = mark;
	}
	munmap(words, BIG_LENGTH);
	return others;
}

/*
 * LV1 hands out the address of a region that @fd still owns to @other. The driver must
 * not give @other the region, which would then have two owners, nor release it. What
 * @other wrote into the same memory before must not reach the owner.
 */
static void owned(int fd, int other)
{
	struct lv1mem_alloc region, again;

	check(!alloc_big(fd, &region), "LV1MEM_IOC_ALLOC");
	expect(0, mark_pages(fd, &region, 0, MARK), "pages of a new region that are not zero");
	release_behind_the_back(region.lpar_addr);
	expect(-ENOENT, free_region(fd, region.lpar_addr), "FREE of a region that LV1 does not have");
	expect(1, get_info(fd).file_regions, "regions of the owner after the refused FREE");
	expect(0, alloc_big(other, &again), "ALLOC of the same memory");
	expect(0, mark_pages(other, &again, 0, ~MARK), "pages of the second region that are not zero");
	expect(0, free_region(other, again.lpar_addr), "FREE of the second region");
	advance_counter_to(other, region.lpar_addr);
	expect(-EIO, alloc_big(other, &again), "ALLOC that gets an address in use");
	expect(0, again.lv1_status, "lv1_status of that ALLOC");
	expect(1, get_info(fd).file_regions, "regions of the owner");
	expect(1, get_info(other).total_regions, "regions of all files");
	expect(0, mark_pages(fd, &region, 0, MARK), "pages of the owner's region that are not zero");
	expect(0, free_region(fd, region.lpar_addr), "FREE by the owner");
}

static void stale_owned(void)
{
	int fd = open_device();

	owned(fd, fd);
}

static void stale_owned_by_another(void)
{
	owned(open_device(), open_device());
}

static void stale_quarantined(void)
{
	struct lv1mem_alloc region, again;
	int fd = open_device();
	int other = open_device();

	check(!alloc_big(fd, &region), "LV1MEM_IOC_ALLOC");
	release_behind_the_back(region.lpar_addr);
	close(fd);
	expect(1, get_info(other).quarantined_regions, "quarantined regions after the close");
	expect(-ENOMEM, alloc_region(other, 1 << TOO_BIG_SHIFT, TOO_BIG_SHIFT, &again),
	       "ALLOC that LV1 refuses");
	advance_counter_to(other, region.lpar_addr);
	expect(1, get_info(other).quarantined_regions, "quarantined regions after other regions");
	expect(0, alloc_big(other, &again), "ALLOC that gets the address of the quarantined region");
	expect((int64_t)region.lpar_addr, (int64_t)again.lpar_addr, "address of the new region");
	expect(0, get_info(other).quarantined_regions, "quarantined regions after that ALLOC");
	expect(BIG_LENGTH, (int64_t)get_info(other).total_bytes, "bytes on record after that ALLOC");
	expect(0, free_region(other, again.lpar_addr), "FREE of the new region");
}

/* Read the kernel log from @log until a line has @text. */
static void wait_for_log(int log, const char *text)
{
	char line[512];
	ssize_t length;

	do {
		length = read(log, line, sizeof(line) - 1);
		check(length >= 0 || errno == EAGAIN || errno == EPIPE, "/dev/kmsg");
		line[length < 0 ? 0 : length] = '\0';
	} while (!strstr(line, text));
}

/*
 * Another process closes the file of a region that LV1 does not have. As soon as the
 * log shows that LV1 refused the release, this one gets the same address. The driver
 * must not release the new region together with the old one.
 */
static void allocate_while_closing(int log, int fd, const struct lv1mem_alloc *old)
{
	struct lv1mem_alloc again, next;
	struct lv1mem_query query = { .size = sizeof(query) };

	wait_for_log(log, "lv1_release_memory(");
	expect(0, alloc_big(fd, &again), "ALLOC while a file is closed");
	expect((int64_t)old->lpar_addr, (int64_t)again.lpar_addr, "address of the new region");
	/* The close ends meanwhile. The next ALLOC retries the quarantined region. */
	usleep(300000);
	expect(0, alloc_small(fd, &next), "the next ALLOC");
	query.lpar_addr = again.lpar_addr;
	expect(0, ioctl(fd, LV1MEM_IOC_QUERY, &query) ? -errno : 0, "QUERY of the new region");
	expect(0, free_region(fd, again.lpar_addr), "FREE of the new region");
}

static void stale_closing(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	/* Shared with the child. */
	struct lv1mem_alloc *region = mmap(NULL, sizeof(*region), PROT_READ | PROT_WRITE,
					   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int other = open_device();
	pid_t child;
	int fd;

	check(region != MAP_FAILED, "mmap");
	check(log >= 0 && lseek(log, 0, SEEK_END) >= 0, "/dev/kmsg");
	child = fork_process();
	if (!child) {
		allocate_while_closing(log, other, region);
		exit(0);
	}
	fd = open_device();
	check(!alloc_big(fd, region), "LV1MEM_IOC_ALLOC");
	release_behind_the_back(region->lpar_addr);
	advance_counter_to(other, region->lpar_addr);
	close(fd);
	expect(0, wait_for(child), "exit status of the other process");
}

static void alloc_and_free(int fd)
{
	struct lv1mem_alloc region;

	expect(0, alloc_small(fd, &region), "ALLOC");
	expect(0, free_region(fd, region.lpar_addr), "FREE");
}

/*
 * Each ALLOC offers another quarantined region to LV1, so that one which LV1 never takes
 * does not block the others.
 */
static void stale_in_turn(void)
{
	struct lv1mem_alloc never, once;
	int first = open_device(), second = open_device(), fd = open_device();

	check(!alloc_small(first, &never) && !alloc_small(second, &once), "LV1MEM_IOC_ALLOC");
	release_behind_the_back(never.lpar_addr);
	close(first);
	expect(0, refuse(CALL_RELEASE_MEMORY, 1, -9), "write of " INJECT);
	close(second);
	expect(2, get_info(fd).quarantined_regions, "quarantined regions at first");
	alloc_and_free(fd);
	expect(2, get_info(fd).quarantined_regions, "quarantined regions after one ALLOC");
	alloc_and_free(fd);
	expect(1, get_info(fd).quarantined_regions, "quarantined regions after two");
	alloc_and_free(fd);
	expect(1, get_info(fd).quarantined_regions, "quarantined regions after three");
}

/* Leaves a region that the driver finds gone when it is unloaded. */
static void stale_left(void)
{
	struct lv1mem_alloc region;
	int fd = open_device();

	check(!alloc_big(fd, &region), "LV1MEM_IOC_ALLOC");
	release_behind_the_back(region.lpar_addr);
}

static const struct {
	const char *name;
	void (*run)(void);
} cases[] = {
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

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (strcmp(cases[i].name, name))
			continue;
		cases[i].run();
		return 0;
	}
	fprintf(stderr, "usage: stale owned|owned_by_another|quarantined|closing|in_turn|left\n");
	return 2;
}
