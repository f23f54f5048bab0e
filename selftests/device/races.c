// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that use the driver at once.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "fixture.h"

#define THREADS 4
/* How long each test runs. A driver without locks fails in that time. */
#define MILLISECONDS 400

FIXTURE_FILES(races)

/* A thread of a test. If @err is not 0, it is that of @call. */
struct work {
	pthread_t thread;
	int fd;
	int err;
	const char *call;
	atomic_int *shared_count;
	uint64_t lpar_addr;
};

static double end;

static void set_end(void)
{
	end = now() + MILLISECONDS / 1e3;
}

static bool goes_on(void)
{
	return now() < end;
}

static void start(struct work *work, void *(*run)(void *), struct work common)
{
	for (int i = 0; i < THREADS; i++) {
		int error;

		work[i] = common;
		error = pthread_create(&work[i].thread, NULL, run, &work[i]);
		if (error) {
			fprintf(stderr, "# pthread_create: %s\n", strerror(error));
			abort();
		}
	}
}

/* Join the threads and print their errors. Returns the last of them, or 0. */
static int finish(struct work *work)
{
	int err = 0;

	for (int i = 0; i < THREADS; i++) {
		pthread_join(work[i].thread, NULL);
		if (!work[i].err)
			continue;
		err = work[i].err;
		fprintf(stderr, "# thread %d: %s: %s\n", i, work[i].call, strerror(-err));
	}
	return err;
}

/* Returns @err, the result of @call. Unless it is 0, the thread must end. */
static int record(struct work *work, const char *call, int err)
{
	work->call = call;
	work->err = err;
	return err;
}

/* Exactly one of the threads succeeds; the others get ENOENT. */
static void *free_the_same(void *data)
{
	struct work *work = data;
	int err = free_region(work->fd, work->lpar_addr);

	if (!err)
		atomic_fetch_add(work->shared_count, 1);
	else if (err != -ENOENT)
		record(work, "FREE", err);
	return NULL;
}

TEST_F(races, a_region_is_freed_once)
{
	struct work work[THREADS];

	set_end();
	while (goes_on()) {
		struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
		atomic_int freed = 0;
		struct work common = {
			.fd = self->fd,
			.shared_count = &freed,
			.lpar_addr = region.lpar_addr,
		};

		start(work, free_the_same, common);
		EXPECT_EQ(0, finish(work));
		EXPECT_EQ(1, freed);
	}
}

/* FREE fails with EBUSY, so the mapping can still be touched. */
static void *map_touch_unmap(void *data)
{
	struct work *work = data;
	struct lv1mem_alloc region;

	while (goes_on() && !work->err) {
		volatile char *bytes;
		int err;

		if (record(work, "ALLOC", alloc_region(work->fd, TEST_PAGE_SIZE, &region)))
			break;
		bytes = map_region(work->fd, &region);
		if (bytes == MAP_FAILED) {
			record(work, "mmap", -errno);
			break;
		}
		bytes[0] = 1;
		err = free_region(work->fd, region.lpar_addr);
		bytes[TEST_PAGE_SIZE - 1] = 2;
		munmap((void *)bytes, TEST_PAGE_SIZE);
		if (err != -EBUSY)
			record(work, "FREE of a mapped region", err ?: -EPROTO);
		else
			record(work, "FREE", free_region(work->fd, region.lpar_addr));
	}
	return NULL;
}

TEST_F(races, threads_map_touch_and_unmap_on_one_file)
{
	struct work work[THREADS];

	set_end();
	start(work, map_touch_unmap, (struct work){ .fd = self->fd });
	EXPECT_EQ(0, finish(work));
}

/* Two threads are enough to exceed it. */
#define ALLOWED 1
/* A thread holds a region for this many system calls, while others try to allocate. */
#define HOLD_CALLS 10

/*
 * The limit is for all files, so each thread opens its own. @shared_count rises after ALLOC
 * and falls before FREE, so it is never above the number of regions.
 */
static void *allocate_to_the_limit(void *data)
{
	struct work *work = data;
	struct lv1mem_alloc region;
	struct lv1mem_info info;
	int fd = open_file();

	while (goes_on() && !work->err) {
		int err = alloc_region(fd, TEST_PAGE_SIZE, &region);

		if (err == -ENOSPC)
			continue;
		if (record(work, "ALLOC", err))
			break;
		if (atomic_fetch_add(work->shared_count, 1) >= ALLOWED) {
			record(work, "ALLOC of more than the limit", -EPROTO);
			break;
		}
		for (int i = 0; i < HOLD_CALLS; i++)
			get_info(fd, &info);
		atomic_fetch_sub(work->shared_count, 1);
		record(work, "FREE", free_region(fd, region.lpar_addr));
	}
	close(fd);
	return NULL;
}

TEST_F(races, a_limit_is_exact)
{
	struct work work[THREADS];
	atomic_int shared_count = 0;

	if (set_limit("max_regions", self->before.total_regions + ALLOWED))
		SKIP(return, "cannot set max_regions in " PARAMETERS);
	set_end();
	start(work, allocate_to_the_limit, (struct work){ .shared_count = &shared_count });
	EXPECT_EQ(0, finish(work));
	EXPECT_EQ(0, set_limit("max_regions", self->before.max_regions));
}

static void *allocate_and_free(void *data)
{
	struct work *work = data;
	struct lv1mem_alloc region;

	while (goes_on() && !work->err) {
		if (!record(work, "ALLOC", alloc_region(work->fd, TEST_PAGE_SIZE, &region)))
			record(work, "FREE", free_region(work->fd, region.lpar_addr));
	}
	return NULL;
}

/*
 * One thread lists while others allocate and free. The list is no snapshot, so it can
 * have more entries than there are regions at any one moment.
 */
TEST_F(races, a_list_is_sound_while_regions_come_and_go)
{
	struct lv1mem_list_entry entries[2 * THREADS];
	struct work work[THREADS];

	set_end();
	start(work, allocate_and_free, (struct work){ .fd = self->fd });
	while (goes_on()) {
		struct lv1mem_list args;

		ASSERT_EQ(0, list_regions(self->fd, entries, ARRAY_SIZE(entries), &args));
		ASSERT_GE(ARRAY_SIZE(entries), args.count);
		for (uint32_t i = 0; i < args.count; i++) {
			if (i)
				EXPECT_LT(entries[i - 1].lpar_addr, entries[i].lpar_addr);
			EXPECT_EQ_LOG(TEST_PAGE_SIZE, entries[i].length, "entry %u of %u", i,
				      args.count);
			EXPECT_EQ_LOG(TEST_PAGE_SHIFT, entries[i].page_shift, "entry %u of %u", i,
				      args.count);
		}
	}
	EXPECT_EQ(0, finish(work));
	EXPECT_REGIONS(0);
}

TEST_HARNESS_MAIN
