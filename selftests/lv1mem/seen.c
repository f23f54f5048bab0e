// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is seen of the driver from outside: fdinfo and debugfs.
 */
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <time.h>

#include "kselftest_harness.h"

#include "abi.h"

SKIP_ALL_WITHOUT_DEVICE

#define REGIONS_FILE  "/sys/kernel/debug/lv1mem/regions"
#define STATUSES_FILE "/sys/kernel/debug/lv1mem/statuses"

/* More than the driver fetches at a time, and no multiple of it. */
#define MANY 37
/* Of a row of REGIONS_FILE. */
#define NAME_SIZE 80

FIXTURE_FILES(seen)

static bool is_mounted(const char *path, long magic)
{
	struct statfs status;

	return !statfs(path, &status) && (long)status.f_type == magic;
}

#define NEED_FDINFO \
	do { \
		if (!is_mounted("/proc", PROC_SUPER_MAGIC)) \
			SKIP(return, "/proc is not mounted"); \
	} while (0)

#define NEED_DEBUGFS \
	do { \
		if (geteuid()) \
			SKIP(return, "only root reads debugfs"); \
		if (!is_mounted("/sys/kernel/debug", DEBUGFS_MAGIC)) \
			SKIP(return, "debugfs is not mounted at /sys/kernel/debug"); \
	} while (0)

/* What fdinfo tells. */
struct fdinfo {
	int fields;
	uint64_t regions;
	uint64_t bytes;
	size_t count;
	struct lv1mem_list_entry entries[2 * MANY];
};

static void parse_fdinfo(const char *line, struct fdinfo *info)
{
	static const char region_key[] = "lv1mem-region:\t";
	struct lv1mem_list_entry entry = { 0 };
	unsigned long long address, length, page_shift, muid;
	int end = 0;

	info->fields += !strncmp(line, "lv1mem-", strlen("lv1mem-"));
	if (sscanf(line, "lv1mem-regions:\t%" SCNu64, &info->regions) == 1 ||
	    sscanf(line, "lv1mem-bytes:\t%" SCNu64, &info->bytes) == 1)
		return;

	if (strncmp(line, region_key, strlen(region_key)))
		return;
	line += strlen(region_key);
	if (sscanf(line, "lpar_addr=0x%llx length=%llu page_shift=%llu muid=%llu mappings=%u%n",
		   &address, &length, &page_shift, &muid, &entry.mappings,
		   &end) != 5 ||
	    strcmp(line + end, "\n") ||
	    info->count >= ARRAY_SIZE(info->entries))
		return;
	entry.lpar_addr = address;
	entry.length = length;
	entry.page_shift = page_shift;
	entry.muid = muid;
	info->entries[info->count++] = entry;
}

/* Returns 0, or -1 if there is none. */
static int read_fdinfo(int fd, struct fdinfo *info)
{
	char path[64], line[256];
	FILE *file;

	*info = (struct fdinfo){ 0 };
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		parse_fdinfo(line, info);
	fclose(file);
	return 0;
}

static bool is_same(const struct lv1mem_list_entry *entry,
		    const struct lv1mem_alloc *region)
{
	return entry->lpar_addr == region->lpar_addr &&
	       entry->length == region->length &&
	       entry->page_shift == region->page_shift &&
	       entry->muid == region->muid;
}

/* Regions of different lengths and pages; returns their lengths, summed. */
static uint64_t alloc_many(int fd, struct lv1mem_alloc *regions)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < MANY; i++) {
		regions[i] = alloc_args((1 + i % 3) * 8192, 12 + i % 2);
		if (call(fd, LV1MEM_IOC_ALLOC, &regions[i]))
			return 0;
		bytes += regions[i].length;
	}
	return bytes;
}

TEST_F(seen, fdinfo_of_a_file_without_regions)
{
	struct fdinfo info;

	NEED_FDINFO;
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	EXPECT_EQ(2, info.fields);
	EXPECT_EQ(0, info.regions);
	EXPECT_EQ(0, info.bytes);
}

TEST_F(seen, fdinfo_has_every_region_once)
{
	struct lv1mem_alloc regions[MANY];
	struct fdinfo info;
	uint64_t bytes;

	NEED_FDINFO;
	bytes = alloc_many(self->fd, regions);
	ASSERT_NE(0, bytes);
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	EXPECT_EQ(MANY, info.regions);
	EXPECT_EQ(bytes, info.bytes);
	EXPECT_EQ(2 + MANY, info.fields);
	ASSERT_EQ(MANY, info.count);
	for (size_t i = 0; i < MANY; i++) {
		size_t found = 0;

		for (size_t j = 0; j < MANY; j++)
			found += is_same(&info.entries[j], &regions[i]);
		EXPECT_EQ(1, found);
	}

	/* Another file owns none of them. */
	ASSERT_EQ(0, read_fdinfo(self->watcher, &info));
	EXPECT_EQ(0, info.regions);
	EXPECT_EQ(0, info.count);
}

TEST_F(seen, fdinfo_counts_mappings_and_forgets_what_is_freed)
{
	struct lv1mem_alloc region;
	void *first, *second;
	struct fdinfo info;

	NEED_FDINFO;
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	first = map_region(self->fd, &region);
	second = map_region(self->fd, &region);
	ASSERT_NE(MAP_FAILED, first);
	ASSERT_NE(MAP_FAILED, second);
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	ASSERT_EQ(1, info.count);
	EXPECT_EQ(2, info.entries[0].mappings);

	munmap(first, TEST_PAGE_SIZE);
	munmap(second, TEST_PAGE_SIZE);
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	ASSERT_EQ(1, info.count);
	EXPECT_EQ(0, info.entries[0].mappings);

	ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	EXPECT_EQ(0, info.regions);
	EXPECT_EQ(0, info.bytes);
	EXPECT_EQ(0, info.count);
}

/* A row of REGIONS_FILE. */
struct row {
	int pid;
	struct lv1mem_list_entry region;
	uint64_t age;
	char state[16];
	char command[NAME_SIZE];
};

static bool parse_row(const char *line, struct row *row)
{
	unsigned long long address, length, page_shift, muid, age;
	char pid[16];
	int end = 0;

	if (sscanf(line, "%15s 0x%llx %llu %llu %llu %llu %15s %79[^\n]%n", pid,
		   &address, &length, &page_shift, &muid, &age, row->state,
		   row->command, &end) != 8 ||
	    line[end] != '\n')
		return false;
	row->pid = strcmp(pid, "-") ? atoi(pid) : -1;
	row->age = age;
	row->region = (struct lv1mem_list_entry){
		.lpar_addr = address,
		.length = length,
		.page_shift = page_shift,
		.muid = muid,
	};
	return true;
}

/*
 * Find the only row of a region. Returns 0; or -1 if there are none or two, or
 * the file has a line that is none behind its first.
 */
static int find_row(const struct lv1mem_alloc *region, struct row *found)
{
	FILE *file = fopen(REGIONS_FILE, "re");
	unsigned int lines = 0, rows = 0;
	struct row row;
	char line[256];

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file)) {
		if (!lines++)
			continue;
		if (!parse_row(line, &row)) {
			rows = 0;
			break;
		}
		if (!is_same(&row.region, region))
			continue;
		rows++;
		*found = row;
	}
	fclose(file);
	return rows == 1 ? 0 : -1;
}

static void set_name(const char *name)
{
	prctl(PR_SET_NAME, name);
}

TEST_F(seen, debugfs_tells_the_owner_of_a_region)
{
	struct lv1mem_alloc region;
	struct row row;
	pid_t child;
	int fd;

	NEED_DEBUGFS;
	set_name("the opener");
	fd = open_file();
	ASSERT_LE(0, fd);
	set_name("renamed");

	/* Who allocates is not who opened the file. */
	child = fork();
	ASSERT_LE(0, child);
	if (!child)
		_exit(alloc_region(fd, TEST_PAGE_SIZE, &region) ? 1 : 0);
	ASSERT_EQ(0, wait_for(child));

	ASSERT_EQ(0, alloc_region(fd, 2 * TEST_PAGE_SIZE, &region));
	ASSERT_EQ(0, find_row(&region, &row));
	EXPECT_EQ(getpid(), row.pid);
	EXPECT_STREQ("the opener", row.command);
	EXPECT_STREQ("unmapped", row.state);
	close(fd);
	EXPECT_EQ(-1, find_row(&region, &row));
}

TEST_F(seen, debugfs_has_one_row_for_a_name_of_two_lines)
{
	struct lv1mem_alloc region;
	struct row row;
	int fd;

	NEED_DEBUGFS;
	set_name("a\nb\\c");
	fd = open_file();
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
	ASSERT_EQ(0, find_row(&region, &row));
	EXPECT_STREQ("a\\012b\\134c", row.command);
	close(fd);
}

TEST_F(seen, debugfs_has_the_regions_of_all_files)
{
	struct lv1mem_alloc regions[MANY], other;
	struct row row;
	int fd;

	NEED_DEBUGFS;
	fd = open_file();
	ASSERT_LE(0, fd);
	ASSERT_NE(0, alloc_many(self->fd, regions));
	ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &other));
	for (size_t i = 0; i < MANY; i++)
		EXPECT_EQ(0, find_row(&regions[i], &row));
	EXPECT_EQ(0, find_row(&other, &row));
	close(fd);
}

TEST_F(seen, debugfs_tells_what_is_mapped)
{
	struct lv1mem_alloc region;
	struct row row;
	void *memory;

	NEED_DEBUGFS;
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	memory = map_region(self->fd, &region);
	ASSERT_NE(MAP_FAILED, memory);
	ASSERT_EQ(0, find_row(&region, &row));
	EXPECT_STREQ("mapped", row.state);
	munmap(memory, TEST_PAGE_SIZE);
	ASSERT_EQ(0, find_row(&region, &row));
	EXPECT_STREQ("unmapped", row.state);
}

TEST_F(seen, debugfs_tells_the_age_in_seconds)
{
	const struct timespec more_than_one = { .tv_sec = 1, .tv_nsec = 100000000 };
	uint64_t start = time(NULL);
	struct lv1mem_alloc region;
	struct row row;

	NEED_DEBUGFS;
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	nanosleep(&more_than_one, NULL);
	ASSERT_EQ(0, find_row(&region, &row));
	EXPECT_LE(1, row.age);
	EXPECT_GE(time(NULL) - start, row.age);
}

/* The counts of STATUSES_FILE; the last row is of the unknown ones. */
#define STATUS_NAME(code, name, number) #name,

static const char *const status_names[] = {
	LV1_STATUS_TABLE(STATUS_NAME) "unknown"
};

#define STATUSES ARRAY_SIZE(status_names)

struct counts {
	uint64_t allocate;
	uint64_t release;
	uint64_t query;
};

/* Returns 0, or -1 if the rows are not those of all statuses in their order. */
static int read_counts(struct counts *counts)
{
	FILE *file = fopen(STATUSES_FILE, "re");
	char line[256], name[80];
	size_t rows = 0;

	if (!file)
		return -1;
	if (!fgets(line, sizeof(line), file))
		rows = SIZE_MAX;
	while (rows < STATUSES && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%79s %" SCNu64 " %" SCNu64 " %" SCNu64, name,
			   &counts[rows].allocate, &counts[rows].release,
			   &counts[rows].query) != 4 ||
		    strcmp(name, status_names[rows]))
			break;
		rows++;
	}
	if (fgets(line, sizeof(line), file))
		rows = 0;
	fclose(file);
	return rows == STATUSES ? 0 : -1;
}

/* Two allocations, a release, a query; and what LV1 refuses of each. */
static int make_calls(int fd)
{
	struct lv1mem_alloc first, second, bad = alloc_args(4096, 12);
	struct lv1mem_query query, outside = query_args(UINT64_MAX);

	if (alloc_region(fd, TEST_PAGE_SIZE, &first) ||
	    alloc_region(fd, TEST_PAGE_SIZE, &second) ||
	    free_region(fd, first.lpar_addr))
		return -1;
	query = query_args(second.lpar_addr);
	bad.flags = LV1MEM_ALLOC_RAW;
	bad.unknown_r5 = 2;
	if (call(fd, LV1MEM_IOC_QUERY, &query) ||
	    call(fd, LV1MEM_IOC_ALLOC, &bad) != -ENOENT ||
	    call(fd, LV1MEM_IOC_QUERY, &outside) != -ENOENT ||
	    bad.lv1_status != LV1_NO_ENTRY || outside.lv1_status != LV1_NO_ENTRY)
		return -1;
	return 0;
}

TEST_F(seen, debugfs_counts_the_statuses_of_each_call)
{
	struct counts before[STATUSES], after[STATUSES];

	NEED_DEBUGFS;
	ASSERT_EQ(0, read_counts(before));
	ASSERT_EQ(0, make_calls(self->fd));
	ASSERT_EQ(0, read_counts(after));
	for (size_t i = 0; i < STATUSES; i++) {
		bool success = !strcmp(status_names[i], "LV1_SUCCESS");
		bool no_entry = !strcmp(status_names[i], "LV1_NO_ENTRY");

		EXPECT_EQ(success ? 2 : no_entry, after[i].allocate - before[i].allocate);
		EXPECT_EQ(success, after[i].release - before[i].release);
		EXPECT_EQ(success || no_entry, after[i].query - before[i].query);
	}
}

/* What the driver refuses by itself is no answer of LV1. */
TEST_F(seen, debugfs_counts_nothing_that_lv1_was_not_asked)
{
	struct lv1mem_alloc args = alloc_args(4095, 12);
	struct counts before[STATUSES], after[STATUSES];

	NEED_DEBUGFS;
	ASSERT_EQ(0, read_counts(before));
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_EQ(-ENOENT, free_region(self->fd, 0));
	ASSERT_EQ(0, read_counts(after));
	EXPECT_EQ(0, memcmp(before, after, sizeof(before)));
}

TEST_HARNESS_MAIN
