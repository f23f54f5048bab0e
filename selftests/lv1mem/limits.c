// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's own limits: ENOSPC, and never anything that LV1 says.
 */
#include <inttypes.h>

#include "kselftest_harness.h"

#include "abi.h"

#define PARAMETERS "/sys/module/lv1mem/parameters/"

static void __attribute__((constructor)) skip_all(void)
{
	skip_all_without(LV1MEM_TEST_DEVICE);
	/* sysfs need not be mounted; if it is, the parameters have to be there. */
	skip_all_without("/sys/module");
}

static const char *const parameter_names[] = {
	"max_regions", "max_bytes", "total_bytes"
};

enum parameter {
	MAX_REGIONS,
	MAX_BYTES,
	TOTAL_BYTES,
	PARAMETER_COUNT,
};

FIXTURE(limits)
{
	int fd;
	int watcher;
	struct totals before;
	char saved[PARAMETER_COUNT][64];
};

static int open_parameter(enum parameter parameter, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), PARAMETERS "%s",
		 parameter_names[parameter]);
	return open(path, flags | O_CLOEXEC);
}

static int save(enum parameter parameter, char *text, size_t size)
{
	int fd = open_parameter(parameter, O_RDONLY);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	if (length <= 0)
		return -1;

	text[length] = '\0';
	return 0;
}

static int restore(enum parameter parameter, const char *text)
{
	int fd = open_parameter(parameter, O_WRONLY);
	ssize_t length = strlen(text);
	bool done = fd >= 0 && write(fd, text, length) == length;

	if (fd >= 0)
		close(fd);
	return done ? 0 : -1;
}

static int set_limit(enum parameter parameter, uint64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	return restore(parameter, text);
}

FIXTURE_SETUP(limits)
{
	for (int i = 0; i < PARAMETER_COUNT; i++)
		ASSERT_EQ(0, save(i, self->saved[i], sizeof(self->saved[i])));

	self->watcher = open(LV1MEM_TEST_DEVICE, O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, self->watcher);
	self->before = get_totals(self->watcher);
	self->fd = open_file();
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(limits)
{
	char now[64];

	close(self->fd);
	for (int i = 0; i < PARAMETER_COUNT; i++) {
		EXPECT_EQ(0, restore(i, self->saved[i]));
		EXPECT_EQ(0, save(i, now, sizeof(now)));
		EXPECT_STREQ(self->saved[i], now);
	}
	EXPECT_EQ(self->before.regions, get_totals(self->watcher).regions);
	EXPECT_EQ(self->before.bytes, get_totals(self->watcher).bytes);
	close(self->watcher);
}

#define EXPECT_NO_SPACE(fd, bytes) \
	do { \
		struct lv1mem_alloc args = alloc_args(bytes, TEST_PAGE_SHIFT); \
\
		args.lv1_status = 1; \
		EXPECT_EQ(-ENOSPC, call(fd, LV1MEM_IOC_ALLOC, &args)); \
		EXPECT_EQ(0, args.lv1_status); \
	} while (0)

TEST_F(limits, are_shown)
{
	struct lv1mem_info info;

	ASSERT_EQ(0, set_limit(MAX_REGIONS, 7));
	ASSERT_EQ(0, set_limit(MAX_BYTES, 5 * TEST_PAGE_SIZE));
	ASSERT_EQ(0, set_limit(TOTAL_BYTES,
			       self->before.bytes + 9 * TEST_PAGE_SIZE));
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(7, info.file_max_regions);
	EXPECT_EQ(5 * TEST_PAGE_SIZE, info.file_max_bytes);
	EXPECT_EQ(self->before.bytes + 9 * TEST_PAGE_SIZE,
		  info.total_max_bytes);
}

TEST_F(limits, regions_of_a_file)
{
	struct lv1mem_alloc regions[2];
	struct lv1mem_alloc region;
	int fd = open_file();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, set_limit(MAX_REGIONS, 2));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[0]));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[1]));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	/* It is a file's limit: another file has its own. */
	EXPECT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
	close(fd);

	ASSERT_EQ(0, free_region(self->fd, regions[0].lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
}

TEST_F(limits, bytes_of_a_file)
{
	struct lv1mem_alloc region;
	struct lv1mem_alloc other;
	int fd = open_file();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, set_limit(MAX_BYTES, 3 * TEST_PAGE_SIZE));
	EXPECT_NO_SPACE(self->fd, 4 * TEST_PAGE_SIZE);
	ASSERT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, 2 * TEST_PAGE_SIZE);
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &other));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);

	EXPECT_EQ(0, alloc_region(fd, 3 * TEST_PAGE_SIZE, &other));
	close(fd);

	ASSERT_EQ(0, free_region(self->fd, region.lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
}

TEST_F(limits, bytes_of_all_files)
{
	struct lv1mem_alloc region;
	struct lv1mem_alloc other;
	int fd = open_file();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, set_limit(TOTAL_BYTES,
			       self->before.bytes + 3 * TEST_PAGE_SIZE));
	ASSERT_EQ(0, alloc_region(self->fd, 2 * TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(fd, 2 * TEST_PAGE_SIZE);
	EXPECT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &other));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(fd, TEST_PAGE_SIZE);

	/* What one file gives back, another can have. */
	close(fd);
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
}

/* A sum that wraps around is not below the limit. */
TEST_F(limits, huge_lengths_do_not_wrap)
{
	struct lv1mem_alloc region;

	ASSERT_EQ(0, set_limit(MAX_BYTES, 2 * TEST_PAGE_SIZE));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	EXPECT_NO_SPACE(self->fd, -(uint64_t)TEST_PAGE_SIZE);
	EXPECT_NO_SPACE(self->fd, 1ULL << 63);
}

TEST_F(limits, lowered_limit_takes_nothing_away)
{
	struct lv1mem_alloc regions[2];
	struct lv1mem_info info;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[0]));
	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[1]));
	ASSERT_EQ(0, set_limit(MAX_REGIONS, 1));
	ASSERT_EQ(0, set_limit(MAX_BYTES, TEST_PAGE_SIZE));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(2, info.file_regions);
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, regions[0].lpar_addr));
	EXPECT_NO_SPACE(self->fd, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, regions[1].lpar_addr));
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[0]));
}

TEST_F(limits, refused_allocation_uses_nothing_up)
{
	struct lv1mem_alloc region;

	ASSERT_EQ(0, set_limit(MAX_REGIONS, 1));
	ASSERT_EQ(0, set_limit(MAX_BYTES, 4 << 20));
	for (int i = 0; i < 4; i++) {
		struct lv1mem_alloc args = alloc_args(4 << 20, 22);

		EXPECT_EQ(-ENOMEM, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		EXPECT_EQ(LV1_RESOURCE_SHORTAGE, args.lv1_status);
	}
	EXPECT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
}

TEST_HARNESS_MAIN
