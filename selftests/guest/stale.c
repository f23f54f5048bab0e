// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver has a region on record that LV1 no longer has, because test_faults.ko
 * released it behind the driver's back. LV1 may then hand out its address again, while
 * a file owns the record or while it is quarantined.
 *
 * LV1 hands out an address again when the counter in it has wrapped: after 32768
 * regions at this size.
 */
#include "../device/fixture.h"

/* An address has its size class from bit 42 on and a counter of regions below it. */
#define CLASS_SHIFT   42
#define BIG_CLASS     27
#define BIG_LENGTH    (65UL << 20)
#define SMALL_CLASS   12
#define TOO_BIG_SHIFT 22
#define COUNTERS      (1U << (CLASS_SHIFT - BIG_CLASS))

#define MARK 0x1122334455667788ULL

#define CALL_RELEASE_MEMORY 13

static int alloc_pages(int fd, uint64_t length, unsigned int page_shift,
		       struct lv1mem_alloc *region)
{
	*region = alloc_args(length, page_shift);
	return call(fd, LV1MEM_IOC_ALLOC, region);
}

static int alloc_small(int fd, struct lv1mem_alloc *region)
{
	return alloc_pages(fd, 1 << SMALL_CLASS, SMALL_CLASS, region);
}

static int alloc_big(int fd, struct lv1mem_alloc *region)
{
	return alloc_pages(fd, BIG_LENGTH, TEST_PAGE_SHIFT, region);
}

static struct lv1mem_info info_of(int fd)
{
	struct lv1mem_info info;

	/* A failure must differ from all counts. */
	if (get_info(fd, &info))
		memset(&info, 0xff, sizeof(info));
	return info;
}

/* Returns the wait status of insmod and rmmod. */
static int test_faults(const char *parameter, uint64_t value)
{
	char command[80];

	snprintf(command, sizeof(command),
		 "insmod /modules/test_faults.ko %s=%llu && rmmod test_faults", parameter,
		 (unsigned long long)value);
	return system(command);
}

static int release_behind_the_back(uint64_t lpar_addr)
{
	return test_faults("release", lpar_addr);
}

static unsigned int counter_of(uint64_t lpar_addr, unsigned int size_class)
{
	uint64_t below_class = (1ULL << CLASS_SHIFT) - 1;

	return ((lpar_addr & below_class) >> size_class) % COUNTERS;
}

/* Allocate and release small regions until the next big one gets the counter of @lpar_addr. */
static int advance_counter_to(int fd, uint64_t lpar_addr)
{
	struct lv1mem_alloc region;
	int err = alloc_small(fd, &region) ?: free_region(fd, region.lpar_addr);
	unsigned int next = counter_of(region.lpar_addr, SMALL_CLASS) + 1;

	return err ?: test_faults("pairs", (counter_of(lpar_addr, BIG_CLASS) - next) % COUNTERS);
}

/*
 * Set the first word of each MiB to @mark. Returns the number of words that were not
 * @expected, or a negative errno.
 */
static int mark_memory(int fd, const struct lv1mem_alloc *region, uint64_t expected, uint64_t mark)
{
	uint64_t *words = map_region(fd, region);
	int others = 0;

	if (words == MAP_FAILED)
		return -errno;
	for (size_t i = 0; i < BIG_LENGTH / sizeof(*words); i += (1 << 20) / sizeof(*words)) {
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
TEST(owned_by_another)
{
	struct lv1mem_alloc region, again;
	int fd = open_file();
	int other = open_file();

	ASSERT_EQ(0, alloc_big(fd, &region));
	ASSERT_EQ(0, mark_memory(fd, &region, 0, MARK));
	ASSERT_EQ(0, release_behind_the_back(region.lpar_addr));
	ASSERT_EQ(-ENOENT, free_region(fd, region.lpar_addr));
	ASSERT_EQ(1, info_of(fd).file_regions);
	ASSERT_EQ(0, alloc_big(other, &again));
	ASSERT_EQ(0, mark_memory(other, &again, 0, ~MARK));
	ASSERT_EQ(0, free_region(other, again.lpar_addr));
	ASSERT_EQ(0, advance_counter_to(other, region.lpar_addr));
	ASSERT_EQ(-EIO, alloc_big(other, &again));
	ASSERT_EQ(0, again.lv1_status);
	ASSERT_EQ(1, info_of(fd).file_regions);
	ASSERT_EQ(1, info_of(other).total_regions);
	ASSERT_EQ(0, mark_memory(fd, &region, 0, MARK));
	ASSERT_EQ(0, free_region(fd, region.lpar_addr));
}

TEST(quarantined)
{
	struct lv1mem_alloc region, again;
	int fd = open_file();
	int other = open_file();

	ASSERT_EQ(0, alloc_big(fd, &region));
	ASSERT_EQ(0, release_behind_the_back(region.lpar_addr));
	close(fd);
	ASSERT_EQ(1, info_of(other).quarantined_regions);
	ASSERT_EQ(-ENOMEM, alloc_pages(other, 1 << TOO_BIG_SHIFT, TOO_BIG_SHIFT, &again));
	ASSERT_EQ(0, advance_counter_to(other, region.lpar_addr));
	ASSERT_EQ(1, info_of(other).quarantined_regions);
	ASSERT_EQ(0, alloc_big(other, &again));
	ASSERT_EQ(region.lpar_addr, again.lpar_addr);
	ASSERT_EQ(0, info_of(other).quarantined_regions);
	ASSERT_EQ(BIG_LENGTH, info_of(other).total_bytes);
	ASSERT_EQ(0, free_region(other, again.lpar_addr));
}

/* Read the kernel log from @log until a line has @text. */
static void wait_for_log(int log, const char *text)
{
	char line[512];
	ssize_t length;

	do {
		length = read(log, line, sizeof(line) - 1);
		if (length < 0 && errno != EAGAIN && errno != EPIPE)
			_exit(1);
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
	struct lv1mem_query query;

	wait_for_log(log, "lv1_release_memory(");
	CHILD_EXPECT_EQ(0, alloc_big(fd, &again));
	CHILD_EXPECT_EQ(old->lpar_addr, again.lpar_addr);
	/* The close ends meanwhile. The next ALLOC retries the quarantined region. */
	usleep(300000);
	CHILD_EXPECT_EQ(0, alloc_small(fd, &next));
	CHILD_EXPECT_EQ(0, query_region(fd, again.lpar_addr, &query));
	CHILD_EXPECT_EQ(0, free_region(fd, again.lpar_addr));
	_exit(0);
}

TEST(closing)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct lv1mem_alloc *region = map_shared(sizeof(*region));
	int other = open_file();
	pid_t child;
	int fd;

	ASSERT_MAPPED(region);
	ASSERT_LE(0, lseek(log, 0, SEEK_END));
	child = must_fork(_metadata);
	if (!child)
		allocate_while_closing(log, other, region);
	fd = open_file();
	ASSERT_EQ(0, alloc_big(fd, region));
	ASSERT_EQ(0, release_behind_the_back(region->lpar_addr));
	ASSERT_EQ(0, advance_counter_to(other, region->lpar_addr));
	close(fd);
	ASSERT_EQ(0, wait_for(child));
}

/*
 * Each ALLOC offers another quarantined region to LV1, so that one which LV1 never takes
 * does not block the others.
 */
TEST(in_turn)
{
	static const unsigned int expected[] = { 2, 1, 1 };
	struct lv1mem_alloc never, once, region;
	int first = open_file(), second = open_file(), fd = open_file();

	ASSERT_EQ(0, alloc_small(first, &never));
	ASSERT_EQ(0, alloc_small(second, &once));
	ASSERT_EQ(0, release_behind_the_back(never.lpar_addr));
	close(first);
	ASSERT_EQ(0, refuse(CALL_RELEASE_MEMORY, 1, -9));
	close(second);
	ASSERT_EQ(2, info_of(fd).quarantined_regions);
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(0, alloc_small(fd, &region));
		ASSERT_EQ(0, free_region(fd, region.lpar_addr));
		ASSERT_EQ_LOG(expected[i], info_of(fd).quarantined_regions, "%d ALLOCs", i + 1);
	}
}

/* The last test: the driver finds this region gone when it is unloaded. */
TEST(left)
{
	struct lv1mem_alloc region;
	int fd = open_file();

	ASSERT_EQ(0, alloc_big(fd, &region));
	ASSERT_EQ(0, release_behind_the_back(region.lpar_addr));
}

TEST_HARNESS_MAIN
