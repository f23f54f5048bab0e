// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mappings: their contents, their bounds, and that a mapped region is not released.
 */
#include <signal.h>
#include <sys/resource.h>

#include "fixture.h"

#define REGION_LENGTH (4 * TEST_PAGE_SIZE)

FIXTURE(mapping)
{
	FIXTURE_FIELDS;
	struct lv1mem_alloc region;
};

FIXTURE_SETUP(mapping)
{
	OPEN_FILES();
	self->region = must_alloc(_metadata, self->fd, REGION_LENGTH);
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

#define PROTECT(address, length, protection) \
	err_of(mprotect((void *)(address), length, protection))

#define PATTERN 0x0123456789abcdefULL

static void fill(uint64_t *words, size_t length)
{
	for (size_t i = 0; i < length / sizeof(*words); i++)
		words[i] = (i + 1) * PATTERN;
}

/* The words that are not as fill() writes them; with a pattern of 0, those that are not 0. */
static size_t count_others(const uint64_t *words, size_t length, uint64_t pattern)
{
	size_t count = 0;

	for (size_t i = 0; i < length / sizeof(*words); i++)
		count += words[i] != (i + 1) * pattern;
	return count;
}

/* Read a byte in a child, or write 1 to it. Returns what wait_for() does. */
static int touch(volatile char *byte, int protection)
{
	pid_t child = fork_child();

	if (child < 0)
		return child;
	if (!child) {
		signal(SIGSEGV, SIG_DFL);
		signal(SIGBUS, SIG_DFL);
		if (protection == PROT_WRITE)
			*byte = 1;
		(void)*byte;
		_exit(0);
	}
	return wait_for(child);
}

TEST_F(mapping, is_zero_at_first_and_shows_its_region)
{
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, REGION_LENGTH);
	uint64_t *words = must_map(_metadata, self->fd, &self->region);
	uint64_t *same = must_map(_metadata, self->fd, &self->region);
	uint64_t *others = must_map(_metadata, self->fd, &region);

	EXPECT_EQ(0, count_others(words, REGION_LENGTH, 0));
	fill(words, REGION_LENGTH);
	EXPECT_EQ(0, count_others(same, REGION_LENGTH, PATTERN));
	EXPECT_EQ(0, count_others(others, REGION_LENGTH, 0));
	memset(others, 0xff, REGION_LENGTH);
	EXPECT_EQ(0, count_others(words, REGION_LENGTH, PATTERN));
	UNMAP(words, REGION_LENGTH);
	UNMAP(same, REGION_LENGTH);
	UNMAP(others, REGION_LENGTH);

	/* So does a new mapping. */
	words = must_map(_metadata, self->fd, &self->region);
	EXPECT_EQ(0, count_others(words, REGION_LENGTH, PATTERN));
	UNMAP(words, REGION_LENGTH);
}

/* The largest block that LV1 has: a few of them are most of its memory. */
#define BIG_LENGTH  (2UL << 20)
#define BIG_REGIONS 4

TEST_F(mapping, memory_of_an_earlier_region_is_not_seen)
{
	for (int round = 0; round < 2; round++) {
		struct lv1mem_alloc regions[BIG_REGIONS];
		int count = 0;

		while (count < BIG_REGIONS) {
			regions[count] = alloc_args(BIG_LENGTH, 21);
			if (call(self->fd, LV1MEM_IOC_ALLOC, &regions[count]))
				break;
			count++;
		}
		ASSERT_LT(0, count);
		for (int i = 0; i < count; i++) {
			uint64_t *words = must_map(_metadata, self->fd, &regions[i]);

			EXPECT_EQ(0, count_others(words, BIG_LENGTH, 0));
			memset(words, 0xa5, BIG_LENGTH);
			UNMAP(words, BIG_LENGTH);
		}
		for (int i = 0; i < count; i++)
			ASSERT_EQ(0, free_region(self->fd, regions[i].lpar_addr));
	}
}

/* Touch @length bytes. Returns the number of page faults. */
static long count_faults(volatile char *bytes, size_t length)
{
	struct rusage before, after;

	getrusage(RUSAGE_SELF, &before);
	for (size_t i = 0; i < length; i += page_size())
		bytes[i] = 1;
	getrusage(RUSAGE_SELF, &after);
	return after.ru_minflt - before.ru_minflt;
}

/* A fault maps the 2 MiB around it, and no more. */
TEST_F(mapping, a_touch_maps_what_is_around_it)
{
	struct lv1mem_alloc region = alloc_args(4 * BIG_LENGTH, TEST_PAGE_SHIFT);
	char *bytes, *block, *middle;

	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &region));
	bytes = must_map(_metadata, self->fd, &region);
	block = (char *)(((uintptr_t)bytes + BIG_LENGTH) & ~(BIG_LENGTH - 1));
	middle = block + BIG_LENGTH;

	EXPECT_EQ(1, count_faults(middle + BIG_LENGTH / 2, 1));
	EXPECT_EQ(0, count_faults(middle, BIG_LENGTH));
	EXPECT_EQ(1, count_faults(block, BIG_LENGTH));
	EXPECT_EQ(1, count_faults(middle + BIG_LENGTH, BIG_LENGTH));
	UNMAP(bytes, region.length);
}

TEST_F(mapping, mapped_region_cannot_be_freed)
{
	struct lv1mem_free args = free_args(self->region.lpar_addr);
	volatile char *bytes = must_map(_metadata, self->fd, &self->region);

	/* Even before the first fault. */
	args.lv1_status = NOT_WRITTEN;
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
	volatile uint64_t *all = must_map(_metadata, self->fd, &self->region);
	size_t first = 2 * TEST_PAGE_SIZE / sizeof(*all);
	size_t last = TEST_PAGE_SIZE / sizeof(*part) - 1;

	ASSERT_MAPPED(part);
	part[0] = 1;
	part[last] = 2;
	EXPECT_EQ(0, all[first - 1]);
	EXPECT_EQ(1, all[first]);
	EXPECT_EQ(2, all[first + last]);
	EXPECT_EQ(0, all[first + last + 1]);
	UNMAP(all, REGION_LENGTH);

	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(part, TEST_PAGE_SIZE);
}

/* A region may follow at the next address, and a private copy of a page is not LV1's. */
TEST_F(mapping, what_is_not_in_a_region_of_the_file_is_invalid)
{
	struct lv1mem_alloc next = must_alloc(_metadata, self->fd, REGION_LENGTH);
	struct lv1mem_alloc freed = must_alloc(_metadata, self->fd, REGION_LENGTH);
	const int other = must_open(_metadata);
	const uint64_t start = self->region.mmap_offset;
	const struct {
		int fd;
		unsigned long long offset;
		size_t length;
		int flags;
	} cases[] = {
		{ self->fd, start + REGION_LENGTH, TEST_PAGE_SIZE, MAP_SHARED },
		{ self->fd, start, REGION_LENGTH + page_size(), MAP_SHARED },
		{ self->fd, start, 2 * REGION_LENGTH, MAP_SHARED },
		{ self->fd, start + page_size(), REGION_LENGTH, MAP_SHARED },
		{ self->fd, next.mmap_offset, 2 * REGION_LENGTH, MAP_SHARED },
		{ self->fd, freed.mmap_offset, REGION_LENGTH, MAP_SHARED },
		{ self->fd, start, REGION_LENGTH, MAP_PRIVATE },
		{ other, start, REGION_LENGTH, MAP_SHARED },
	};

	ASSERT_EQ(0, free_region(self->fd, freed.lpar_addr));
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		void *bytes;

		errno = 0;
		bytes = mmap(NULL, cases[i].length, PROT_READ | PROT_WRITE, cases[i].flags,
			     cases[i].fd, cases[i].offset);
		EXPECT_EQ_LOG(MAP_FAILED, bytes, "case %zu: 0x%zx bytes at offset 0x%llx", i,
			      cases[i].length, cases[i].offset);
		EXPECT_EQ_LOG(EINVAL, errno, "case %zu: 0x%zx bytes at offset 0x%llx", i,
			      cases[i].length, cases[i].offset);
	}
	close(other);
}

/* The last offset needs more than 32 bits. */
#define MANY_REGIONS 40

TEST_F(mapping, each_of_many_regions_has_an_offset_of_its_own)
{
	struct lv1mem_alloc regions[MANY_REGIONS];
	uint64_t *words;

	for (size_t i = 0; i < MANY_REGIONS; i++) {
		regions[i] = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
		words = must_map(_metadata, self->fd, &regions[i]);
		words[0] = i;
		UNMAP(words, TEST_PAGE_SIZE);
	}
	ASSERT_LT(UINT32_MAX, regions[MANY_REGIONS - 1].mmap_offset);
	for (size_t i = 0; i < MANY_REGIONS; i++) {
		words = must_map(_metadata, self->fd, &regions[i]);
		EXPECT_EQ(i, words[0]);
		UNMAP(words, TEST_PAGE_SIZE);
	}
}

TEST_F(mapping, private_mapping_is_for_reading)
{
	volatile char *bytes = must_map(_metadata, self->fd, &self->region);
	volatile char *private = mmap(NULL, REGION_LENGTH, PROT_READ, MAP_PRIVATE,
				      self->fd, self->region.mmap_offset);

	ASSERT_MAPPED(private);
	bytes[TEST_PAGE_SIZE] = 7;
	EXPECT_EQ(7, private[TEST_PAGE_SIZE]);
	EXPECT_EQ(128 + SIGSEGV, touch(private, PROT_WRITE));
	EXPECT_EQ(-EACCES, PROTECT(private, REGION_LENGTH, PROT_READ | PROT_WRITE));
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
	EXPECT_EQ(0, touch(bytes, PROT_READ));
	EXPECT_EQ(128 + SIGSEGV, touch(bytes, PROT_WRITE));
	ASSERT_EQ(0, PROTECT(bytes, REGION_LENGTH, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, touch(bytes, PROT_WRITE));
	EXPECT_EQ(1, bytes[0]);
	UNMAP(bytes, REGION_LENGTH);
}

/* The VMA becomes three, and each counts. */
TEST_F(mapping, middle_can_be_protected_and_unmapped)
{
	volatile char *bytes = must_map(_metadata, self->fd, &self->region);
	volatile char *middle = bytes + TEST_PAGE_SIZE;
	volatile char *rest = middle + TEST_PAGE_SIZE;

	*middle = 5;
	*rest = 6;
	ASSERT_EQ(0, PROTECT(middle, TEST_PAGE_SIZE, PROT_READ));
	EXPECT_EQ(0, touch(middle, PROT_READ));
	EXPECT_EQ(128 + SIGSEGV, touch(middle, PROT_WRITE));
	EXPECT_EQ(0, touch(bytes, PROT_WRITE));
	ASSERT_EQ(0, PROTECT(middle, TEST_PAGE_SIZE, PROT_NONE));
	EXPECT_EQ(128 + SIGSEGV, touch(middle, PROT_READ));
	EXPECT_EQ(6, *rest);
	ASSERT_EQ(0, PROTECT(middle, TEST_PAGE_SIZE, PROT_READ | PROT_WRITE));
	EXPECT_EQ(5, *middle);

	UNMAP(middle, TEST_PAGE_SIZE);
	EXPECT_EQ(128 + SIGSEGV, touch(middle, PROT_READ));
	EXPECT_EQ(1, *bytes);
	EXPECT_EQ(6, *rest);
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(bytes, TEST_PAGE_SIZE);
	EXPECT_EQ(-EBUSY, free_region(self->fd, self->region.lpar_addr));
	UNMAP(rest, 2 * TEST_PAGE_SIZE);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
}

TEST_F(mapping, child_of_fork_has_it_too)
{
	volatile char *bytes = must_map(_metadata, self->fd, &self->region);
	int hold[2];
	char byte;
	pid_t child;

	ASSERT_EQ(0, err_of(pipe(hold)));
	bytes[0] = 1;
	child = must_fork(_metadata);
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

	bytes = must_map(_metadata, self->fd, &self->region);
	EXPECT_EQ(2, bytes[1]);
	UNMAP(bytes, REGION_LENGTH);
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
	close(hold[0]);
}

TEST_F(mapping, cannot_grow)
{
	static const size_t lengths[] = { 2 * TEST_PAGE_SIZE, 2 * REGION_LENGTH };
	char *bytes = map_part(self->fd, &self->region, 0, TEST_PAGE_SIZE);

	ASSERT_MAPPED(bytes);
	bytes[0] = 1;
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		errno = 0;
		EXPECT_EQ(MAP_FAILED, mremap(bytes, TEST_PAGE_SIZE, lengths[i], MREMAP_MAYMOVE));
		EXPECT_EQ_LOG(EFAULT, errno, "mremap to %zu bytes", lengths[i]);
	}
	EXPECT_EQ(1, bytes[0]);
	UNMAP(bytes, TEST_PAGE_SIZE);
}

TEST_F(mapping, moved_mapping_still_keeps_the_region)
{
	char *bytes = must_map(_metadata, self->fd, &self->region);
	void *place = map_anonymous(REGION_LENGTH);
	char *moved;

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
	words = must_map(_metadata, self->fd, &region);
	EXPECT_EQ(0, count_others(words, TEST_PAGE_SIZE, 0));
	UNMAP(words, TEST_PAGE_SIZE);
}

/* Whether /proc/self/smaps has a flag for the mapping at @address. */
static bool has_flag(const void *address, const char *flag)
{
	FILE *smaps = fopen("/proc/self/smaps", "re");
	bool inside = false, found = false;
	unsigned long start, end;
	char line[512];

	while (smaps && fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "%lx-%lx", &start, &end) == 2)
			inside = start == (unsigned long)address;
		else if (inside && !strncmp(line, "VmFlags:", 8))
			found = strstr(line, flag);
	}
	if (smaps)
		fclose(smaps);
	return found;
}

TEST_F(mapping, is_left_out_of_core_dumps)
{
	void *plain = map_anonymous(TEST_PAGE_SIZE);
	void *bytes;

	ASSERT_MAPPED(plain);
	/* If the kernel shows flags, every mapping has this one. */
	if (!has_flag(plain, " rd"))
		SKIP(return, "no flags in /proc/self/smaps");
	bytes = must_map(_metadata, self->fd, &self->region);
	EXPECT_TRUE(has_flag(bytes, " dd"));
	EXPECT_FALSE(has_flag(plain, " dd"));
	UNMAP(bytes, REGION_LENGTH);
}

TEST_HARNESS_MAIN
