// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything that can fail fails once: each memory allocation and each copy from or
 * to the program in a system call, and each hypercall with each status. Afterwards
 * the driver counts the regions that LV1 has, and the file still works.
 *
 * The first needs a kernel with fault injection (CONFIG_FAILSLAB,
 * CONFIG_FAIL_PAGE_ALLOC, CONFIG_FAULT_INJECTION_USERCOPY), the second OpenLV1.
 */
#include <stddef.h>

#include "kselftest_harness.h"

#include "abi.h"
#include "injection.h"

SKIP_ALL_WITHOUT_DEVICE

/* No system call has so many. A sweep that does not end is a failure. */
#define FAILURES_MAX 2000

#define MANY 20

/* A file with many regions, and one region to work on. */
FIXTURE(failures)
{
	FIXTURE_FIELDS;
	int nth;
	int failure;
	struct lv1mem_alloc region;
	struct lv1mem_alloc new;
	void *mapped;
	int own;
};

FIXTURE_SETUP(failures)
{
	struct lv1mem_alloc region;

	OPEN_FILES();
	for (int i = 0; i < MANY; i++)
		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &self->region));
	self->own = MANY + 1;
	self->mapped = MAP_FAILED;
	self->nth = open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC);
}

FIXTURE_TEARDOWN(failures)
{
	CLOSE_FILES();
	close(self->nth);
}

/* Let the Nth thing from now on fail that this task does and that can. */
static int arm(int nth_fd, int nth)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%d", nth);

	return pwrite(nth_fd, text, length, 0) == length ? 0 : -errno;
}

/* Whether it has failed. To read the count and to clear it can fail as well. */
static bool disarm(int nth_fd)
{
	char text[16] = {};
	bool failed = pread(nth_fd, text, sizeof(text) - 1, 0) > 0 && atoi(text) == 0;

	while (pwrite(nth_fd, "0", 1, 0) != 1)
		;
	return failed;
}

/* EXPECT_EQ(), which says after which failure. */
#define EXPECT_AFTER(expected, seen) \
	EXPECT_EQ(expected, seen) \
	{ \
		TH_LOG("after failure %d", self->failure); \
	}

/* The driver, LV1 and debugfs count the same; and this file has what it should. */
static void expect_agreement(struct __test_metadata *_metadata, FIXTURE_DATA(failures) *self)
{
	struct totals now = get_totals(self->watcher);
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_AFTER((uint64_t)self->own, info.file_regions);
	EXPECT_AFTER(now.regions, ledger_count("live", now.regions));
	EXPECT_AFTER(now.bytes, ledger_count("live_bytes", now.bytes));
	if (!access(REGIONS, R_OK))
		EXPECT_AFTER(1 + (int)now.regions, count_lines(REGIONS));
}

static void expect_it_works(struct __test_metadata *_metadata, FIXTURE_DATA(failures) *self)
{
	struct lv1mem_alloc region;
	char *bytes;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	bytes = map_region(self->fd, &region);
	ASSERT_MAPPED(bytes);
	EXPECT_AFTER(0, bytes[TEST_PAGE_SIZE - 1]);
	bytes[0] = 1;
	munmap(bytes, TEST_PAGE_SIZE);
	EXPECT_AFTER(0, free_region(self->fd, region.lpar_addr));
}

static int do_open(FIXTURE_DATA(failures) *self)
{
	int fd = open_file();

	(void)self;
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

static int do_info(FIXTURE_DATA(failures) *self)
{
	struct lv1mem_info info;

	return get_info(self->fd, &info);
}

static int do_alloc(FIXTURE_DATA(failures) *self)
{
	int err = alloc_region(self->fd, TEST_PAGE_SIZE, &self->new);

	self->own += !err;
	return err;
}

static int undo_alloc(FIXTURE_DATA(failures) *self)
{
	self->own--;
	return free_region(self->fd, self->new.lpar_addr);
}

/* In a new file, which allocates memory for each of its records. */
static int do_many(FIXTURE_DATA(failures) *self)
{
	int fd = open_file();
	int err = fd < 0 ? fd : 0;

	(void)self;
	for (int i = 0; i < MANY && !err; i++) {
		struct lv1mem_alloc region;

		err = alloc_region(fd, TEST_PAGE_SIZE, &region);
	}
	close(fd);
	return err;
}

static int do_free(FIXTURE_DATA(failures) *self)
{
	int err = free_region(self->fd, self->region.lpar_addr);

	self->own -= !err;
	return err;
}

static int undo_free(FIXTURE_DATA(failures) *self)
{
	self->own++;
	return alloc_region(self->fd, TEST_PAGE_SIZE, &self->region);
}

static int do_query(FIXTURE_DATA(failures) *self)
{
	struct lv1mem_query answer;

	return query_region(self->fd, self->region.lpar_addr, &answer);
}

static int do_list(FIXTURE_DATA(failures) *self)
{
	struct lv1mem_list_entry entries[MANY + 2];
	struct lv1mem_list args;

	return list_regions(self->fd, entries, MANY + 2, &args);
}

/*
 * Away from what else is mapped, so that a touch has to allocate the tables of pages.
 * Nothing lies there in a 32-bit program either.
 */
#define PLACE ((void *)0x60000000)

static int do_map(FIXTURE_DATA(failures) *self)
{
	self->mapped = mmap(PLACE, self->region.length, PROT_READ | PROT_WRITE, MAP_SHARED,
			    self->fd, self->region.mmap_offset);
	return self->mapped == MAP_FAILED ? -errno : 0;
}

static int undo_map(FIXTURE_DATA(failures) *self)
{
	return munmap(self->mapped, TEST_PAGE_SIZE) ? -errno : 0;
}

/* The kernel tries a fault again that had no memory, so it always succeeds. */
static int do_touch(FIXTURE_DATA(failures) *self)
{
	*(volatile char *)self->mapped = 1;
	return 0;
}

static int undo_touch(FIXTURE_DATA(failures) *self)
{
	return undo_map(self) ?: do_map(self);
}

static int do_unmap(FIXTURE_DATA(failures) *self)
{
	/* A part from the middle: the VMA is split. */
	return munmap((char *)self->mapped + 4 * 4096, 4096) ? -errno : 0;
}

static int undo_unmap(FIXTURE_DATA(failures) *self)
{
	munmap(self->mapped, TEST_PAGE_SIZE);
	return do_map(self);
}

static int do_fork(FIXTURE_DATA(failures) *self)
{
	pid_t child = fork_child();

	if (!child) {
		*(volatile char *)self->mapped = 1;
		_exit(0);
	}
	return child < 0 ? child : wait_for(child);
}

static int do_debugfs(FIXTURE_DATA(failures) *self)
{
	int lines = count_lines(REGIONS);

	(void)self;
	return lines < 0 ? lines : 0;
}

static int do_fdinfo(FIXTURE_DATA(failures) *self)
{
	char path[64];
	int lines;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", self->fd);
	lines = count_lines(path);
	return lines < 0 ? lines : 0;
}

/*
 * The system calls to try. @undo restores the state before @act, so that the call can
 * be repeated. If @mapped, the region is mapped first.
 */
FIXTURE_VARIANT(failures)
{
	int (*act)(FIXTURE_DATA(failures) *self);
	int (*undo)(FIXTURE_DATA(failures) *self);
	bool mapped;
	bool none;
};

/* clang-format off */
#define WAY(name, ...) \
	FIXTURE_VARIANT_ADD(failures, name) { .act = do_##name, __VA_ARGS__ };

WAY(open)
WAY(info)
WAY(alloc, .undo = undo_alloc)
WAY(many)
WAY(free, .undo = undo_free)
WAY(query)
WAY(list)
WAY(map, .undo = undo_map)
WAY(touch, .undo = undo_touch, .mapped = true)
WAY(unmap, .undo = undo_unmap, .mapped = true)
WAY(fork, .mapped = true)
WAY(debugfs)
WAY(fdinfo)
/* clang-format on */

static bool is_shortage(int err)
{
	return err == -ENOMEM || err == -EFAULT || err == -EAGAIN;
}

TEST_F(failures, each_allocation_and_copy)
{
	int nth, failed = 0;
	int err;

	if (self->nth < 0 || !let_all_fail())
		SKIP(return, "the kernel has no fault injection");
	if (variant->mapped)
		ASSERT_EQ(0, do_map(self));

	for (nth = 1; nth < FAILURES_MAX; nth++) {
		bool fired;

		self->failure = nth;
		ASSERT_EQ(0, arm(self->nth, nth));
		err = variant->act(self);
		fired = disarm(self->nth);

		EXPECT_TRUE(!err || (fired && is_shortage(err)))
		{
			TH_LOG("failure %d, which %s: %d, %s", nth,
			       fired ? "came" : "did not come", err, strerror(-err));
		}
		if (variant->mapped && self->mapped == MAP_FAILED)
			ASSERT_EQ(0, do_map(self));
		expect_agreement(_metadata, self);
		if (!err && variant->undo)
			ASSERT_EQ(0, variant->undo(self));
		expect_it_works(_metadata, self);
		if (!fired)
			break;
		failed++;
	}
	TH_LOG("%d failures", failed);
	EXPECT_LT(0, failed);
	EXPECT_GT(FAILURES_MAX, nth);
	if (variant->mapped)
		munmap(self->mapped, TEST_PAGE_SIZE);
}

/* Every status that has a name, and some that have none. */
static const struct refusal {
	int32_t status;
	int number;
} refusals[] = {
#define REFUSAL(code, name, number) { (code), (number) },
	LV1_STATUS_TABLE(REFUSAL)
#undef REFUSAL
		{ -1, EIO },
	{ 1, EIO },
	{ -27, EIO },
	{ -32767, EIO },
	{ INT32_MAX, EIO },
	{ INT32_MIN, EIO },
};

FIXTURE_FILES(refusals)

/* The first is success. */
#define FOR_EACH_REFUSAL \
	for (const struct refusal *refusal = refusals + 1; \
	     refusal < refusals + ARRAY_SIZE(refusals); refusal++)

#define SKIP_WITHOUT_INJECTION \
	do { \
		if (access(INJECT, F_OK)) \
			SKIP(return, "there is no " INJECT); \
	} while (0)

TEST_F(refusals, each_status_of_an_allocation)
{
	SKIP_WITHOUT_INJECTION;
	FOR_EACH_REFUSAL
	{
		struct lv1mem_alloc region;

		ASSERT_EQ(0, refuse(LV1_CALL_ALLOCATE_MEMORY, 1, refusal->status));
		EXPECT_EQ(-refusal->number, alloc_region(self->fd, TEST_PAGE_SIZE, &region))
		{
			TH_LOG("ALLOC, status %d of %d", region.lv1_status, refusal->status);
		}
		EXPECT_EQ(refusal->status, region.lv1_status);
		EXPECT_REGIONS(0);
		EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	}
}

TEST_F(refusals, each_status_of_a_query)
{
	struct lv1mem_alloc region;

	SKIP_WITHOUT_INJECTION;
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	FOR_EACH_REFUSAL
	{
		struct lv1mem_query args;

		ASSERT_EQ(0, refuse(LV1_CALL_QUERY_REGION, 1, refusal->status));
		EXPECT_EQ(-refusal->number, query_region(self->fd, region.lpar_addr, &args))
		{
			TH_LOG("QUERY, status %d of %d", args.lv1_status, refusal->status);
		}
		EXPECT_EQ(refusal->status, args.lv1_status);
		EXPECT_EQ(0, args.length);
		EXPECT_EQ(0, query_region(self->fd, region.lpar_addr, &args));
		EXPECT_REGIONS(1);
	}
}

/* The file keeps the region, and can use and free it. */
TEST_F(refusals, each_status_of_a_release)
{
	SKIP_WITHOUT_INJECTION;
	FOR_EACH_REFUSAL
	{
		struct lv1mem_alloc region;
		struct lv1mem_free args;
		char *bytes;

		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		args = free_args(region.lpar_addr);
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, refusal->status));
		EXPECT_EQ(-refusal->number, call(self->fd, LV1MEM_IOC_FREE, &args))
		{
			TH_LOG("FREE, status %d of %d", args.lv1_status, refusal->status);
		}
		EXPECT_EQ(refusal->status, args.lv1_status);
		EXPECT_REGIONS(1);
		bytes = map_region(self->fd, &region);
		ASSERT_MAPPED(bytes);
		bytes[0] = 1;
		munmap(bytes, TEST_PAGE_SIZE);
		EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
		EXPECT_REGIONS(0);
	}
}

/* A region is quarantined. An ALLOC offers it to LV1, which refuses; the next succeeds. */
static void expect_quarantine(struct __test_metadata *_metadata, FIXTURE_DATA(refusals) *self)
{
	struct lv1mem_alloc region;
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(1, info.quarantined_regions);
	EXPECT_EQ(TEST_PAGE_SIZE, info.quarantined_bytes);
	EXPECT_REGIONS(1);

	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_REGIONS(2);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	EXPECT_REGIONS(1);

	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.quarantined_regions);
	EXPECT_REGIONS(0);
}

TEST_F(refusals, each_status_of_a_release_at_close)
{
	SKIP_WITHOUT_INJECTION;
	FOR_EACH_REFUSAL
	{
		struct lv1mem_alloc region;
		int fd = open_file();

		ASSERT_LE(0, fd);
		ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, refusal->status));
		EXPECT_EQ(0, err_of(close(fd)));
		expect_quarantine(_metadata, self);
	}
}

/* LV1 refuses each of the regions of a file in turn, and takes the others back. */
TEST_F(refusals, each_release_of_a_close)
{
	SKIP_WITHOUT_INJECTION;
	for (unsigned int nth = 1; nth <= 5; nth++) {
		int fd = open_file();

		ASSERT_LE(0, fd);
		for (int i = 0; i < 5; i++) {
			struct lv1mem_alloc region;

			ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
		}
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, nth, LV1_BUSY));
		EXPECT_EQ(0, err_of(close(fd)));
		expect_quarantine(_metadata, self);
	}
}

/* The answer cannot be written, and LV1 does not take the region back. */
TEST_F(refusals, each_status_of_a_release_after_a_bad_answer)
{
	char *pages = map_anonymous(2 * page_size());
	char *outputs = pages + page_size();
	struct lv1mem_alloc *args = (void *)(outputs - offsetof(struct lv1mem_alloc, lpar_addr));

	SKIP_WITHOUT_INJECTION;
	ASSERT_MAPPED(pages);
	FOR_EACH_REFUSAL
	{
		ASSERT_EQ(0, err_of(mprotect(outputs, page_size(), PROT_READ | PROT_WRITE)));
		*args = alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT);
		ASSERT_EQ(0, err_of(mprotect(outputs, page_size(), PROT_READ)));
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, refusal->status));
		EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_ALLOC, args));
		expect_quarantine(_metadata, self);
	}
	munmap(pages, 2 * page_size());
}

#define QUARANTINED 3

/* Allocate regions, each in a file of its own, and have LV1 refuse them at close. */
static void quarantine(struct __test_metadata *_metadata, struct lv1mem_alloc *regions)
{
	int fds[QUARANTINED];

	for (int i = 0; i < QUARANTINED; i++) {
		fds[i] = open_file();
		ASSERT_LE(0, fds[i]);
		ASSERT_EQ(0, alloc_region(fds[i], TEST_PAGE_SIZE, &regions[i]));
	}
	for (int i = 0; i < QUARANTINED; i++) {
		ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
		EXPECT_EQ(0, err_of(close(fds[i])));
	}
}

#define EXPECT_QUARANTINED(regions) \
	do { \
		uint64_t count = regions, bytes = count * TEST_PAGE_SIZE; \
		struct lv1mem_info now; \
\
		ASSERT_EQ(0, get_info(self->watcher, &now)); \
		EXPECT_EQ(count, now.quarantined_regions); \
		EXPECT_EQ(bytes, now.quarantined_bytes); \
	} while (0)

TEST_F(refusals, each_allocation_takes_one_quarantined_region_back)
{
	struct lv1mem_alloc regions[QUARANTINED];

	SKIP_WITHOUT_INJECTION;
	quarantine(_metadata, regions);
	EXPECT_QUARANTINED(QUARANTINED);
	EXPECT_REGIONS(QUARANTINED);
	for (int left = QUARANTINED - 1; left >= 0; left--) {
		struct lv1mem_alloc region;

		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		EXPECT_QUARANTINED(left);
		EXPECT_REGIONS(left + 1);
		ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
		EXPECT_QUARANTINED(left);
	}
}

/* An ALLOC that fails takes one back too: LV1 is short of memory, perhaps for want of it. */
TEST_F(refusals, a_shortage_takes_one_quarantined_region_back)
{
	struct lv1mem_alloc regions[QUARANTINED];

	SKIP_WITHOUT_INJECTION;
	quarantine(_metadata, regions);
	for (int left = QUARANTINED - 1; left >= 0; left--) {
		struct lv1mem_alloc args = alloc_args(4 << 20, 22);

		EXPECT_EQ(-ENOMEM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		EXPECT_EQ(LV1_RESOURCE_SHORTAGE, args.lv1_status);
		EXPECT_QUARANTINED(left);
	}
}

/* One that LV1 never takes back does not keep the others waiting. */
TEST_F(refusals, quarantined_regions_take_turns)
{
	struct lv1mem_alloc regions[QUARANTINED], region;
	struct lv1mem_query answer;

	SKIP_WITHOUT_INJECTION;
	quarantine(_metadata, regions);
	ASSERT_EQ(0, refuse(LV1_CALL_RELEASE_MEMORY, 1, LV1_BUSY));
	for (int i = 0; i <= QUARANTINED; i++) {
		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
		ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
		/* The first is refused, moves to the end, and goes after the others. */
		for (int k = 0; k < QUARANTINED; k++) {
			bool stays = k > i || (!k && i < QUARANTINED);

			EXPECT_EQ(stays ? 0 : -ENOENT,
				  query_region(self->fd, regions[k].lpar_addr, &answer))
			{
				TH_LOG("region %d after %d allocations", k, i + 1);
			}
		}
	}
	EXPECT_QUARANTINED(0);
	EXPECT_REGIONS(0);
}

TEST_HARNESS_MAIN
