// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of the ABI: sizes, reserved fields, statuses, bad pointers.
 */
#include "kselftest_harness.h"

#include "abi.h"

SKIP_ALL_WITHOUT_DEVICE

_Static_assert(sizeof(struct lv1mem_info) == 80, "same for 32 and 64 bit");
_Static_assert(sizeof(struct lv1mem_alloc) == 72, "same for 32 and 64 bit");
_Static_assert(sizeof(struct lv1mem_free) == 24, "same for 32 and 64 bit");
_Static_assert(sizeof(struct lv1mem_query) == 64, "same for 32 and 64 bit");
_Static_assert(sizeof(struct lv1mem_list) == 40, "same for 32 and 64 bit");
_Static_assert(sizeof(struct lv1mem_list_entry) == 48, "same for 32 and 64 bit");

FIXTURE_FILES(abi)

/*
 * Every ioctl with a struct, by the size of its first version. Regions that
 * ALLOC makes go with the file. FREE is asked for an address that the file does
 * not own: ENOENT is what it answers when it has nothing against the size.
 */
FIXTURE(size)
{
	int fd;
	int watcher;
	struct totals before;
	size_t page_size;
	unsigned char *args;
};

FIXTURE_VARIANT(size)
{
	unsigned long request;
	uint32_t size;
	uint32_t first_size;
	int accepted;
	union {
		struct lv1mem_alloc alloc;
		struct lv1mem_list list;
	} args;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(size, get_info)
{
	.request = LV1MEM_IOC_GET_INFO,
	.size = sizeof(struct lv1mem_info),
	.first_size = 80,
	.accepted = 0,
};

FIXTURE_VARIANT_ADD(size, alloc)
{
	.request = LV1MEM_IOC_ALLOC,
	.size = sizeof(struct lv1mem_alloc),
	.first_size = 72,
	.accepted = 0,
	.args.alloc = { .length = 4096, .page_shift = 12 },
};

FIXTURE_VARIANT_ADD(size, free)
{
	.request = LV1MEM_IOC_FREE,
	.size = sizeof(struct lv1mem_free),
	.first_size = 24,
	.accepted = -ENOENT,
};

/* What is at address 0 is known to LV1; the test needs CAP_SYS_RAWIO. */
FIXTURE_VARIANT_ADD(size, query)
{
	.request = LV1MEM_IOC_QUERY,
	.size = sizeof(struct lv1mem_query),
	.first_size = 64,
	.accepted = 0,
};

FIXTURE_VARIANT_ADD(size, list)
{
	.request = LV1MEM_IOC_LIST,
	.size = sizeof(struct lv1mem_list),
	.first_size = 40,
	.accepted = 0,
	.args.list = { .entry_size = sizeof(struct lv1mem_list_entry) },
};
/* clang-format on */

FIXTURE_SETUP(size)
{
	self->watcher = open(LV1MEM_TEST_DEVICE, O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, self->watcher);
	self->before = get_totals(self->watcher);
	self->fd = open_file();
	ASSERT_LE(0, self->fd);

	self->page_size = sysconf(_SC_PAGESIZE);
	self->args = calloc(2, self->page_size);
	ASSERT_NE(NULL, self->args);
}

FIXTURE_TEARDOWN(size)
{
	free(self->args);
	close(self->fd);
	EXPECT_EQ(self->before.regions, get_totals(self->watcher).regions);
	close(self->watcher);
}

static void set_args(FIXTURE_DATA(size) *self,
		     const FIXTURE_VARIANT(size) *variant, uint32_t size)
{
	/* The shortest struct is a part of the longest. */
	memset(self->args, 0, 2 * self->page_size);
	memcpy(self->args, &variant->args, variant->size);
	memcpy(self->args, &size, sizeof(size));
}

TEST_F(size, exact_is_accepted)
{
	set_args(self, variant, variant->size);
	EXPECT_EQ(variant->accepted,
		  call(self->fd, variant->request, self->args));
}

TEST_F(size, first_version_is_accepted)
{
	set_args(self, variant, variant->first_size);
	EXPECT_EQ(variant->accepted,
		  call(self->fd, variant->request, self->args));
}

TEST_F(size, shorter_than_the_first_version_is_invalid)
{
	set_args(self, variant, variant->first_size - 1);
	EXPECT_EQ(-EINVAL, call(self->fd, variant->request, self->args));
	set_args(self, variant, 4);
	EXPECT_EQ(-EINVAL, call(self->fd, variant->request, self->args));
	set_args(self, variant, 0);
	EXPECT_EQ(-EINVAL, call(self->fd, variant->request, self->args));
}

TEST_F(size, longer_with_a_zero_tail_is_accepted)
{
	set_args(self, variant, variant->size + 1);
	EXPECT_EQ(variant->accepted,
		  call(self->fd, variant->request, self->args));
	set_args(self, variant, self->page_size);
	EXPECT_EQ(variant->accepted,
		  call(self->fd, variant->request, self->args));
}

TEST_F(size, longer_with_a_tail_that_is_not_zero_is_too_big)
{
	set_args(self, variant, variant->size + 1);
	self->args[variant->size] = 1;
	EXPECT_EQ(-E2BIG, call(self->fd, variant->request, self->args));

	set_args(self, variant, self->page_size);
	self->args[self->page_size - 1] = 1;
	EXPECT_EQ(-E2BIG, call(self->fd, variant->request, self->args));
}

TEST_F(size, bytes_behind_the_struct_do_not_matter)
{
	set_args(self, variant, variant->size);
	self->args[variant->size] = 1;
	EXPECT_EQ(variant->accepted,
		  call(self->fd, variant->request, self->args));
	EXPECT_EQ(1, self->args[variant->size]);
}

TEST_F(size, longer_than_a_page_is_too_big)
{
	set_args(self, variant, self->page_size + 1);
	EXPECT_EQ(-E2BIG, call(self->fd, variant->request, self->args));
	set_args(self, variant, UINT32_MAX);
	EXPECT_EQ(-E2BIG, call(self->fd, variant->request, self->args));
}

TEST_F(size, bad_pointer_is_efault)
{
	EXPECT_EQ(-EFAULT, call(self->fd, variant->request, NULL));
	EXPECT_EQ(-EFAULT, call(self->fd, variant->request, (void *)-16L));
}

/* The size can be read, what follows it cannot. */
TEST_F(size, struct_that_ends_in_a_hole_is_efault)
{
	unsigned char *pages = mmap(NULL, 2 * self->page_size,
				    PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned char *args = pages + self->page_size - 8;

	ASSERT_NE(MAP_FAILED, pages);
	ASSERT_EQ(0, munmap(pages + self->page_size, self->page_size));
	memcpy(args, &variant->size, sizeof(variant->size));
	EXPECT_EQ(-EFAULT, call(self->fd, variant->request, args));
	munmap(pages, self->page_size);
}

TEST_F(abi, reserved_fields_are_to_be_zero)
{
	struct lv1mem_alloc alloc = alloc_args(4096, 12);
	struct lv1mem_free args;

	alloc.reserved = 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	EXPECT_EQ(0, alloc.lv1_status);

	alloc = alloc_args(4096, 12);
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	args = free_args(alloc.lpar_addr);
	args.reserved = 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_FREE, &args));
	args = free_args(alloc.lpar_addr);
	EXPECT_EQ(0, call(self->fd, LV1MEM_IOC_FREE, &args));
}

TEST_F(abi, unknown_flags_are_invalid)
{
	struct lv1mem_alloc alloc;
	struct lv1mem_free args;

	for (unsigned int bit = 1; bit < 32; bit++) {
		alloc = alloc_args(4096, 12);
		alloc.flags = 1u << bit;
		EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
		alloc.flags |= LV1MEM_ALLOC_RAW;
		EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	}

	alloc = alloc_args(4096, 12);
	ASSERT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	for (unsigned int bit = 0; bit < 32; bit++) {
		args = free_args(alloc.lpar_addr);
		args.flags = 1u << bit;
		EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_FREE, &args));
	}
	EXPECT_EQ(0, free_region(self->fd, alloc.lpar_addr));
}

TEST_F(abi, unknown_ioctl_is_enotty)
{
	struct lv1mem_info info = { .size = sizeof(info) };

	EXPECT_EQ(-ENOTTY, call(self->fd, _IO(LV1MEM_IOC_TYPE, 0x7f), &info));
	EXPECT_EQ(-ENOTTY, call(self->fd, _IO(LV1MEM_IOC_TYPE, 0xff), &info));
	EXPECT_EQ(-ENOTTY,
		  call(self->fd, _IO(LV1MEM_IOC_TYPE - 1, 0x00), &info));
	EXPECT_EQ(-ENOTTY,
		  call(self->fd, _IOWR(LV1MEM_IOC_TYPE, 0x00, info), &info));
}

TEST_F(abi, read_only_file_changes_nothing)
{
	struct lv1mem_alloc alloc = alloc_args(4096, 12);
	struct lv1mem_free args = free_args(0);

	EXPECT_EQ(-EBADF, call(self->watcher, LV1MEM_IOC_ALLOC, &alloc));
	EXPECT_EQ(-EBADF, call(self->watcher, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(self->before.regions, get_totals(self->watcher).regions);
}

TEST_F(abi, write_only_file_can_allocate)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);
	int fd = open(LV1MEM_TEST_DEVICE, O_WRONLY | O_CLOEXEC);

	ASSERT_LE(0, fd);
	EXPECT_EQ(0, call(fd, LV1MEM_IOC_ALLOC, &args));
	close(fd);
}

/*
 * A struct of which the first @writable bytes can be written and the others
 * only be read, so that the answer breaks off at every field in turn.
 */
static struct lv1mem_alloc *half_written(unsigned char *pages, size_t page_size,
					 size_t writable)
{
	unsigned char *second = pages + page_size;
	struct lv1mem_alloc *args = (void *)(second - writable);

	if (mprotect(second, page_size, PROT_READ | PROT_WRITE))
		return NULL;
	*args = alloc_args(4096, 12);
	return mprotect(second, page_size, PROT_READ) ? NULL : args;
}

TEST_F(abi, answer_that_cannot_be_written_is_efault)
{
	size_t page_size = sysconf(_SC_PAGESIZE);
	struct lv1mem_info *info = mmap(NULL, page_size, PROT_READ | PROT_WRITE,
					MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, (void *)info);
	info->size = sizeof(*info);
	ASSERT_EQ(0, mprotect(info, page_size, PROT_READ));
	EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_GET_INFO, info));
	EXPECT_EQ(0, info->features);
	munmap(info, page_size);
}

TEST_F(abi, region_goes_back_if_the_answer_cannot_be_written)
{
	size_t page_size = sysconf(_SC_PAGESIZE);
	struct lv1mem_alloc *args;
	struct lv1mem_info info;
	unsigned char *pages;

	pages = mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, pages);

	for (size_t writable = 0; writable < sizeof(*args); writable += 8) {
		args = half_written(pages, page_size, writable);
		ASSERT_NE(NULL, args);
		EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_ALLOC, args))
		{
			TH_LOG("%d bytes can be written", (int)writable);
		}
		ASSERT_EQ(0, get_info(self->fd, &info));
		EXPECT_EQ(0, info.file_regions);
		EXPECT_EQ(0, info.file_bytes);
		EXPECT_EQ(self->before.regions, info.total_regions);
	}

	/* The same struct is a good one once all of it can be written. */
	args = half_written(pages, page_size, sizeof(*args));
	ASSERT_NE(NULL, args);
	EXPECT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, args));
	munmap(pages, 2 * page_size);
}

TEST_F(abi, lv1_status_is_what_lv1_answered)
{
	static const struct {
		uint64_t page_shift;
		uint64_t unknown_r5;
		uint64_t lv1_flags;
		int err;
		int32_t lv1_status;
	} cases[] = {
		{ 12, 0, 0, 0, LV1_SUCCESS },
		{ 11, 0, 0, -EINVAL, LV1_ILLEGAL_PARAMETER_VALUE },
		{ 22, 0, 0, -ENOMEM, LV1_RESOURCE_SHORTAGE },
		{ 12, 2, 0, -ENOENT, LV1_NO_ENTRY },
		{ 12, 0, 8, -EEXIST, LV1_DUPLICATE_ENTRY },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_alloc args = alloc_args(4 << 20,
						      cases[i].page_shift);

		if (cases[i].page_shift == 12)
			args.length = 4096;
		args.flags = LV1MEM_ALLOC_RAW;
		args.unknown_r5 = cases[i].unknown_r5;
		args.lv1_flags = cases[i].lv1_flags;
		args.lv1_status = 1;
		EXPECT_EQ(cases[i].err,
			  call(self->fd, LV1MEM_IOC_ALLOC, &args));
		EXPECT_EQ(cases[i].lv1_status, args.lv1_status);
	}
}

TEST_F(abi, lv1_status_is_zero_where_lv1_was_not_asked)
{
	struct lv1mem_alloc alloc = alloc_args(4097, 12);
	struct lv1mem_free args = free_args(4096);

	alloc.lv1_status = 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	EXPECT_EQ(0, alloc.lv1_status);

	alloc = alloc_args(4096, 12);
	alloc.flags = 1u << 31;
	alloc.lv1_status = 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	EXPECT_EQ(0, alloc.lv1_status);

	args.lv1_status = 1;
	EXPECT_EQ(-ENOENT, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(0, args.lv1_status);
}

/* Both kinds of failure: LV1 refuses, the driver refuses. */
TEST_F(abi, nothing_else_is_written_on_failure)
{
	static const uint32_t flags[] = { 0, LV1MEM_ALLOC_RAW };

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		struct lv1mem_alloc args = alloc_args(4096, 11);
		struct lv1mem_alloc before;

		args.flags = flags[i];
		args.lpar_addr = 0x1111111111111111ULL;
		args.muid = 0x2222222222222222ULL;
		args.mmap_offset = 0x3333333333333333ULL;
		before = args;
		EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &args));
		args.lv1_status = before.lv1_status;
		EXPECT_EQ(0, memcmp(&before, &args, sizeof(args)));
	}
}

/* Outputs are no inputs: what stands in them is ignored. */
TEST_F(abi, outputs_may_hold_anything)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);

	args.lpar_addr = UINT64_MAX;
	args.muid = UINT64_MAX;
	args.mmap_offset = UINT64_MAX - 1;
	args.lv1_status = -1;
	EXPECT_EQ(0, call(self->fd, LV1MEM_IOC_ALLOC, &args));
	EXPECT_EQ(0, args.lv1_status);
	EXPECT_NE(UINT64_MAX, args.lpar_addr);
}

TEST_HARNESS_MAIN
