// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel shows of regions: fdinfo the sums of a file, debugfs each region.
 */
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/vfs.h>

#include "fixture.h"

#define MANY 37
/* For the command in a row of debugfs. */
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

/* The driver's lines in fdinfo. @fields counts unknown ones too. */
struct fdinfo {
	int fields;
	uint64_t regions;
	uint64_t bytes;
};

static void parse_fdinfo(const char *line, struct fdinfo *info)
{
	if (strncmp(line, "lv1mem-", strlen("lv1mem-")))
		return;
	info->fields++;
	if (sscanf(line, "lv1mem-regions:\t%" SCNu64, &info->regions) != 1 &&
	    sscanf(line, "lv1mem-bytes:\t%" SCNu64, &info->bytes) != 1)
		fprintf(stderr, "# fdinfo: unknown line: %s", line);
}

/* Returns 0 or a negative errno. */
static int read_fdinfo(int fd, struct fdinfo *info)
{
	char path[64], line[256];
	FILE *file;

	*info = (struct fdinfo){ .regions = UINT64_MAX, .bytes = UINT64_MAX };
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file))
		parse_fdinfo(line, info);
	fclose(file);
	return 0;
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

TEST_F(seen, fdinfo_has_the_sums_of_the_file)
{
	struct lv1mem_alloc regions[MANY];
	struct fdinfo info;
	uint64_t bytes = 0;

	NEED_FDINFO;
	ASSERT_EQ(0, alloc_many(self->fd, regions, MANY));
	for (size_t i = 0; i < MANY; i++)
		bytes += regions[i].length;
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	EXPECT_EQ(2, info.fields);
	EXPECT_EQ(MANY, info.regions);
	EXPECT_EQ(bytes, info.bytes);

	ASSERT_EQ(0, free_region(self->fd, regions[0].lpar_addr));
	ASSERT_EQ(0, read_fdinfo(self->fd, &info));
	EXPECT_EQ(MANY - 1, info.regions);
	EXPECT_EQ(bytes - regions[0].length, info.bytes);

	/* Another file owns none of them. */
	ASSERT_EQ(0, read_fdinfo(self->watcher, &info));
	EXPECT_EQ(0, info.regions);
	EXPECT_EQ(0, info.bytes);
}

/* A row of debugfs. */
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

/* Returns how many rows a region has, or a negative errno; -EPROTO for a malformed row. */
static int find_row(const struct lv1mem_alloc *region, struct row *found)
{
	FILE *file = fopen(REGIONS_FILE, "re");
	int lines = 0, rows = 0;
	struct row row;
	char line[256];

	if (!file)
		return -errno;
	while (rows >= 0 && fgets(line, sizeof(line), file)) {
		/* The first line has the names of the columns. */
		if (!lines++)
			continue;
		if (!parse_row(line, &row)) {
			fprintf(stderr, "# " REGIONS_FILE ": malformed: %s", line);
			rows = -EPROTO;
		} else if (is_entry_of(&row.region, region)) {
			rows++;
			*found = row;
		}
	}
	fclose(file);
	return rows;
}

static void set_name(const char *name)
{
	prctl(PR_SET_NAME, name);
}

/* The process that opened the file is shown, not the one that allocated. */
TEST_F(seen, debugfs_tells_the_owner_of_a_region)
{
	struct lv1mem_alloc *region = map_shared(sizeof(*region));
	struct row row;
	pid_t child;
	int fd;

	NEED_DEBUGFS;
	ASSERT_MAPPED(region);
	set_name("the opener");
	fd = open_file();
	ASSERT_LE(0, fd);
	set_name("renamed");

	ASSERT_FORK(child);
	if (!child)
		_exit(-alloc_region(fd, TEST_PAGE_SIZE, region));
	ASSERT_EQ(0, wait_for(child));

	ASSERT_EQ(1, find_row(region, &row));
	EXPECT_EQ(getpid(), row.pid);
	EXPECT_STREQ("the opener", row.command);
	EXPECT_STREQ("unmapped", row.state);
	close(fd);
	EXPECT_EQ(0, find_row(region, &row));
	munmap(region, sizeof(*region));
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
	ASSERT_EQ(1, find_row(&region, &row));
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
	ASSERT_EQ(0, alloc_many(self->fd, regions, MANY));
	ASSERT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &other));
	for (size_t i = 0; i < MANY; i++) {
		EXPECT_EQ_LOG(1, find_row(&regions[i], &row), "region at 0x%llx",
			      regions[i].lpar_addr);
	}
	EXPECT_EQ(1, find_row(&other, &row));
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
	ASSERT_MAPPED(memory);
	ASSERT_EQ(1, find_row(&region, &row));
	EXPECT_STREQ("mapped", row.state);
	munmap(memory, TEST_PAGE_SIZE);
	ASSERT_EQ(1, find_row(&region, &row));
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
	ASSERT_EQ(1, find_row(&region, &row));
	EXPECT_LE(1, row.age);
	EXPECT_GE(time(NULL) - start, row.age);
}

TEST_HARNESS_MAIN
