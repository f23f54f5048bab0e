// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings: their contents, their bounds, and that a mapped region is not released.
 */
#include <signal.h>
#include <sys/resource.h>

#include "fixture.h"

#define REGION_PAGES  4
#define REGION_LENGTH (REGION_PAGES * TEST_PAGE_SIZE)

FIXTURE(mapping)
{
	FIXTURE_FIELDS;
	struct lv1mem_alloc region;
};

FIXTURE_SETUP(mapping)
{
	OPEN_FILES();
	ASSERT_EQ(0, alloc_region(self->fd, REGION_LENGTH, &self->region));
	ASSERT_NE(LV1MEM_NOT_MAPPABLE, self->region.mmap_offset);
}

/* What a test leaves mapped goes when its process ends. */
FIXTURE_TEARDOWN(mapping)
{
	int err = free_region(self->fd, self->region.lpar_addr);

	/* A test may have freed it. */
	if (err != -ENOENT)
		EXPECT_EQ(0, err);
	CLOSE_FILES();
}

#define UNMAP(address, length) ASSERT_EQ(0, err_of(munmap((void *)(address), length)))

#define EXPECT_NOT_MAPPED(error, address) \
	do { \
		errno = 0; \
		EXPECT_EQ(MAP_FAILED, address); \
		EXPECT_EQ(error, errno); \
	} while (0)

static uint64_t pattern(size_t index)
{
	return (index + 1) * 0x0123456789abcdefULL;
}

static void fill(uint64_t *words, size_t length)
{
	for (size_t i = 0; i < length / sizeof(*words); i++)
		words[i] = pattern(i);
}

static size_t count_wrong_words(const uint64_t *words, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length / sizeof(*words); i++)
		count += words[i] != pattern(i);
	return count;
}

static size_t count_nonzero_words(const uint64_t *words, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length / sizeof(*words); i++)
		count += !!words[i];
	return count;
}

static int try_byte(volatile char *byte, bool write)
{
	pid_t child = fork_child();

	if (child < 0)
		return child;
	if (!child) {
		signal(SIGSEGV, SIG_DFL);
		signal(SIGBUS, SIG_DFL);
		if (write)
			*byte = 1;
		(void)*byte;
		_exit(0);
	}
	return wait_for(child);
}

/* Read a byte in a child. Returns what wait_for() does. */
static int touch(volatile char *byte)
{
	return try_byte(byte, false);
}

/* Write 1 to a byte in a child. */
static int change(volatile char *byte)
{
	return try_byte(byte, true);
}

TEST_F(mapping, first_sight_is_zero)
{
	uint64_t *words = map_region(self->fd, &self->region);

	ASSERT_MAPPED(words);
	EXPECT_EQ(0, count_nonzero_words(words, REGION_LENGTH));
	UNMAP(words, REGION_LENGTH);
}

TEST_F(mapping, written_is_read_back)
{
	uint64_t *words = map_region(self->fd, &self->region);

	ASSERT_MAPPED(words);
	fill(words, REGION_LENGTH);
	EXPECT_EQ(0, count_wrong_words(words, REGION_LENGTH));
	UNMAP(words, REGION_LENGTH);

	/* A new mapping shows the region itself. */
	words = map_region(self->fd, &self->region);
	ASSERT_MAPPED(words);
	EXPECT_EQ(0, count_wrong_words(words, REGION_LENGTH));
	UNMAP(words, REGION_LENGTH);
}

TEST_F(mapping, two_mappings_show_the_same)
{
	volatile uint64_t *first = map_region(self->fd, &self->region);
	volatile uint64_t *second = map_region(self->fd, &self->region);

	ASSERT_MAPPED(first);
	ASSERT_MAPPED(second);
	first[0] = pattern(1);
	EXPECT_EQ(pattern(1), second[0]);
	second[0] = pattern(2);
	EXPECT_EQ(pattern(2), first[0]);
	UNMAP(first, REGION_LENGTH);
	UNMAP(second, REGION_LENGTH);
}

TEST_F(mapping, two_regions_are_apart)
{
	struct lv1mem_alloc region;
	uint64_t *words = map_region(self->fd, &self->region);
	uint64_t *others;

	ASSERT_MAPPED(words);
	ASSERT_EQ(0, alloc_region(self->fd, REGION_LENGTH, &region));
	others = map_region(self->fd, &region);
	ASSERT_MAPPED(others);

	fill(words, REGION_LENGTH);
	EXPECT_EQ(0, count_nonzero_words(others, REGION_LENGTH));
	memset(others, 0xff, REGION_LENGTH);
	EXPECT_EQ(0, count_wrong_words(words, REGION_LENGTH));
	UNMAP(words, REGION_LENGTH);
	UNMAP(others, REGION_LENGTH);
}

/* The largest block that LV1 has: a few of them are most of its memory. */
#define BIG_LENGTH  (2UL << 20)
#define BIG_REGIONS 4

static int count_big_regions(int fd, struct lv1mem_alloc *regions)
{
	int count = 0;

	while (count < BIG_REGIONS) {
		regions[count] = alloc_args(BIG_LENGTH, 21);
		if (call(fd, LV1MEM_IOC_ALLOC, &regions[count]))
			break;
		count++;
	}
	return count;
}

TEST_F(mapping, memory_of_an_earlier_region_is_not_seen)
{
	struct lv1mem_alloc regions[BIG_REGIONS];
	uint64_t *words;
	int count;

	for (int round = 0; round < 2; round++) {
		count = count_big_regions(self->fd, regions);
		ASSERT_LT(0, count);
		for (int i = 0; i < count; i++) {
			words = map_region(self->fd, &regions[i]);
			ASSERT_MAPPED(words);
			EXPECT_EQ(0, count_nonzero_words(words, BIG_LENGTH));
			memset(words, 0xa5, BIG_LENGTH);
			UNMAP(words, BIG_LENGTH);
		}
		for (int i = 0; i < count; i++)
			ASSERT_EQ(0, free_region(self->fd, regions[i].lpar_addr));
	}
}

/* The size of this process's page tables in KiB, or -1 if it is unknown. */
static long page_tables(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[128];
	long size = -1;

	while (status && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "VmPTE: %ld kB", &size) == 1)
			break;
	}
	if (status)
		fclose(status);
	return size;
}

static long count_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

/* Touch @length bytes. Returns the number of page faults. */
static long touch_all(volatile char *bytes, size_t length)
{
	const long before = count_faults();

	for (size_t i = 0; i < length; i += page_size())
		bytes[i] = 1;
	return count_faults() - before;
}

/*
 * A fault maps the 2 MiB around it, and no more. With pages of 4 KiB this is what one
 * page table covers, so a fault elsewhere allocates another table.
 */
TEST_F(mapping, a_touch_maps_what_is_around_it)
{
	struct lv1mem_alloc region = alloc_args(4 * BIG_LENGTH, TEST_PAGE_SHIFT);
	volatile char *bytes, *block;
	long before, first, second;

	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &region));
	bytes = map_region(self->fd, &region);
	ASSERT_MAPPED(bytes);
	block = (char *)(((uintptr_t)bytes + BIG_LENGTH) & ~(BIG_LENGTH - 1));

	page_tables();
	before = page_tables();
	block[BIG_LENGTH / 2] = 1;
	first = page_tables();
	block[BIG_LENGTH + 1] = 1;
	second = page_tables();
	EXPECT_EQ(0, touch_all(block, 2 * BIG_LENGTH));
	UNMAP(bytes, region.length);

	if (page_size() != 4096 || before < 0)
		SKIP(return, "the size of the page tables is unknown, or pages are not of 4 KiB");
	EXPECT_LE(4, first - before);
	EXPECT_GT(12, first - before);
	EXPECT_EQ(4, second - first);
}

TEST_F(mapping, mapped_region_cannot_be_freed)
{
	struct lv1mem_free args = free_args(self->region.lpar_addr);
	volatile char *bytes = map_region(self->fd, &self->region);

	ASSERT_MAPPED(bytes);
	/* Even before the first fault. */
	args.lv1_status = 1;
	EXPECT_EQ(-EBUSY, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(0, args.lv1_status);

	bytes[0] = 1;
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	EXPECT_EQ(1, bytes[0]);

	UNMAP(bytes, REGION_LENGTH);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
}

TEST_F(mapping, part_of_a_region)
{
	volatile uint64_t *part = map_part(self->fd, &self->region,
					   2 * TEST_PAGE_SIZE, TEST_PAGE_SIZE);
	volatile uint64_t *all = map_region(self->fd, &self->region);
	size_t first = 2 * TEST_PAGE_SIZE / sizeof(*all);
	size_t last = TEST_PAGE_SIZE / sizeof(*part) - 1;

	ASSERT_MAPPED(part);
	ASSERT_MAPPED(all);
	part[0] = pattern(1);
	part[last] = pattern(2);
	EXPECT_EQ(0, all[first - 1]);
	EXPECT_EQ(pattern(1), all[first]);
	EXPECT_EQ(pattern(2), all[first + last]);
	EXPECT_EQ(0, all[first + last + 1]);
	UNMAP(all, REGION_LENGTH);

	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(part, TEST_PAGE_SIZE);
}

TEST_F(mapping, offset_beyond_the_region_is_invalid)
{
	EXPECT_NOT_MAPPED(EINVAL, map_part(self->fd, &self->region, REGION_LENGTH, TEST_PAGE_SIZE));
}

TEST_F(mapping, length_beyond_the_region_is_invalid)
{
	EXPECT_NOT_MAPPED(EINVAL,
			  map_part(self->fd, &self->region, 0, REGION_LENGTH + page_size()));
	EXPECT_NOT_MAPPED(EINVAL, map_part(self->fd, &self->region, page_size(), REGION_LENGTH));
}

/* Even if another region follows at the next address. */
TEST_F(mapping, mapping_ends_with_the_region)
{
	struct lv1mem_alloc region;

	ASSERT_EQ(0, alloc_region(self->fd, REGION_LENGTH, &region));
	EXPECT_NOT_MAPPED(EINVAL, map_part(self->fd, &self->region, 0, 2 * REGION_LENGTH));
	EXPECT_NOT_MAPPED(EINVAL, map_part(self->fd, &region, 0, 2 * REGION_LENGTH));
}

TEST_F(mapping, region_of_another_file_cannot_be_mapped)
{
	int fd = open_file();

	ASSERT_LE(0, fd);
	EXPECT_NOT_MAPPED(EINVAL, map_region(fd, &self->region));
	close(fd);
}

/* The last offset needs more than 32 bits. */
#define MANY_REGIONS 40

TEST_F(mapping, each_of_many_regions_has_an_offset_of_its_own)
{
	struct lv1mem_alloc regions[MANY_REGIONS];
	uint64_t *words;

	for (size_t i = 0; i < MANY_REGIONS; i++) {
		ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &regions[i]));
		words = map_region(self->fd, &regions[i]);
		ASSERT_MAPPED(words);
		words[0] = pattern(i);
		UNMAP(words, TEST_PAGE_SIZE);
	}
	ASSERT_LT(UINT32_MAX, regions[MANY_REGIONS - 1].mmap_offset);
	for (size_t i = 0; i < MANY_REGIONS; i++) {
		words = map_region(self->fd, &regions[i]);
		ASSERT_MAPPED(words);
		EXPECT_EQ(pattern(i), words[0]);
		UNMAP(words, TEST_PAGE_SIZE);
	}
}

TEST_F(mapping, freed_region_cannot_be_mapped)
{
	ASSERT_EQ(0, free_region(self->fd, self->region.lpar_addr));
	EXPECT_NOT_MAPPED(EINVAL, map_region(self->fd, &self->region));
}

/* A copied page would not be the region's. */
TEST_F(mapping, private_mapping_for_writing_is_invalid)
{
	EXPECT_NOT_MAPPED(EINVAL, mmap(NULL, REGION_LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE,
				       self->fd, self->region.mmap_offset));
}

TEST_F(mapping, private_mapping_is_for_reading)
{
	volatile char *bytes = map_region(self->fd, &self->region);
	volatile char *private = mmap(NULL, REGION_LENGTH, PROT_READ, MAP_PRIVATE,
				      self->fd, self->region.mmap_offset);

	ASSERT_MAPPED(bytes);
	ASSERT_MAPPED(private);
	bytes[TEST_PAGE_SIZE] = 7;
	EXPECT_EQ(7, private[TEST_PAGE_SIZE]);
	EXPECT_EQ(128 + SIGSEGV, change(private));
	errno = 0;
	EXPECT_EQ(-1, mprotect((void *)private, REGION_LENGTH, PROT_READ | PROT_WRITE));
	EXPECT_EQ(EACCES, errno);
	bytes[TEST_PAGE_SIZE] = 8;
	EXPECT_EQ(8, private[TEST_PAGE_SIZE]);

	UNMAP(bytes, REGION_LENGTH);
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(private, REGION_LENGTH);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
}

TEST_F(mapping, read_only_mapping_can_be_made_writable)
{
	volatile char *bytes = mmap(NULL, REGION_LENGTH, PROT_READ, MAP_SHARED,
				    self->fd, self->region.mmap_offset);

	ASSERT_MAPPED(bytes);
	EXPECT_EQ(0, touch(bytes));
	EXPECT_EQ(128 + SIGSEGV, change(bytes));
	ASSERT_EQ(0, err_of(mprotect((void *)bytes, REGION_LENGTH, PROT_READ | PROT_WRITE)));
	EXPECT_EQ(0, change(bytes));
	EXPECT_EQ(1, bytes[0]);
	UNMAP(bytes, REGION_LENGTH);
}

/* mprotect() of the middle splits the VMA into three, and each counts. */
TEST_F(mapping, protection_of_a_part_can_be_changed)
{
	volatile char *bytes = map_region(self->fd, &self->region);
	volatile char *middle = bytes + TEST_PAGE_SIZE;

	ASSERT_MAPPED(bytes);
	*middle = 5;
	ASSERT_EQ(0, err_of(mprotect((void *)middle, TEST_PAGE_SIZE, PROT_READ)));
	EXPECT_EQ(0, touch(middle));
	EXPECT_EQ(128 + SIGSEGV, change(middle));
	EXPECT_EQ(0, change(bytes));
	ASSERT_EQ(0, err_of(mprotect((void *)middle, TEST_PAGE_SIZE, PROT_NONE)));
	EXPECT_EQ(128 + SIGSEGV, touch(middle));
	EXPECT_EQ(0, change(middle + TEST_PAGE_SIZE));

	UNMAP(bytes, TEST_PAGE_SIZE);
	UNMAP(middle + TEST_PAGE_SIZE, 2 * TEST_PAGE_SIZE);
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	ASSERT_EQ(0, err_of(mprotect((void *)middle, TEST_PAGE_SIZE, PROT_READ | PROT_WRITE)));
	EXPECT_EQ(5, *middle);
	UNMAP(middle, TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
}

TEST_F(mapping, middle_can_be_unmapped)
{
	volatile char *bytes = map_region(self->fd, &self->region);

	ASSERT_MAPPED(bytes);
	bytes[0] = 1;
	bytes[TEST_PAGE_SIZE] = 2;
	bytes[REGION_LENGTH - 1] = 3;

	UNMAP(bytes + TEST_PAGE_SIZE, TEST_PAGE_SIZE);
	EXPECT_EQ(1, bytes[0]);
	EXPECT_EQ(3, bytes[REGION_LENGTH - 1]);
	EXPECT_EQ(0, touch(bytes));
	EXPECT_EQ(128 + SIGSEGV, touch(bytes + TEST_PAGE_SIZE));

	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(bytes, TEST_PAGE_SIZE);
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(bytes + 2 * TEST_PAGE_SIZE, 2 * TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
}

TEST_F(mapping, child_of_fork_has_it_too)
{
	volatile char *bytes = map_region(self->fd, &self->region);
	int hold[2];
	char byte;
	pid_t child;

	ASSERT_MAPPED(bytes);
	ASSERT_EQ(0, err_of(pipe(hold)));
	bytes[0] = 1;
	ASSERT_FORK(child);
	if (!child) {
		close(hold[1]);
		CHILD_EXPECT_EQ(1, bytes[0]);
		bytes[1] = 2;
		CHILD_EXPECT_EQ(0, read(hold[0], &byte, 1));
		_exit(0);
	}

	/* The child still has its mapping. */
	UNMAP(bytes, REGION_LENGTH);
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	close(hold[1]);
	EXPECT_EQ(0, wait_for(child));

	bytes = map_region(self->fd, &self->region);
	ASSERT_MAPPED(bytes);
	EXPECT_EQ(2, bytes[1]);
	UNMAP(bytes, REGION_LENGTH);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
	close(hold[0]);
}

TEST_F(mapping, cannot_grow)
{
	volatile char *bytes = map_part(self->fd, &self->region, 0, TEST_PAGE_SIZE);

	ASSERT_MAPPED(bytes);
	bytes[0] = 1;
	EXPECT_NOT_MAPPED(EFAULT, mremap((void *)bytes, TEST_PAGE_SIZE, 2 * TEST_PAGE_SIZE,
					 MREMAP_MAYMOVE));
	EXPECT_NOT_MAPPED(EFAULT, mremap((void *)bytes, TEST_PAGE_SIZE, 2 * REGION_LENGTH,
					 MREMAP_MAYMOVE));
	EXPECT_EQ(1, bytes[0]);
	UNMAP(bytes, TEST_PAGE_SIZE);
}

TEST_F(mapping, moved_mapping_still_keeps_the_region)
{
	char *bytes = map_region(self->fd, &self->region);
	void *place = map_anonymous(REGION_LENGTH);
	char *moved;

	ASSERT_MAPPED(bytes);
	ASSERT_MAPPED(place);
	bytes[0] = 1;
	moved = mremap(bytes, REGION_LENGTH, REGION_LENGTH,
		       MREMAP_MAYMOVE | MREMAP_FIXED, place);
	/* The kernel need not be able to move it. */
	if (moved == MAP_FAILED)
		moved = bytes;

	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	EXPECT_EQ(1, moved[0]);
	UNMAP(moved, REGION_LENGTH);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
}

TEST_F(mapping, small_pages_can_be_mapped_by_kernels_with_small_pages)
{
	struct lv1mem_alloc region = alloc_args(TEST_PAGE_SIZE, 12);
	void *words;

	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &region));
	if (page_size() > 4096) {
		EXPECT_EQ(LV1MEM_NOT_MAPPABLE, region.mmap_offset);
		return;
	}
	ASSERT_NE(LV1MEM_NOT_MAPPABLE, region.mmap_offset);
	EXPECT_EQ(0, region.mmap_offset & (page_size() - 1));
	words = map_region(self->fd, &region);
	ASSERT_MAPPED(words);
	EXPECT_EQ(0, count_nonzero_words(words, TEST_PAGE_SIZE));
	UNMAP(words, TEST_PAGE_SIZE);
}

/*
 * Returns 1 if the mapping at @address has a flag in /proc/self/smaps, 0 if not, or a
 * negative errno.
 */
static int has_flag(const void *address, const char *flag)
{
	char line[512];
	char start[32];
	bool found = false;
	bool inside = false;
	FILE *smaps = fopen("/proc/self/smaps", "re");

	if (!smaps)
		return -errno;

	snprintf(start, sizeof(start), "%lx-", (unsigned long)address);
	while (fgets(line, sizeof(line), smaps)) {
		const char *text = line + strspn(line, "0");

		if (!strncmp(text, start, strlen(start)))
			inside = true;
		if (!inside || strncmp(line, "VmFlags:", 8))
			continue;
		found = strstr(line, flag);
		break;
	}
	fclose(smaps);
	return found;
}

TEST_F(mapping, is_left_out_of_core_dumps)
{
	void *bytes = map_region(self->fd, &self->region);
	void *plain = map_anonymous(TEST_PAGE_SIZE);

	ASSERT_MAPPED(bytes);
	ASSERT_MAPPED(plain);
	/* If the kernel shows flags, every mapping has this one. */
	if (has_flag(plain, " rd") != 1) {
		UNMAP(bytes, REGION_LENGTH);
		SKIP(return, "no flags in /proc/self/smaps");
	}
	EXPECT_EQ(1, has_flag(bytes, " dd"));
	EXPECT_EQ(0, has_flag(plain, " dd"));
	UNMAP(bytes, REGION_LENGTH);
}

TEST_HARNESS_MAIN
