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

TEST_F(request, sizes)
{
	const uint32_t first = variant->first_size, size = variant->size;
	const int accepted = variant->accepted;
	const struct {
		uint32_t size;
		unsigned char last_byte;
		int err;
		int32_t lv1_status;
	} cases[] = {
		{ size, 0, accepted, 0 },
		{ first, 0, accepted, 0 },
		/* Shorter than the first version. */
		{ first - 1, 0, -EINVAL, NOT_WRITTEN },
		{ 16, 0, -EINVAL, NOT_WRITTEN },
		{ 4, 0, -EINVAL, NOT_WRITTEN },
		{ 0, 0, -EINVAL, NOT_WRITTEN },
		/* A tail must be zero. */
		{ size + 1, 0, accepted, 0 },
		{ LARGEST_SIZE - 1, 0, accepted, 0 },
		{ LARGEST_SIZE, 0, accepted, 0 },
		{ size + 1, 1, -E2BIG, NOT_WRITTEN },
		{ LARGEST_SIZE, 1, -E2BIG, NOT_WRITTEN },
		/* Too long, whatever the tail. */
		{ LARGEST_SIZE + 1, 0, -E2BIG, NOT_WRITTEN },
		{ BUFFER_SIZE, 0, -E2BIG, NOT_WRITTEN },
		{ 65536, 0, -E2BIG, NOT_WRITTEN },
		{ UINT32_MAX, 0, -E2BIG, NOT_WRITTEN },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		set_args(self, variant, cases[i].size);
		if (cases[i].last_byte)
			self->args[cases[i].size - 1] = cases[i].last_byte;
		expect_answer(_metadata, self, variant, cases[i].err, cases[i].lv1_status);
	}
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
	const uint32_t known = variant->known_flags;

	for (unsigned int bit = 0; bit < 32; bit++) {
		uint32_t flag = 1u << bit;
		int err = flag & known ? variant->accepted : -EINVAL;

		set_args(self, variant, variant->size)->flags = flag;
		expect_answer(_metadata, self, variant, err, 0);
		set_args(self, variant, variant->size)->flags = flag | known;
		expect_answer(_metadata, self, variant, err, 0);
	}
}

/* In the last case, only the size can be read. */
TEST_F(request, struct_that_cannot_be_read_is_efault)
{
	unsigned char *pages = map_anonymous(2 * page_size());
	unsigned char *args = pages + page_size() - 8;

	ASSERT_MAPPED(pages);
	ASSERT_EQ(0, err_of(munmap(pages + page_size(), page_size())));
	memcpy(args, &variant->size, sizeof(variant->size));
	EXPECT_EQ(-EFAULT, call(self->fd, variant->command, NULL));
	EXPECT_EQ(-EFAULT, call(self->fd, variant->command, (void *)-16L));
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

/*
 * Writing the answer fails at each field in turn. FREE writes lv1_status only, the others
 * write outputs behind it. A region that ALLOC got is released.
 */
TEST_F(request, answer_that_cannot_be_written_is_efault)
{
	const bool is_free = variant->command == LV1MEM_IOC_FREE;
	const size_t written = is_free ? offsetof(struct head, reserved) : variant->size;
	unsigned char *pages = map_anonymous(2 * page_size());

	ASSERT_MAPPED(pages);
	for (size_t writable = 0; writable <= variant->size; writable += 8) {
		int err = writable < written ? -EFAULT : variant->accepted;
		struct lv1mem_info info;
		void *args;

		set_args(self, variant, variant->size);
		args = half_written(pages, writable, self->args, variant->size);
		ASSERT_NE(NULL, args);
		EXPECT_EQ_LOG(err, call(self->fd, variant->command, args),
			      "%zu bytes of %u are writable", writable, variant->size);
		ASSERT_EQ(0, get_info(self->fd, &info));
		EXPECT_EQ_LOG(!err && variant->command == LV1MEM_IOC_ALLOC, info.file_regions,
			      "%zu bytes of %u are writable", writable, variant->size);
		EXPECT_EQ(self->before.total_regions + info.file_regions, info.total_regions);
	}
	munmap(pages, 2 * page_size());
}

/* FREE refuses a bad struct although the file owns the region. */
TEST_F(abi, refused_free_releases_nothing)
{
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	const struct {
		uint32_t size;
		uint32_t flags;
		uint32_t reserved;
		int err;
	} cases[] = {
		{ sizeof(struct lv1mem_free), 0, 1, -EINVAL },
		{ sizeof(struct lv1mem_free), 1, 0, -EINVAL },
		{ LARGEST_SIZE + 1, 0, 0, -E2BIG },
	};
	struct lv1mem_free *args = map_anonymous(page_size());

	ASSERT_MAPPED(args);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		*args = free_args(region.lpar_addr);
		args->size = cases[i].size;
		args->flags = cases[i].flags;
		args->reserved = cases[i].reserved;
		EXPECT_EQ_LOG(cases[i].err, call(self->fd, LV1MEM_IOC_FREE, args),
			      "FREE size %u, flags 0x%x, reserved 0x%x", cases[i].size,
			      cases[i].flags, cases[i].reserved);
	}
	*args = free_args(region.lpar_addr);
	ASSERT_EQ(0, err_of(mprotect(args, page_size(), PROT_READ)));
	EXPECT_EQ(-EFAULT, call(self->fd, LV1MEM_IOC_FREE, args));
	munmap(args, page_size());

	EXPECT_REGIONS(1);
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
	EXPECT_REGIONS(0);
}

TEST_F(abi, write_only_file_can_allocate)
{
	struct lv1mem_alloc args = alloc_args(4096, 12);
	int fd = open_device(O_WRONLY);

	ASSERT_LE(0, fd);
	EXPECT_EQ(0, call(fd, LV1MEM_IOC_ALLOC, &args));
	close(fd);
}

TEST_HARNESS_MAIN
