// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steps that are ioctls, and what their answers must be.
 */
#include <string.h>

#include "kselftest.h"

#include "../abi.h"
#include "actor.h"

/* Addresses from here on are the kernel's. */
#define KERNEL_ADDRESS (sizeof(long) == 8 ? 0xc000000000000000ull : 0xc0000000ull)

/* With PLACE_HALF, what can be written of a struct ends here. */
#define HALF offsetof(struct lv1mem_alloc, lpar_addr)

/* An ioctl, and the errnos of the driver beside errors_of_all. */
struct answers {
	enum operation_number operation;
	unsigned long command;
	uint32_t size;
	uint32_t flags;
	int errors[5];
};

static const struct answers answers[] = {
	{ OP_INFO, LV1MEM_IOC_GET_INFO, sizeof(struct lv1mem_info), 0, {} },
	{ OP_ALLOC,
	  LV1MEM_IOC_ALLOC,
	  sizeof(struct lv1mem_alloc),
	  LV1MEM_ALLOC_RAW,
	  { EPERM, ENOSPC, ENOMEM } },
	{ OP_FREE, LV1MEM_IOC_FREE, sizeof(struct lv1mem_free), 0, { ENOENT, EBUSY } },
	{ OP_QUERY, LV1MEM_IOC_QUERY, sizeof(struct lv1mem_query), 0, { EPERM } },
	{ OP_LIST, LV1MEM_IOC_LIST, sizeof(struct lv1mem_list), 0, {} },
};

static const int errors_of_all[] = { EBADF, E2BIG, EFAULT, EINVAL };

static const struct answers *find_answers(const struct step *step)
{
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		if (answers[i].operation == step->operation)
			return &answers[i];
	}
	abort();
}

static bool is_among(int error, const int *errors, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (errors[i] == -error)
			return true;
	}
	return false;
}

/* How much of a struct is stored: what fits into a buffer, and at least its size field. */
static size_t stored(uint64_t size)
{
	if (size < sizeof(uint32_t))
		return sizeof(uint32_t);
	return size < buffer_size() ? size : buffer_size() - 1;
}

/* Where the struct lies; what can be there of it is there. */
static void *put(struct actor *actor, const struct buffer *buffer, enum place place,
		 const unsigned char *image, size_t size)
{
	unsigned char *end = buffer->memory + buffer_size();
	size_t half = page_size() - HALF;

	switch (place) {
	case PLACE_ODD:
		return memcpy(buffer->memory + 1, image, size);
	case PLACE_END:
		return memcpy(end - size, image, size);
	case PLACE_CROSSING:
		return memcpy(end - size / 2, image, size / 2);
	case PLACE_READONLY:
		memcpy(buffer->memory, image, size);
		return buffer->readonly;
	case PLACE_HALF:
		size = size < buffer_size() - half ? size : buffer_size() - half;
		memcpy(buffer->memory + half, image, size);
		return buffer->half + half;
	case PLACE_NULL:
		return NULL;
	case PLACE_KERNEL:
		return (void *)(uintptr_t)KERNEL_ADDRESS;
	case PLACE_MAPPING:
		touch_copy(actor, actor->world->windows, image, size);
		return actor->world->windows;
	default:
		return memcpy(buffer->memory, image, size);
	}
}

/* Whether nobody but the driver writes there, and all of it can be read. */
static bool can_be_checked(enum place place)
{
	return place == PLACE_PLAIN || place == PLACE_ODD || place == PLACE_END;
}

static void store(unsigned char *to, size_t width, uint64_t value)
{
	uint32_t narrow = value;

	memcpy(to, width == sizeof(narrow) ? (void *)&narrow : (void *)&value, width);
}

/* The struct of a step; @image is all zero. */
static void build(struct actor *actor, const struct step *step, unsigned char *image, size_t size)
{
	const struct operation *operation = &operations[step->operation];

	if (size)
		image[size - 1] = value_of(actor, step, "tail");
	for (unsigned int i = 0; i < argument_count(operation); i++) {
		const struct argument *argument = &operation->arguments[i];

		if (argument->width)
			store(image + argument->offset, argument->width,
			      value_of(actor, step, argument->name));
	}
}

/* Whether the driver reads all of the struct, and so writes lv1_status. */
static bool has_good_size(const struct actor *actor, const struct step *step,
			  const struct answers *entry)
{
	uint32_t said = value_of(actor, step, "size");

	return said >= entry->size && said <= LARGEST_SIZE &&
	       (said == entry->size || !(uint8_t)value_of(actor, step, "tail"));
}

static void check_status(struct actor *actor, const struct step *step, const struct answers *entry,
			 int error, int before, int status)
{
	const char *name = operations[step->operation].name;

	/* The file is bad, or a copy: the status is written or not. */
	if (status == before && (error == -EBADF || error == -EFAULT))
		return;
	if (!has_good_size(actor, step, entry)) {
		if (status != before || (error != -EINVAL && error != -E2BIG))
			fault(actor->world->outcome, "%s: errno %d and status %d for a bad size",
			      name, -error, status);
		return;
	}
	if (!error && status)
		fault(actor->world->outcome, "%s: succeeds, with status %d", name, status);
	if (error && status && error != -errno_of_status(status))
		fault(actor->world->outcome, "%s: errno %d for status %d", name, -error, status);
	if (error && !status && !is_among(error, errors_of_all, 4) &&
	    !is_among(error, entry->errors, 5))
		fault(actor->world->outcome, "%s: errno %d with status 0", name, -error);
}

/* On failure nothing but lv1_status is written, and nothing behind the struct ever. */
static void check_memory(struct actor *actor, const struct step *step, const struct answers *entry,
			 int error, unsigned char *image, const unsigned char *now, size_t size)
{
	size_t from = error ? 0 : entry->size;

	if (error == -EFAULT || from >= size)
		return;
	if (size >= sizeof(struct head))
		memcpy(image + offsetof(struct head, lv1_status),
		       now + offsetof(struct head, lv1_status), sizeof(int32_t));
	from += first_difference(image + from, now + from, size - from);
	if (from < size)
		fault(actor->world->outcome, "%s: errno %d, and it writes byte %zu: %#x, not %#x",
		      operations[step->operation].name, -error, from, now[from], image[from]);
}

/* The page shift that LV1 is asked for. */
static uint64_t shift_of(const struct actor *actor, const struct step *step)
{
	uint64_t shift = value_of(actor, step, "page_shift");

	if (!shift && !((uint32_t)value_of(actor, step, "flags") & LV1MEM_ALLOC_RAW))
		shift = __builtin_ctzl(page_size());
	return shift;
}

static bool is_plain_alloc(const struct actor *actor, const struct step *step)
{
	uint64_t shift = shift_of(actor, step), length = value_of(actor, step, "length");

	return shift >= LV1_PAGE_SHIFT_MIN && shift < 64 && length &&
	       !(length & ((1ull << shift) - 1)) && !value_of(actor, step, "r5") &&
	       (!value_of(actor, step, "lv1_flags") ||
		value_of(actor, step, "lv1_flags") == LV1MEM_LV1_FLAG_TRY_ALT_UNIT);
}

/* Whether the ABI lets this succeed. */
static bool is_valid(const struct actor *actor, const struct step *step,
		     const struct answers *entry)
{
	uint32_t flags = value_of(actor, step, "flags");
	int file_flags = fcntl(file_of(actor, step), F_GETFL);

	if (!has_good_size(actor, step, entry) || (uint32_t)value_of(actor, step, "reserved") ||
	    flags & ~entry->flags)
		return false;
	if ((step->operation == OP_ALLOC || step->operation == OP_FREE) && actor->world->alone &&
	    file_flags >= 0 && (file_flags & O_ACCMODE) == O_RDONLY)
		return false;
	return step->operation != OP_ALLOC || flags & LV1MEM_ALLOC_RAW ||
	       is_plain_alloc(actor, step);
}

static void check(struct actor *actor, const struct step *step, const struct answers *entry,
		  int error, unsigned char *image, const unsigned char *now, size_t size)
{
	struct head before = {}, after = {};

	if (size >= sizeof(struct head)) {
		memcpy(&before, image, sizeof(before));
		memcpy(&after, now, sizeof(after));
	}
	check_status(actor, step, entry, error, before.lv1_status, after.lv1_status);
	check_memory(actor, step, entry, error, image, now, size);
}

/* ALLOC writes the page shift that LV1 was asked for, and leaves the other inputs alone. */
static void check_alloc(struct actor *actor, const struct step *step, unsigned char *image,
			const unsigned char *now)
{
	const size_t end = offsetof(struct lv1mem_alloc, lpar_addr);
	struct lv1mem_alloc *alloc = (void *)image;
	size_t at;

	alloc->lv1_status = 0;
	alloc->page_shift = shift_of(actor, step);
	at = first_difference(image, now, end);
	if (at < end)
		fault(actor->world->outcome,
		      "alloc: succeeds, and changes byte %zu of what it was asked for: %#x, not %#x",
		      at, now[at], image[at]);
}

static void keep_region(struct actor *actor, const struct step *step, const void *answer)
{
	uint64_t region = value_of(actor, step, "region");
	struct lv1mem_alloc alloc = {};

	if (touch_copy(actor, &alloc, answer, sizeof(alloc)))
		return;
	actor->world->regions[region].lpar_addr = alloc.lpar_addr;
	actor->world->regions[region].mmap_offset = alloc.mmap_offset;
}

/* Nobody knows what undocumented values do on a console. */
static bool is_left_out(const struct actor *actor, const struct step *step)
{
	return step->operation == OP_ALLOC && !actor->world->openlv1 &&
	       value_of(actor, step, "flags") & LV1MEM_ALLOC_RAW;
}

/* The entries lie as the struct itself may. */
static void put_entries(struct actor *actor, const struct step *step, unsigned char *image)
{
	static const unsigned char nothing[4096];
	struct lv1mem_list *list = (void *)image;
	size_t size = value_of(actor, step, "entry_size");

	size = size < sizeof(nothing) ? size : sizeof(nothing);
	list->entries = (uintptr_t)put(actor, &actor->entries, value_of(actor, step, "entries"),
				       nothing, size);
}

/* A thread may close the file, and another open something else by its number. */
static bool is_ours(const struct actor *actor, int error)
{
	return error != -ENOTTY || actor->world->alone;
}

/* How many regions the file has, as long as no other thread changes that; or -1. */
static int64_t count_regions(const struct actor *actor, int fd)
{
	struct lv1mem_info info;

	return actor->world->alone && !get_info(fd, &info) ? (int64_t)info.file_regions : -1;
}

static void check_count(struct actor *actor, const struct step *step, int error, int64_t before,
			int64_t after)
{
	int64_t more = error ? 0 : (step->operation == OP_ALLOC) - (step->operation == OP_FREE);

	if (before >= 0 && after != before + more)
		fault(actor->world->outcome, "%s: errno %d, of %d regions there are %d",
		      operations[step->operation].name, -error, (int)before, (int)after);
}

int do_struct(struct actor *actor, const struct step *step)
{
	enum place place = value_of(actor, step, "memory");
	const struct answers *entry = find_answers(step);
	uint32_t said = value_of(actor, step, "size");
	unsigned char *image = actor->scratch, *at;
	size_t size = stored(said);
	int fd = file_of(actor, step);
	int64_t before;
	int error;

	if (is_left_out(actor, step))
		return -EPERM;
	memset(image, 0, buffer_size() + entry->size);
	build(actor, step, image, size);
	if (step->operation == OP_LIST)
		put_entries(actor, step, image);
	at = put(actor, &actor->structs, place, image, size);
	before = count_regions(actor, fd);
	fail_arm(actor, step);
	error = call(fd, entry->command, at);
	fail_disarm(actor, step);
	check_count(actor, step, error, before, count_regions(actor, fd));
	if (!error && !is_valid(actor, step, entry))
		fault(actor->world->outcome, "%s: succeeds, and must not",
		      operations[step->operation].name);
	if (can_be_checked(place) && is_ours(actor, error)) {
		check(actor, step, entry, error, image, at, size);
		if (!error && step->operation == OP_ALLOC)
			check_alloc(actor, step, image, at);
	}
	if (!error && step->operation == OP_ALLOC)
		keep_region(actor, step, at);
	return error;
}

int do_ioctl(struct actor *actor, const struct step *step)
{
	uint64_t size = value_of(actor, step, "size");
	unsigned char image[256] = {};
	void *at;

	store(image, sizeof(uint32_t), size);
	at = put(actor, &actor->structs, value_of(actor, step, "memory"), image, sizeof(image));
	return call(file_of(actor, step), value_of(actor, step, "command"), at);
}
