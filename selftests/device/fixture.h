/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fixture and the expectations of the tests that use the kernel's harness.
 */
#ifndef _LV1MEM_TEST_FIXTURE_H
#define _LV1MEM_TEST_FIXTURE_H

#include "kselftest_harness.h"

#include "abi.h"
#include "injection.h"

/*
 * Skip the whole program where there is no device: the harness of older kernels runs a
 * test even if its setup has called SKIP().
 */
static inline void skip_all_without(const char *path)
{
	if (!access(path, F_OK) || errno != ENOENT)
		return;

	ksft_print_header();
	ksft_exit_skip("there is no %s\n", path);
}

static void __attribute__((constructor)) skip_without_device(void)
{
	skip_all_without(LV1MEM_TEST_DEVICE);
}

/* No status of LV1: it shows that the driver has not written lv1_status. */
#define NOT_WRITTEN 1

#define EXPECT_EQ_LOG(expected, seen, ...) \
	EXPECT_EQ(expected, seen) \
	{ \
		TH_LOG(__VA_ARGS__); \
	}

#define ASSERT_EQ_LOG(expected, seen, ...) \
	ASSERT_EQ(expected, seen) \
	{ \
		TH_LOG(__VA_ARGS__); \
	}

/* Of a mapping that has just been made. */
#define ASSERT_MAPPED(address) \
	ASSERT_NE(MAP_FAILED, (const volatile void *)(address)) \
	{ \
		TH_LOG("mmap: %s", strerror(errno)); \
	}

/* These end the test on failure. */

static inline int must_open(struct __test_metadata *_metadata)
{
	int fd = open_file();

	ASSERT_LE(0, fd);
	return fd;
}

/* In pages of TEST_PAGE_SIZE. */
static inline struct lv1mem_alloc must_alloc(struct __test_metadata *_metadata, int fd,
					     uint64_t length)
{
	struct lv1mem_alloc region;

	ASSERT_EQ_LOG(0, alloc_region(fd, length, &region), "ALLOC of 0x%llx bytes: status %d",
		      region.length, region.lv1_status);
	return region;
}

/* Of different lengths and page sizes. LV1 may put two of the same length side by side. */
static inline void must_alloc_many(struct __test_metadata *_metadata, int fd,
				   struct lv1mem_alloc *regions, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		regions[i] = alloc_args((1 + i / 2 % 3) * 8192, 12 + i % 2);
		ASSERT_EQ(0, call(fd, LV1MEM_IOC_ALLOC, &regions[i]));
	}
}

static inline void *must_map(struct __test_metadata *_metadata, int fd,
			     const struct lv1mem_alloc *region)
{
	void *address = map_region(fd, region);

	ASSERT_MAPPED(address);
	return address;
}

static inline pid_t must_fork(struct __test_metadata *_metadata)
{
	pid_t child = fork_child();

	ASSERT_LE(0, child);
	return child;
}

/*
 * For a child that exits with 0: exit with 1 unless @seen is as expected. The message is
 * one write, as _exit() does not flush stdio.
 */
static inline void child_expect(long long expected, long long seen, const char *what)
{
	if (expected == seen)
		return;
	dprintf(STDERR_FILENO, "# in child %d: expected %s to be %lld, saw %lld\n", getpid(),
		what, expected, seen);
	_exit(1);
}

#define CHILD_EXPECT_EQ(expected, seen) child_expect(expected, seen, #seen)

/* CHILD_EXPECT_EQ() of a mapping that has just been made. */
#define CHILD_EXPECT_MAPPED(address) \
	child_expect(0, (address) == MAP_FAILED ? -errno : 0, "the result of mmap")

/*
 * What most fixtures have: a file to work with, and one to check at the end that no
 * region is left.
 */
#define FIXTURE_FIELDS \
	int fd; \
	int watcher; \
	struct lv1mem_info before

#define OPEN_FILES() \
	do { \
		self->watcher = open_device(O_RDONLY); \
		ASSERT_LE(0, self->watcher); \
		ASSERT_EQ(0, get_info(self->watcher, &self->before)); \
		self->fd = open_file(); \
		ASSERT_LE(0, self->fd); \
	} while (0)

#define CLOSE_FILES() \
	do { \
		close(self->fd); \
		EXPECT_REGIONS(0); \
		close(self->watcher); \
	} while (0)

#define FIXTURE_FILES(name) \
	FIXTURE(name) \
	{ \
		FIXTURE_FIELDS; \
	}; \
	FIXTURE_SETUP(name) \
	{ \
		OPEN_FILES(); \
	} \
	FIXTURE_TEARDOWN(name) \
	{ \
		CLOSE_FILES(); \
	}

/* The driver and LV1 have this many more regions of one page than before. */
#define EXPECT_REGIONS(more) \
	do { \
		uint64_t count_ = (more); \
		uint64_t regions_ = self->before.total_regions + count_; \
		uint64_t bytes_ = self->before.total_bytes + count_ * TEST_PAGE_SIZE; \
		struct lv1mem_info now_; \
\
		ASSERT_EQ(0, get_info(self->watcher, &now_)); \
		EXPECT_EQ(regions_, now_.total_regions); \
		EXPECT_EQ(bytes_, now_.total_bytes); \
		EXPECT_EQ(regions_, ledger_count("live", regions_)); \
		EXPECT_EQ(bytes_, ledger_count("live_bytes", bytes_)); \
	} while (0)

#endif /* _LV1MEM_TEST_FIXTURE_H */
