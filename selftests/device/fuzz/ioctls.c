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

/* With PLACE_HALF, only so many bytes of a struct can be written. */
#define HALF offsetof(struct lv1mem_alloc, lpar_addr)

struct ioctl {
	unsigned long command;
	uint32_t size;	/* of its struct */
	uint32_t flags; /* that it knows */
	int errors[4];	/* of the driver alone, beside those that all have */
};

/* clang-format off */
static const struct ioctl ioctls[OPERATIONS] = {
	[OP_INFO] = { LV1MEM_IOC_GET_INFO, sizeof(struct lv1mem_info), 0, {} },
	[OP_ALLOC] = { LV1MEM_IOC_ALLOC, sizeof(struct lv1mem_alloc), LV1MEM_ALLOC_RAW,
		       { EPERM, ENOSPC, ENOMEM } },
	[OP_FREE] = { LV1MEM_IOC_FREE, sizeof(struct lv1mem_free), 0, { ENOENT, EBUSY } },
	[OP_QUERY] = { LV1MEM_IOC_QUERY, sizeof(struct lv1mem_query), 0, { EPERM } },
	[OP_LIST] = { LV1MEM_IOC_LIST, sizeof(struct lv1mem_list), 0, {} },
};
/* clang-format on */

/* An ioctl of a step. */
struct request {
	struct actor *actor;
	const struct step *step;
	const struct ioctl *ioctl;
	size_t size;	       /* the bytes of the struct that are in the program's memory */
	unsigned char *before; /* the struct before; longer than @size, with zeros */
	unsigned char *after;  /* the program's memory, before and after */
	int err;	       /* the answer, 0 or a negative errno */
};

#define FAULT(request, format, ...) \
	fault((request)->actor->world->outcome, "%s: errno %d" format, \
	      operations[(request)->step->operation].name, -(request)->err, ##__VA_ARGS__)

static uint64_t value(const struct request *request, const char *name)
{
	return value_of(request->actor, request->step, name);
}

/* Whether the driver may answer so without asking LV1. */
static bool is_own_error(const struct request *request)
{
	const int *errors = request->ioctl->errors;

	if (request->err == -EBADF || request->err == -E2BIG || request->err == -EFAULT ||
	    request->err == -EINVAL)
		return true;
	while (*errors && *errors != -request->err)
		errors++;
	return *errors;
}

/* What is stored of a struct: at least its size field, at most what fits into a buffer. */
static size_t stored(uint32_t size)
{
	if (size < sizeof(uint32_t))
		return sizeof(uint32_t);
	return size < buffer_size() ? size : buffer_size() - 1;
}

/* Store a struct, as far as there is memory. Returns its address. */
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

/* Whether only the driver writes there, and all of it can be read. */
static bool can_be_checked(enum place place)
{
	return place == PLACE_PLAIN || place == PLACE_ODD || place == PLACE_END;
}

static void store(unsigned char *to, size_t width, uint64_t number)
{
	uint32_t narrow = number;

	memcpy(to, width == sizeof(narrow) ? (void *)&narrow : (void *)&number, width);
}

static void build(struct request *request)
{
	const struct operation *operation = &operations[request->step->operation];

	memset(request->before, 0, buffer_size() + request->ioctl->size);
	request->before[request->size - 1] = value(request, "tail");
	for (unsigned int i = 0; i < argument_count(operation); i++) {
		const struct argument *argument = &operation->arguments[i];

		if (argument->width)
			store(request->before + argument->offset, argument->width,
			      value(request, argument->name));
	}
}

/* Whether the driver reads all of the struct, and so writes lv1_status. */
static bool has_good_size(const struct request *request)
{
	uint32_t size = value(request, "size");

	return size >= request->ioctl->size && size <= LARGEST_SIZE &&
	       (size == request->ioctl->size || !(uint8_t)value(request, "tail"));
}

static void check_status(const struct request *request)
{
	int before = ((struct head *)request->before)->lv1_status, status = before;
	int err = request->err;

	if (request->size >= sizeof(struct head))
		memcpy(&status, request->after + offsetof(struct head, lv1_status), sizeof(status));
	/* The status may have been written, or not. */
	if (status == before && (err == -EBADF || err == -EFAULT))
		return;
	if (!has_good_size(request)) {
		if (status != before || (err != -EINVAL && err != -E2BIG))
			FAULT(request, " and status %d for a bad size", status);
	} else if (!err || status) {
		if (err != -errno_of_status(status))
			FAULT(request, " for status %d", status);
	} else if (!is_own_error(request)) {
		FAULT(request, " with status 0");
	}
}

/* The page shift that LV1 is asked for. */
static uint64_t shift_of(const struct lv1mem_alloc *alloc)
{
	if (!alloc->page_shift && !(alloc->flags & LV1MEM_ALLOC_RAW))
		return __builtin_ctzl(page_size());
	return alloc->page_shift;
}

static bool is_plain_alloc(const struct lv1mem_alloc *alloc)
{
	uint64_t shift = shift_of(alloc);

	return shift >= LV1_PAGE_SHIFT_MIN && shift < 64 && alloc->length &&
	       !(alloc->length & ((1ull << shift) - 1)) && !alloc->r5 &&
	       (!alloc->lv1_flags || alloc->lv1_flags == LV1MEM_LV1_FLAG_TRY_ALT_UNIT);
}

/* Whether the ABI lets this succeed. */
static bool is_valid(const struct request *request)
{
	const struct head *head = (void *)request->before;
	bool changes = request->step->operation == OP_ALLOC || request->step->operation == OP_FREE;
	int file_flags = fcntl(file_of(request->actor, request->step), F_GETFL);

	if (!has_good_size(request) || head->reserved || head->flags & ~request->ioctl->flags)
		return false;
	if (changes && request->actor->world->alone && file_flags >= 0 &&
	    (file_flags & O_ACCMODE) == O_RDONLY)
		return false;
	return request->step->operation != OP_ALLOC || head->flags & LV1MEM_ALLOC_RAW ||
	       is_plain_alloc((void *)request->before);
}

static void compare(const struct request *request, size_t from, size_t to)
{
	const unsigned char *before = request->before, *after = request->after;

	while (from < to && before[from] == after[from])
		from++;
	if (from < to)
		FAULT(request, ", and it writes byte %zu: %#x, not %#x", from, after[from],
		      before[from]);
}

/*
 * On failure only lv1_status is written, and nothing behind the struct ever. ALLOC writes
 * the page shift that LV1 was asked for, and leaves its other inputs alone.
 */
static void check_memory(struct request *request)
{
	const size_t status = offsetof(struct head, lv1_status);
	struct lv1mem_alloc *alloc = (void *)request->before;

	if (request->err == -EFAULT)
		return;
	if (request->size >= sizeof(struct head))
		memcpy(request->before + status, request->after + status, sizeof(int32_t));
	if (request->err) {
		compare(request, 0, request->size);
		return;
	}
	compare(request, request->ioctl->size, request->size);
	if (request->step->operation == OP_ALLOC) {
		alloc->page_shift = shift_of(alloc);
		compare(request, 0, offsetof(struct lv1mem_alloc, lpar_addr));
	}
}

static void keep_region(const struct request *request)
{
	struct lv1mem_alloc alloc = {};
	uint64_t region = value(request, "region");

	if (touch_copy(request->actor, &alloc, request->after, sizeof(alloc)))
		return;
	request->actor->world->regions[region].lpar_addr = alloc.lpar_addr;
	request->actor->world->regions[region].mmap_offset = alloc.mmap_offset;
}

/* On a console, nobody knows what undocumented values do. */
static bool is_left_out(const struct request *request)
{
	return request->step->operation == OP_ALLOC && !request->actor->world->openlv1 &&
	       value(request, "flags") & LV1MEM_ALLOC_RAW;
}

static void put_entries(struct request *request)
{
	static const unsigned char zeros[LARGEST_SIZE];
	struct lv1mem_list *list = (void *)request->before;
	size_t size = list->entry_size < sizeof(zeros) ? list->entry_size : sizeof(zeros);

	list->entries = (uintptr_t)put(request->actor, &request->actor->entries,
				       value(request, "entries"), zeros, size);
}

/* The regions of the file, while no other thread can change them; or -1. */
static int count_regions(const struct request *request, struct lv1mem_list_entry *entries)
{
	struct lv1mem_list list;

	if (!request->actor->world->alone ||
	    list_regions(file_of(request->actor, request->step), entries, ENTRIES, &list))
		return -1;
	return list.count;
}

static void check_regions(const struct request *request, const struct lv1mem_list_entry *entries,
			  int before, int after)
{
	int more = (request->step->operation == OP_ALLOC) - (request->step->operation == OP_FREE);

	if (before < 0)
		return;
	if (after != before + (request->err ? 0 : more))
		FAULT(request, ", of %d regions there are %d", before, after);
	for (int i = 0; i < before && request->step->operation == OP_FREE; i++) {
		if (!request->err && entries[i].mappings &&
		    entries[i].lpar_addr == value(request, "lpar_addr"))
			FAULT(request, " for a region with %u mappings", entries[i].mappings);
	}
}

int do_struct(struct actor *actor, const struct step *step)
{
	struct lv1mem_list_entry entries[ENTRIES], entries_after[ENTRIES];
	struct request request = {
		.actor = actor,
		.step = step,
		.ioctl = &ioctls[step->operation],
		.size = stored(value_of(actor, step, "size")),
		.before = actor->scratch,
	};
	enum place place = value_of(actor, step, "memory");
	int before;

	if (is_left_out(&request))
		return -EPERM;
	build(&request);
	if (step->operation == OP_LIST)
		put_entries(&request);
	request.after = put(actor, &actor->structs, place, request.before, request.size);
	before = count_regions(&request, entries);
	request.err = FAILING(actor, step,
			      ioctl(file_of(actor, step), request.ioctl->command, request.after));
	check_regions(&request, entries, before, count_regions(&request, entries_after));
	if (!request.err && !is_valid(&request))
		FAULT(&request, ", and must fail");
	/* Another thread may have closed the file, and its number may be another file's. */
	if (can_be_checked(place) && (request.err != -ENOTTY || actor->world->alone)) {
		check_status(&request);
		check_memory(&request);
	}
	if (!request.err && step->operation == OP_ALLOC)
		keep_region(&request);
	return request.err;
}

int do_ioctl(struct actor *actor, const struct step *step)
{
	unsigned char image[256] = {};
	void *at;

	store(image, sizeof(uint32_t), value_of(actor, step, "size"));
	at = put(actor, &actor->structs, value_of(actor, step, "memory"), image, sizeof(image));
	return call(file_of(actor, step), value_of(actor, step, "command"), at);
}
