// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can be seen of regions: GET_INFO, QUERY and LIST, the sums of a file in fdinfo, and
 * all regions in debugfs.
 */
#include <inttypes.h>
#include <linux/magic.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/vfs.h>

#include "fixture.h"

#define MANY 37
/* For the command in a row of debugfs. */
#define NAME_SIZE 80
#define LENGTH	  (3 * TEST_PAGE_SIZE)

FIXTURE_FILES(seen)

static int compare_addresses(const void *one, const void *other)
{
	const struct lv1mem_alloc *a = one, *b = other;

	return a->lpar_addr < b->lpar_addr ? -1 : a->lpar_addr > b->lpar_addr;
}

/* Allocate regions and sort them by address. */
static void alloc_sorted(struct __test_metadata *_metadata, int fd, struct lv1mem_alloc *regions)
{
	must_alloc_many(_metadata, fd, regions, MANY);
	qsort(regions, MANY, sizeof(*regions), compare_addresses);
}

/* The driver's lines in fdinfo. @fields counts unknown ones too. */
struct fdinfo {
	int fields;
	uint64_t regions;
	uint64_t bytes;
};

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
	while (fgets(line, sizeof(line), file)) {
		if (strncmp(line, "lv1mem-", strlen("lv1mem-")))
			continue;
		info->fields++;
		if (sscanf(line, "lv1mem-regions:\t%" SCNu64, &info->regions) != 1 &&
		    sscanf(line, "lv1mem-bytes:\t%" SCNu64, &info->bytes) != 1)
			fprintf(stderr, "# fdinfo: unknown line: %s", line);
	}
	fclose(file);
	return 0;
}

/* What a file owns, in GET_INFO and in fdinfo. */
static void expect_sums(struct __test_metadata *_metadata, int fd, uint64_t regions,
			uint64_t bytes)
{
	struct lv1mem_info info;
	struct fdinfo fdinfo;

	ASSERT_EQ(0, get_info(fd, &info));
	EXPECT_EQ(regions, info.file_regions);
	EXPECT_EQ(bytes, info.file_bytes);
	ASSERT_EQ(0, read_fdinfo(fd, &fdinfo));
	EXPECT_EQ(2, fdinfo.fields);
	EXPECT_EQ(regions, fdinfo.regions);
	EXPECT_EQ(bytes, fdinfo.bytes);
}

TEST_F(seen, sums_of_a_file)
{
	struct lv1mem_alloc regions[MANY];
	struct lv1mem_info info;
	uint64_t bytes = 0;

	expect_sums(_metadata, self->fd, 0, 0);
	alloc_sorted(_metadata, self->fd, regions);
	for (size_t i = 0; i < MANY; i++)
		bytes += regions[i].length;
	expect_sums(_metadata, self->fd, MANY, bytes);
	/* Another file owns none of them. */
	expect_sums(_metadata, self->watcher, 0, 0);
	ASSERT_EQ(0, get_info(self->watcher, &info));
	EXPECT_EQ(self->before.total_regions + MANY, info.total_regions);
	EXPECT_EQ(self->before.total_bytes + bytes, info.total_bytes);

	ASSERT_EQ(0, free_region(self->fd, regions[0].lpar_addr));
	expect_sums(_metadata, self->fd, MANY - 1, bytes - regions[0].length);
}

TEST_F(seen, info_on_a_read_only_file)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, get_info(self->watcher, &info));
	EXPECT_EQ(sizeof(info), info.size);
	ASSERT_GT(32, info.page_shift);
	EXPECT_EQ(page_size(), 1UL << info.page_shift);
	EXPECT_LT(info.total_regions, info.max_regions);
	EXPECT_LT(info.total_bytes, info.max_bytes);
}

TEST_F(seen, query_of_any_address_in_a_region)
{
	static const unsigned long long offsets[] = { 0, 1, TEST_PAGE_SIZE, LENGTH - 1 };
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, LENGTH);
	struct lv1mem_query answer;

	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		ASSERT_EQ_LOG(0, query_region(self->fd, region.lpar_addr + offsets[i], &answer),
			      "offset 0x%llx in the region: status %d", offsets[i],
			      answer.lv1_status);
		EXPECT_EQ(0, answer.lv1_status);
		EXPECT_EQ(region.lpar_addr, answer.start);
		EXPECT_EQ(LENGTH, answer.length);
		EXPECT_EQ(TEST_PAGE_SHIFT, answer.page_shift);
	}
}

TEST_F(seen, query_of_own_regions_needs_no_capability)
{
	struct lv1mem_alloc first = must_alloc(_metadata, self->fd, LENGTH);
	struct lv1mem_alloc second = must_alloc(_metadata, self->fd, LENGTH);
	struct lv1mem_alloc freed = must_alloc(_metadata, self->fd, LENGTH);
	int fd = must_open(_metadata);
	struct lv1mem_alloc other = must_alloc(_metadata, fd, LENGTH);
	const struct {
		int fd;
		unsigned long long lpar_addr;
		int err;
	} cases[] = {
		{ self->fd, first.lpar_addr, 0 },
		{ self->fd, first.lpar_addr + LENGTH - 1, 0 },
		{ self->fd, second.lpar_addr, 0 },
		{ self->fd, second.lpar_addr + 1, 0 },
		{ self->fd, first.lpar_addr - 1, -EPERM },
		{ self->fd, first.lpar_addr + LENGTH, -EPERM },
		{ self->fd, second.lpar_addr + LENGTH, -EPERM },
		{ self->fd, UINT64_MAX, -EPERM },
		{ self->fd, 0, -EPERM },
		{ self->fd, other.lpar_addr, -EPERM },
		{ self->fd, freed.lpar_addr, -EPERM },
		{ self->watcher, second.lpar_addr, -EPERM },
	};
	pid_t child;

	ASSERT_EQ(0, free_region(self->fd, freed.lpar_addr));
	child = must_fork(_metadata);
	if (!child) {
		CHILD_EXPECT_EQ(0, drop_rawio());
		for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
			struct lv1mem_query answer;
			char what[64];

			snprintf(what, sizeof(what), "QUERY 0x%llx, case %zu",
				 cases[i].lpar_addr, i);
			child_expect(cases[i].err,
				     query_region(cases[i].fd, cases[i].lpar_addr, &answer), what);
		}
		_exit(0);
	}
	EXPECT_EQ(0, wait_for(child));
	close(fd);
}

/* On failure, LV1's status is all that is written. */
TEST_F(seen, query_on_a_read_only_file)
{
	const size_t start = offsetof(struct lv1mem_query, start);
	struct lv1mem_query answer, before;

	/* The real mode region: 128 MiB on every console. */
	ASSERT_EQ(0, query_region(self->watcher, 0x1234, &answer));
	EXPECT_EQ(0, answer.start);
	EXPECT_EQ(128ULL << 20, answer.length);

	/* No region is there; higher addresses may never have been tried on a console. */
	answer = query_args(1ULL << 42);
	memset((char *)&answer + start, 77, sizeof(answer) - start);
	before = answer;
	EXPECT_EQ(-ENOENT, call(self->watcher, LV1MEM_IOC_QUERY, &answer));
	EXPECT_EQ(LV1_NO_ENTRY, answer.lv1_status);
	before.lv1_status = answer.lv1_status;
	EXPECT_EQ(sizeof(answer), first_difference(&before, &answer, sizeof(answer)));
}

/* From @start on the list has exactly these regions, if @room entries are read at a time. */
static void expect_list(struct __test_metadata *_metadata, int fd, uint64_t start, uint32_t room,
			const struct lv1mem_alloc *regions, uint32_t count)
{
	struct lv1mem_list_entry entries[2 * MANY];
	struct lv1mem_list args = list_args(entries, room);
	uint32_t listed = 0;

	args.start = start;
	do {
		args.count = room;
		args.entries = (uintptr_t)&entries[listed];
		ASSERT_EQ(0, call(fd, LV1MEM_IOC_LIST, &args));
		listed += args.count;
		ASSERT_GE(count, listed);
	} while (args.count == room);
	ASSERT_EQ_LOG(count, listed, "%u entries at a time", room);
	for (uint32_t i = 0; i < count; i++) {
		EXPECT_EQ_LOG(regions[i].lpar_addr, entries[i].lpar_addr,
			      "entry %u, %u at a time", i, room);
		EXPECT_EQ(regions[i].length, entries[i].length);
		EXPECT_EQ(regions[i].page_shift, entries[i].page_shift);
		EXPECT_EQ(regions[i].muid, entries[i].muid);
		EXPECT_EQ(regions[i].mmap_offset, entries[i].mmap_offset);
		EXPECT_EQ(0, entries[i].mappings);
		EXPECT_EQ(0, entries[i].reserved);
	}
}

TEST_F(seen, list_has_the_files_regions_by_address)
{
	static const uint32_t rooms[] = { 1, 2, 15, 16, 17, MANY, MANY + 1 };
	struct lv1mem_alloc regions[MANY];
	struct lv1mem_list args;

	alloc_sorted(_metadata, self->fd, regions);
	for (size_t i = 0; i < ARRAY_SIZE(rooms); i++)
		expect_list(_metadata, self->fd, 0, rooms[i], regions, MANY);
	expect_list(_metadata, self->fd, regions[1].lpar_addr, 1, regions + 1, MANY - 1);
	expect_list(_metadata, self->fd, regions[1].lpar_addr + 1, MANY, regions + 2, MANY - 2);
	expect_list(_metadata, self->fd, UINT64_MAX, MANY, NULL, 0);
	expect_list(_metadata, self->watcher, 0, 1, NULL, 0);
	ASSERT_EQ(0, list_regions(self->fd, NULL, 0, &args));
	EXPECT_EQ(0, args.count);
	EXPECT_EQ(0, args.start);

	ASSERT_EQ(0, free_region(self->fd, regions[5].lpar_addr));
	memmove(&regions[5], &regions[6], (MANY - 6) * sizeof(*regions));
	expect_list(_metadata, self->fd, 0, MANY, regions, MANY - 1);
}

TEST_F(seen, list_counts_mappings)
{
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	void *first = must_map(_metadata, self->fd, &region);
	void *second = must_map(_metadata, self->fd, &region);
	struct lv1mem_list_entry entry;
	struct lv1mem_list args;

	ASSERT_EQ(0, list_regions(self->fd, &entry, 1, &args));
	EXPECT_EQ(2, entry.mappings);
	munmap(first, TEST_PAGE_SIZE);
	ASSERT_EQ(0, list_regions(self->fd, &entry, 1, &args));
	EXPECT_EQ(1, entry.mappings);
	munmap(second, TEST_PAGE_SIZE);
}

/* A program that is newer than the driver gets zeros in the additional fields. */
TEST_F(seen, list_with_entries_of_other_sizes)
{
	static const struct {
		uint32_t entry_size;
		int err;
	} cases[] = {
		{ 0, -EINVAL },
		{ sizeof(struct lv1mem_list_entry) - 1, -EINVAL },
		{ sizeof(struct lv1mem_list_entry), 0 },
		{ sizeof(struct lv1mem_list_entry) + 24, 0 },
		{ LARGEST_SIZE, 0 },
		{ LARGEST_SIZE + 1, -E2BIG },
		{ 65536, -E2BIG },
		{ UINT32_MAX, -E2BIG },
	};
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	const size_t known = sizeof(struct lv1mem_list_entry);
	static const unsigned char zeros[LARGEST_SIZE];
	static union {
		struct lv1mem_list_entry known;
		unsigned char bytes[2 * LARGEST_SIZE];
	} entries;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_list args = list_args(&entries.known, 1);
		uint32_t size = cases[i].entry_size;

		memset(&entries, 0xff, sizeof(entries));
		args.entry_size = size;
		args.lv1_status = NOT_WRITTEN;
		EXPECT_EQ_LOG(cases[i].err, call(self->fd, LV1MEM_IOC_LIST, &args), "entry_size %u",
			      size);
		EXPECT_EQ(0, args.lv1_status);
		EXPECT_EQ(1, args.count);
		if (cases[i].err)
			continue;
		EXPECT_EQ(region.lpar_addr, entries.known.lpar_addr);
		EXPECT_EQ_LOG(size - known,
			      first_difference(zeros, &entries.bytes[known], size - known),
			      "the tail of an entry of %u bytes", size);
		EXPECT_EQ_LOG(0xff, entries.bytes[size], "the byte behind %u", size);
	}
}

TEST_F(seen, list_to_bad_pointers_is_refused)
{
	struct lv1mem_list args;

	must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(-EFAULT, list_regions(self->fd, NULL, 1, &args));
	EXPECT_EQ(1, args.count);
	args.entries = UINT64_MAX - 8;
	EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_LIST, &args));
}

static bool can_read_debugfs(void)
{
	struct statfs status;

	return !geteuid() && !statfs("/sys/kernel/debug", &status) &&
	       (long)status.f_type == DEBUGFS_MAGIC;
}

#define NEED_DEBUGFS \
	do { \
		if (!can_read_debugfs()) \
			SKIP(return, "debugfs is not mounted, or this is not root"); \
	} while (0)

/* What a row of debugfs tells about a region. @pid is 0 if there is no owner. */
struct row {
	int pid;
	unsigned long long age;
	char state[16];
	char command[NAME_SIZE];
};

/* Returns how many rows a region has, or a negative errno; -EPROTO for a malformed row. */
static int find_row(const struct lv1mem_alloc *region, struct row *found)
{
	unsigned long long lpar_addr, length, page_shift, muid;
	FILE *file = fopen(REGIONS_FILE, "re");
	int lines = 0, rows = 0;
	char line[256], pid[16];
	struct row row;

	if (!file)
		return -errno;
	while (rows >= 0 && fgets(line, sizeof(line), file)) {
		int end = 0;

		/* The first line has the names of the columns. */
		if (!lines++)
			continue;
		if (sscanf(line, "%15s 0x%llx %llu %llu %llu %llu %15s %79[^\n]%n", pid, &lpar_addr,
			   &length, &page_shift, &muid, &row.age, row.state, row.command,
			   &end) != 8 ||
		    line[end] != '\n') {
			fprintf(stderr, "# " REGIONS_FILE ": malformed: %s", line);
			rows = -EPROTO;
		} else if (lpar_addr == region->lpar_addr && length == region->length &&
			   page_shift == region->page_shift && muid == region->muid) {
			row.pid = atoi(pid);
			*found = row;
			rows++;
		}
	}
	fclose(file);
	return rows;
}

/*
 * The process that opened the file is shown, not the one that allocated, and its name as
 * it was then. A name of two lines makes one row.
 */
TEST_F(seen, debugfs_has_a_row_for_a_region)
{
	struct lv1mem_alloc *region = map_shared(sizeof(*region));
	struct row row;
	void *memory;
	pid_t child;
	int fd;

	NEED_DEBUGFS;
	ASSERT_MAPPED(region);
	prctl(PR_SET_NAME, "a\nb\\c");
	fd = must_open(_metadata);
	prctl(PR_SET_NAME, "renamed");
	child = must_fork(_metadata);
	if (!child)
		_exit(-alloc_region(fd, TEST_PAGE_SIZE, region));
	ASSERT_EQ(0, wait_for(child));

	ASSERT_EQ(1, find_row(region, &row));
	EXPECT_EQ(getpid(), row.pid);
	EXPECT_STREQ("a\\012b\\134c", row.command);
	EXPECT_STREQ("unmapped", row.state);

	memory = must_map(_metadata, fd, region);
	ASSERT_EQ(1, find_row(region, &row));
	EXPECT_STREQ("mapped", row.state);
	munmap(memory, TEST_PAGE_SIZE);
	ASSERT_EQ(1, find_row(region, &row));
	EXPECT_STREQ("unmapped", row.state);

	close(fd);
	EXPECT_EQ(0, find_row(region, &row));
}

TEST_F(seen, debugfs_has_the_regions_of_all_files)
{
	struct lv1mem_alloc regions[MANY], other;
	struct row row;
	int fd;

	NEED_DEBUGFS;
	fd = must_open(_metadata);
	alloc_sorted(_metadata, self->fd, regions);
	other = must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	for (size_t i = 0; i < MANY; i++) {
		EXPECT_EQ_LOG(1, find_row(&regions[i], &row), "region at 0x%llx",
			      regions[i].lpar_addr);
	}
	EXPECT_EQ(1, find_row(&other, &row));
	close(fd);
}

TEST_F(seen, debugfs_tells_the_age_in_seconds)
{
	const struct timespec more_than_one = { .tv_sec = 1, .tv_nsec = 100000000 };
	uint64_t start = time(NULL);
	struct lv1mem_alloc region;
	struct row row;

	NEED_DEBUGFS;
	region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	nanosleep(&more_than_one, NULL);
	ASSERT_EQ(1, find_row(&region, &row));
	EXPECT_LE(1, row.age);
	EXPECT_GE(time(NULL) - start, row.age);
}

TEST_HARNESS_MAIN
