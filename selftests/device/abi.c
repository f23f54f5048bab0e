// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of the ABI that hold for every ioctl: the struct's size and first
 * four fields, bad pointers, and what is written on failure.
 */
#include <stddef.h>

#include "fixture.h"

/* The same for programs of 32 and 64 bits. */
#define SAME_OFFSET(name, field) (offsetof(struct name, field) == offsetof(struct head, field))
#define ASSERT_LAYOUT(name, length) \
	_Static_assert(sizeof(struct name) == (length) && SAME_OFFSET(name, size) && \
			       SAME_OFFSET(name, flags) && SAME_OFFSET(name, lv1_status) && \
			       SAME_OFFSET(name, reserved), \
		       "layout of struct " #name)

ASSERT_LAYOUT(lv1mem_info, 88);
ASSERT_LAYOUT(lv1mem_alloc, 72);
ASSERT_LAYOUT(lv1mem_free, 24);
ASSERT_LAYOUT(lv1mem_query, 64);
ASSERT_LAYOUT(lv1mem_list, 40);
_Static_assert(sizeof(struct lv1mem_list_entry) == 48, "layout of struct lv1mem_list_entry");

/* errno_of_status() does not build if the enum has more statuses than the table. */
#define ASSERT_STATUS(code, name, number) \
	_Static_assert(LV1MEM_##name == (code), "LV1MEM_" #name " in enum lv1mem_status");

LV1_STATUS_TABLE(ASSERT_STATUS)

#define BUFFER_SIZE (2 * LARGEST_SIZE)

/* No status of LV1: it shows that the driver has not written lv1_status. */
#define NOT_WRITTEN 1

FIXTURE_FILES(abi)

/*
 * Each ioctl with a request that succeeds. FREE is the exception: the file does not own
 * the region, so a good struct is ENOENT.
 */
FIXTURE(request)
{
	FIXTURE_FIELDS;
	unsigned char *args;
	unsigned char *copy;
};

FIXTURE_VARIANT(request)
{
	unsigned long command;
	uint32_t size;
	uint32_t first_size;
	uint32_t known_flags;
	int accepted;
	union {
		struct head head;
		struct lv1mem_alloc alloc;
		struct lv1mem_list list;
	} args;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(request, get_info)
{
	.command = LV1MEM_IOC_GET_INFO,
	.size = sizeof(struct lv1mem_info),
	.first_size = 88,
};

FIXTURE_VARIANT_ADD(request, alloc)
{
	.command = LV1MEM_IOC_ALLOC,
	.size = sizeof(struct lv1mem_alloc),
	.first_size = 72,
	.known_flags = LV1MEM_ALLOC_RAW,
	.args.alloc = { .length = 4096, .page_shift = 12 },
};

FIXTURE_VARIANT_ADD(request, free)
{
	.command = LV1MEM_IOC_FREE,
	.size = sizeof(struct lv1mem_free),
	.first_size = 24,
	.accepted = -ENOENT,
};

/* LV1 knows a region at address 0. The test needs CAP_SYS_RAWIO. */
FIXTURE_VARIANT_ADD(request, query)
{
	.command = LV1MEM_IOC_QUERY,
	.size = sizeof(struct lv1mem_query),
	.first_size = 64,
};

FIXTURE_VARIANT_ADD(request, list)
{
	.command = LV1MEM_IOC_LIST,
	.size = sizeof(struct lv1mem_list),
	.first_size = 40,
	.args.list = { .entry_size = sizeof(struct lv1mem_list_entry) },
};
/* clang-format on */

FIXTURE_SETUP(request)
{
	OPEN_FILES();
	self->args = calloc(2, BUFFER_SIZE);
	ASSERT_NE(NULL, self->args);
	self->copy = self->args + BUFFER_SIZE;
}

FIXTURE_TEARDOWN(request)
{
	free(self->args);
	CLOSE_FILES();
}

/* Fill in the variant's request, with this size. */
static struct head *set_args(FIXTURE_DATA(request) *self, const FIXTURE_VARIANT(request) *variant,
			     uint32_t size)
{
	struct head *head = (void *)self->args;

	memset(self->args, 0, BUFFER_SIZE);
	memcpy(self->args, &variant->args, sizeof(variant->args));
	head->size = size;
	head->lv1_status = NOT_WRITTEN;
	return head;
}

/*
 * Make the request of set_args(). The driver never writes behind the struct, and on
 * failure only lv1_status in it.
 */
static void expect_answer(struct __test_metadata *_metadata, FIXTURE_DATA(request) *self,
			  const FIXTURE_VARIANT(request) *variant, int err, int32_t lv1_status)
{
	struct head *now = (void *)self->args, *before = (void *)self->copy;
	size_t from = err ? 0 : variant->size;
	int seen;

	memcpy(self->copy, self->args, BUFFER_SIZE);
	seen = call(self->fd, variant->command, self->args);
	EXPECT_EQ_LOG(err, seen, "size %u, flags 0x%x, reserved 0x%x", before->size, before->flags,
		      before->reserved);
	EXPECT_EQ_LOG(lv1_status, now->lv1_status, "size %u, flags 0x%x, reserved 0x%x: errno %d",
		      before->size, before->flags, before->reserved, -seen);
	before->lv1_status = now->lv1_status;
	from += first_difference(self->copy + from, self->args + from, BUFFER_SIZE - from);
	EXPECT_EQ_LOG(BUFFER_SIZE, from, "size %u: errno %d, and byte %d was written", before->size,
		      -seen, (int)from);
}

/* The same for each of several sizes, with @tail as the last byte. */
#define EXPECT_SIZES(tail, err, lv1_status, ...) \
	do { \
		const uint32_t sizes_[] = { __VA_ARGS__ }; \
\
		for (size_t i_ = 0; i_ < ARRAY_SIZE(sizes_); i_++) { \
			set_args(self, variant, sizes_[i_]); \
			if (tail) \
				self->args[sizes_[i_] - 1] = (tail); \
			expect_answer(_metadata, self, variant, err, lv1_status); \
		} \
	} while (0)

TEST_F(request, exact_size_is_accepted)
{
	EXPECT_SIZES(0, variant->accepted, 0, variant->size);
}

TEST_F(request, first_version_is_accepted)
{
	EXPECT_SIZES(0, variant->accepted, 0, variant->first_size);
}

TEST_F(request, shorter_than_the_first_version_is_invalid)
{
	EXPECT_SIZES(0, -EINVAL, NOT_WRITTEN, variant->first_size - 1, 16, 4, 0);
}

TEST_F(request, longer_with_a_zero_tail_is_accepted)
{
	EXPECT_SIZES(0, variant->accepted, 0, variant->size + 1, LARGEST_SIZE - 1, LARGEST_SIZE);
}

TEST_F(request, longer_with_a_tail_that_is_not_zero_is_too_big)
{
	EXPECT_SIZES(1, -E2BIG, NOT_WRITTEN, variant->size + 1, LARGEST_SIZE);
}

TEST_F(request, longer_than_4096_is_too_big)
{
	EXPECT_SIZES(0, -E2BIG, NOT_WRITTEN, LARGEST_SIZE + 1, BUFFER_SIZE, 65536, UINT32_MAX);
}

TEST_F(request, bytes_behind_the_struct_do_not_matter)
{
	set_args(self, variant, variant->size);
	self->args[variant->size] = 1;
	expect_answer(_metadata, self, variant, variant->accepted, 0);
}

TEST_F(request, reserved_must_be_zero)
{
	for (unsigned int bit = 0; bit < 32; bit++) {
		set_args(self, variant, variant->size)->reserved = 1u << bit;
		expect_answer(_metadata, self, variant, -EINVAL, 0);
	}
}

TEST_F(request, unknown_flags_are_invalid)
{
	for (unsigned int bit = 0; bit < 32; bit++) {
		uint32_t flag = 1u << bit;

		if (flag & variant->known_flags)
			continue;
		set_args(self, variant, variant->size)->flags = flag;
		expect_answer(_metadata, self, variant, -EINVAL, 0);
		set_args(self, variant, variant->size)->flags = flag | variant->known_flags;
		expect_answer(_metadata, self, variant, -EINVAL, 0);
	}
}

TEST_F(request, known_flags_are_accepted)
{
	set_args(self, variant, variant->size)->flags = variant->known_flags;
	expect_answer(_metadata, self, variant, variant->accepted, 0);
}

TEST_F(request, bad_pointer_is_efault)
{
	EXPECT_EQ(-EFAULT, call(self->fd, variant->command, NULL));
	EXPECT_EQ(-EFAULT, call(self->fd, variant->command, (void *)-16L));
}

/* Only the size can be read. */
TEST_F(request, struct_that_ends_in_a_hole_is_efault)
{
	unsigned char *pages = map_anonymous(2 * page_size());
	unsigned char *args = pages + page_size() - 8;

	ASSERT_MAPPED(pages);
	ASSERT_EQ(0, err_of(munmap(pages + page_size(), page_size())));
	memcpy(args, &variant->size, sizeof(variant->size));
	EXPECT_EQ(-EFAULT, call(self->fd, variant->command, args));
	munmap(pages, page_size());
}

/* Store a struct so that only its first @writable bytes are writable. NULL on failure. */
static void *half_written(unsigned char *pages, size_t writable, const void *args, size_t size)
{
	unsigned char *second = pages + page_size();

	if (mprotect(second, page_size(), PROT_READ | PROT_WRITE))
		return NULL;
	memcpy(second - writable, args, size);
	return mprotect(second, page_size(), PROT_READ) ? NULL : second - writable;
}

/* FREE writes lv1_status only, the others write outputs behind it. */
static int half_written_answer(const FIXTURE_VARIANT(request) *variant, size_t writable)
{
	size_t written = variant->size;

	if (variant->command == LV1MEM_IOC_FREE)
		written = offsetof(struct head, reserved);
	return writable < written ? -EFAULT : variant->accepted;
}

/* Writing the answer fails at each field in turn. A region that ALLOC got is released. */
TEST_F(request, answer_that_cannot_be_written_is_efault)
{
	unsigned char *pages = map_anonymous(2 * page_size());

	ASSERT_MAPPED(pages);
	for (size_t writable = 0; writable <= variant->size; writable += 8) {
		int err = half_written_answer(variant, writable);
		struct lv1mem_info info;
		void *args;

		set_args(self, variant, variant->size);
		args = half_written(pages, writable, self->args, variant->size);
		ASSERT_NE(NULL, args);
		EXPECT_EQ_LOG(err, call(self->fd, variant->command, args),
			      "%d bytes of %u are writable", (int)writable, variant->size);
		ASSERT_EQ(0, get_info(self->fd, &info));
		EXPECT_EQ_LOG(!err && variant->command == LV1MEM_IOC_ALLOC, info.file_regions,
			      "%d bytes of %u are writable", (int)writable, variant->size);
		EXPECT_EQ(self->before.regions + info.file_regions, info.total_regions);
	}
	munmap(pages, 2 * page_size());
}

/* FREE refuses a bad struct although the file owns the region. */
TEST_F(abi, refused_free_releases_nothing)
{
	struct lv1mem_alloc region;
	struct lv1mem_free args, *readonly;

	ASSERT_EQ(0, alloc_region(self->fd, TEST_PAGE_SIZE, &region));
	args = free_args(region.lpar_addr);
	args.reserved = 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_FREE, &args));
	args = free_args(region.lpar_addr);
	args.flags = 1;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_FREE, &args));
	args = free_args(region.lpar_addr);
	args.size = LARGEST_SIZE + 1;
	EXPECT_EQ(-E2BIG, call(self->fd, LV1MEM_IOC_FREE, &args));

	readonly = map_anonymous(page_size());
	ASSERT_MAPPED(readonly);
	*readonly = free_args(region.lpar_addr);
	ASSERT_EQ(0, err_of(mprotect(readonly, page_size(), PROT_READ)));
	EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_FREE, readonly));
	munmap(readonly, page_size());

	EXPECT_EQ(self->before.regions + 1, get_totals(self->watcher).regions);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
}

TEST_F(abi, unknown_ioctl_is_enotty)
{
	const unsigned long commands[] = {
		_IO(LV1MEM_IOC_TYPE, 0x05),
		_IO(LV1MEM_IOC_TYPE, 0x7f),
		_IO(LV1MEM_IOC_TYPE, 0xff),
		_IO(LV1MEM_IOC_TYPE - 1, 0x00),
		_IOWR(LV1MEM_IOC_TYPE, 0x00, struct lv1mem_info),
	};

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		struct lv1mem_info info = { .size = sizeof(info) };

		EXPECT_EQ_LOG(-ENOTTY, call(self->fd, commands[i], &info), "ioctl 0x%lx",
			      commands[i]);
	}
}

TEST_F(abi, read_only_file_changes_nothing)
{
	struct lv1mem_alloc alloc = alloc_args(4096, 12);
	struct lv1mem_free args = free_args(0);

	alloc.lv1_status = NOT_WRITTEN;
	EXPECT_EQ(-EBADF, call(self->watcher, LV1MEM_IOC_ALLOC, &alloc));
	EXPECT_EQ(0, alloc.lv1_status);
	args.lv1_status = NOT_WRITTEN;
	EXPECT_EQ(-EBADF, call(self->watcher, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(0, args.lv1_status);
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

TEST_F(abi, lv1_status_is_what_lv1_answered)
{
	static const struct {
		uint64_t length;
		uint64_t page_shift;
		uint64_t r5;
		uint64_t lv1_flags;
		int err;
		int32_t lv1_status;
	} cases[] = {
		{ 4096, 12, 0, 0, 0, LV1_SUCCESS },
		{ 4 << 20, 11, 0, 0, -EINVAL, LV1_ILLEGAL_PARAMETER_VALUE },
		{ 4 << 20, 22, 0, 0, -ENOMEM, LV1_RESOURCE_SHORTAGE },
		{ 4096, 12, 2, 0, -ENOENT, LV1_NO_ENTRY },
		{ 4096, 12, 0, 8, -EEXIST, LV1_DUPLICATE_ENTRY },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_alloc args = alloc_args(cases[i].length, cases[i].page_shift);

		args.flags = LV1MEM_ALLOC_RAW;
		args.r5 = cases[i].r5;
		args.lv1_flags = cases[i].lv1_flags;
		args.lv1_status = NOT_WRITTEN;
		EXPECT_EQ_LOG(cases[i].err, call(self->fd, LV1MEM_IOC_ALLOC, &args),
			      "case %d, status %d", (int)i, args.lv1_status);
		EXPECT_EQ_LOG(cases[i].lv1_status, args.lv1_status, "case %d", (int)i);
	}
}

TEST_F(abi, lv1_status_is_zero_where_lv1_was_not_asked)
{
	struct lv1mem_alloc alloc = alloc_args(4097, 12);
	struct lv1mem_free args = free_args(4096);

	alloc.lv1_status = NOT_WRITTEN;
	EXPECT_EQ(-EINVAL, call(self->fd, LV1MEM_IOC_ALLOC, &alloc));
	EXPECT_EQ(0, alloc.lv1_status);

	args.lv1_status = NOT_WRITTEN;
	EXPECT_EQ(-ENOENT, call(self->fd, LV1MEM_IOC_FREE, &args));
	EXPECT_EQ(0, args.lv1_status);
}

/*
 * The driver refuses the first two, LV1 the others. A page_shift of 0 is not replaced
 * either.
 */
TEST_F(abi, nothing_else_is_written_on_failure)
{
	static const struct {
		uint32_t flags;
		uint64_t length;
		uint64_t page_shift;
		int err;
	} cases[] = {
		{ 0, 4096, 11, -EINVAL },
		{ 0, 4095, 0, -EINVAL },
		{ LV1MEM_ALLOC_RAW, 4096, 11, -EINVAL },
		{ LV1MEM_ALLOC_RAW, 4096, 0, -EINVAL },
		{ 0, 1ULL << 40, 0, -ENOMEM },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lv1mem_alloc args = alloc_args(cases[i].length, cases[i].page_shift);
		struct lv1mem_alloc before;

		args.flags = cases[i].flags;
		args.lpar_addr = 0x1111111111111111ULL;
		args.muid = 0x2222222222222222ULL;
		args.mmap_offset = 0x3333333333333333ULL;
		before = args;
		EXPECT_EQ_LOG(cases[i].err, call(self->fd, LV1MEM_IOC_ALLOC, &args),
			      "case %d, status %d", (int)i, args.lv1_status);
		args.lv1_status = before.lv1_status;
		EXPECT_EQ_LOG(sizeof(args), first_difference(&before, &args, sizeof(args)),
			      "case %d", (int)i);
	}
}

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
