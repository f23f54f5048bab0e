// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of operations, and those that are no ioctls.
 */
#include <stdio.h>
#include <sys/uio.h>

#include "kselftest.h"

#include "../abi.h"
#include "../descriptor.h"
#include "../injection.h"
#include "actor.h"

/* Store a descriptor, and close the one that it replaces. */
static int replace(struct actor *actor, unsigned int slot, int fd)
{
	int before;

	if (fd < 0)
		return fd;
	before = atomic_exchange(&actor->world->files[slot], fd);
	if (before >= 0)
		close(before);
	return 0;
}

int do_open(struct actor *actor, const struct step *step)
{
	static const int modes[] = { O_RDWR, O_RDONLY, O_WRONLY };
	int mode = modes[value_of(actor, step, "mode")];

	return replace(actor, value_of(actor, step, "file"),
		       FAILING(actor, step, open(LV1MEM_TEST_DEVICE, mode | O_CLOEXEC)));
}

int do_dup(struct actor *actor, const struct step *step)
{
	return replace(actor, value_of(actor, step, "to"),
		       FAILING(actor, step, fcntl(file_of(actor, step), F_DUPFD_CLOEXEC, 0)));
}

static int do_close(struct actor *actor, const struct step *step)
{
	int fd = atomic_exchange(&actor->world->files[value_of(actor, step, "file")], -1);

	return FAILING(actor, step, close(fd));
}

int do_send(struct actor *actor, const struct step *step)
{
	return send_descriptor(actor->world->sockets[0], file_of(actor, step), MSG_DONTWAIT);
}

int do_receive(struct actor *actor, const struct step *step)
{
	return replace(actor, value_of(actor, step, "file"),
		       receive_descriptor(actor->world->sockets[1], MSG_DONTWAIT));
}

static int read_all(struct actor *actor, const struct step *step, const char *path)
{
	int lines = FAILING(actor, step, count_lines(path));

	return lines < 0 ? lines : 0;
}

static int do_fdinfo(struct actor *actor, const struct step *step)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", file_of(actor, step));
	return read_all(actor, step, path);
}

static int do_debugfs(struct actor *actor, const struct step *step)
{
	return read_all(actor, step, REGIONS_FILE);
}

static int do_limit(struct actor *actor, const struct step *step)
{
	const char *const *names = operations[OP_LIMIT].arguments[0].names;

	return set_limit(names[value_of(actor, step, "which")], value_of(actor, step, "value"));
}

static int do_drop(struct actor *actor, const struct step *step)
{
	(void)actor;
	(void)step;
	return drop_rawio();
}

static int do_refuse(struct actor *actor, const struct step *step)
{
	static const int calls[] = { LV1_CALL_ALLOCATE_MEMORY, LV1_CALL_QUERY_REGION,
				     LV1_CALL_RELEASE_MEMORY };

	return refuse(calls[value_of(actor, step, "call")], value_of(actor, step, "nth"),
		      (int64_t)value_of(actor, step, "status"));
}

/*
 * Each mapping has a window of its own, so that no step unmaps what the process itself
 * needs.
 */
static unsigned char *window(const struct actor *actor, const struct step *step, const char *name)
{
	return actor->world->windows + value_of(actor, step, name) * WINDOW_SIZE;
}

/* The page in the window at which the step starts. */
static size_t offset_of(const struct actor *actor, const struct step *step)
{
	return value_of(actor, step, "at") % WINDOW_SIZE & -page_size();
}

static unsigned char *address_of(const struct actor *actor, const struct step *step)
{
	return window(actor, step, "mapping") + offset_of(actor, step);
}

/* Cut off at the end of the window. */
static size_t length_of(const struct actor *actor, const struct step *step)
{
	uint64_t length = value_of(actor, step, "length");
	size_t most = WINDOW_SIZE - offset_of(actor, step);

	return length < most ? length : most;
}

static int protection_of(const struct actor *actor, const struct step *step)
{
	return value_of(actor, step, "protection") & (PROT_READ | PROT_WRITE | PROT_EXEC);
}

static bool is_inside(const struct lv1mem_list_entry *entry, uint64_t offset, uint64_t length)
{
	return entry->mmap_offset != LV1MEM_NOT_MAPPABLE && offset >= entry->mmap_offset &&
	       offset - entry->mmap_offset <= entry->length &&
	       length <= entry->length - (offset - entry->mmap_offset);
}

/* A mapping must lie within one region of the file. */
static void check_map(struct actor *actor, int fd, uint64_t offset, uint64_t length)
{
	struct lv1mem_list_entry entries[ENTRIES];
	struct lv1mem_list list;

	length = (length + page_size() - 1) & -(uint64_t)page_size();
	if (list_regions(fd, entries, ENTRIES, &list))
		return;
	for (uint32_t i = 0; i < list.count; i++) {
		if (is_inside(&entries[i], offset, length))
			return;
	}
	fault(actor->world->outcome, "map: %#llx bytes at %#llx, where the file has no region",
	      (unsigned long long)length, (unsigned long long)offset);
}

static int map_at(void **at, size_t length, int protection, int flags, int fd, off_t offset)
{
	*at = mmap(*at, length, protection, flags, fd, offset);
	return *at == MAP_FAILED ? -1 : 0;
}

int do_map(struct actor *actor, const struct step *step)
{
	static const int sharings[] = { MAP_SHARED, MAP_PRIVATE, MAP_SHARED | MAP_POPULATE,
					MAP_SHARED | MAP_LOCKED };
	int flags = sharings[value_of(actor, step, "flags")];
	uint64_t offset = value_of(actor, step, "offset"), length = value_of(actor, step, "length");
	bool fits = length <= WINDOW_SIZE - offset_of(actor, step);
	int fd = file_of(actor, step), err;
	void *mapped;

	if (length > SIZE_MAX)
		return -EINVAL;
	mapped = fits ? address_of(actor, step) : NULL;
	flags |= fits ? MAP_FIXED : 0;
	err = FAILING(actor, step,
		      map_at(&mapped, length, protection_of(actor, step), flags, fd, offset));
	if (err)
		return err;
	if (actor->world->alone)
		check_map(actor, fd, offset, length);
	if (!fits)
		munmap(mapped, length);
	return 0;
}

int do_unmap(struct actor *actor, const struct step *step)
{
	return FAILING(actor, step, munmap(address_of(actor, step), length_of(actor, step)));
}

static int do_protect(struct actor *actor, const struct step *step)
{
	return FAILING(actor, step,
		       mprotect(address_of(actor, step), length_of(actor, step),
				protection_of(actor, step)));
}

static long move(void *from, size_t length, void *to, size_t new_length)
{
	void *moved = mremap(from, length, new_length, MREMAP_MAYMOVE | MREMAP_FIXED, to);

	return moved == MAP_FAILED ? -1 : 0;
}

static int do_move(struct actor *actor, const struct step *step)
{
	return FAILING(actor, step,
		       move(address_of(actor, step), length_of(actor, step),
			    window(actor, step, "to"),
			    value_of(actor, step, "new_length") % (WINDOW_SIZE + 1)));
}

static int advise(void *at, size_t length, unsigned int advice)
{
	/* In the order of their names below, of which the last four are calls. */
	static const int numbers[] = {
		MADV_NORMAL, MADV_RANDOM, MADV_WILLNEED, MADV_DONTNEED, MADV_REMOVE,
		MADV_DONTFORK, MADV_DOFORK, MADV_DONTDUMP, MADV_DODUMP, MADV_MERGEABLE,
		MADV_HUGEPAGE, MADV_FREE, MADV_COLD, MADV_PAGEOUT,
		22, /* MADV_POPULATE_READ */
		23, /* MADV_POPULATE_WRITE */
	};
	static unsigned char resident[WINDOW_SIZE / 4096];

	switch (advice) {
	case 16:
		return mlock(at, length);
	case 17:
		return munlock(at, length);
	case 18:
		return msync(at, length, MS_SYNC);
	case 19:
		return mincore(at, length, resident);
	default:
		return madvise(at, length, numbers[advice]);
	}
}

static int do_advise(struct actor *actor, const struct step *step)
{
	return FAILING(actor, step,
		       advise(address_of(actor, step), length_of(actor, step),
			      value_of(actor, step, "advice")));
}

/* A page of a region has what this program wrote, or nothing. */
static void check_page(struct actor *actor, const uint64_t *page)
{
	if (actor->world->writes_structs)
		return;
	for (size_t i = 0; i < page_size() / sizeof(*page); i++) {
		if (page[i] && page[i] != actor->world->mark) {
			fault(actor->world->outcome,
			      "read: %#llx is in the region, which the program did not write",
			      (unsigned long long)page[i]);
			return;
		}
	}
}

static uint64_t *fill_page(struct actor *actor, uint64_t word)
{
	uint64_t *page = (void *)actor->scratch;

	for (size_t i = 0; i < page_size() / sizeof(*page); i++)
		page[i] = word;
	return page;
}

static int touch(struct actor *actor, const struct step *step, void *to, const void *from)
{
	if (step->fail && actor->fail >= 0)
		actor->world->outcome->faulted = true;
	return FAILING(actor, step, touch_copy(actor, to, from, page_size()));
}

int do_read(struct actor *actor, const struct step *step)
{
	uint64_t *page = fill_page(actor, 0);
	int err = touch(actor, step, page, address_of(actor, step));

	if (!err)
		check_page(actor, page);
	return err;
}

int do_write(struct actor *actor, const struct step *step)
{
	return touch(actor, step, address_of(actor, step), fill_page(actor, actor->world->mark));
}

/* Access a page as a debugger does. */
static int access_memory(struct actor *actor, const struct step *step, uint64_t *page, bool write)
{
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC), result;
	off_t at = (uintptr_t)address_of(actor, step);

	result = FAILING(actor, step,
			 write ? pwrite(fd, page, page_size(), at) :
				 pread(fd, page, page_size(), at));
	close(fd);
	return result < 0 ? result : 0;
}

static int do_peek(struct actor *actor, const struct step *step)
{
	uint64_t *page = fill_page(actor, 0), word;
	struct iovec local = { &word, sizeof(word) };
	struct iovec remote = { address_of(actor, step), sizeof(word) };
	int err = access_memory(actor, step, page, false);

	/* It must fail without harm. */
	process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
	check_page(actor, page);
	return err;
}

static int do_poke(struct actor *actor, const struct step *step)
{
	return access_memory(actor, step, fill_page(actor, actor->world->mark), true);
}

static const char *const modes[] = { "both", "read", "write", NULL };
const char *const place_names[PLACES + 1] = {
	"plain", "odd", "end", "crossing", "readonly", "half", "null", "kernel", "mapping", NULL
};
static const char *const sharings[] = { "shared", "private", "populate", "locked", NULL };
static const char *const advices[] = {
	"normal", "random", "willneed", "dontneed", "remove", "dontfork", "dofork", "dontdump",
	"dodump", "mergeable", "hugepage", "free", "cold", "pageout", "populate_read",
	"populate_write", "lock", "unlock", "sync", "residency", NULL
};
static const char *const limits[] = { "max_regions", "max_bytes", NULL };
static const char *const calls[] = { "allocate", "query", "release", NULL };

/* clang-format off */
#define FILE_SLOT		NUMBER("file", KIND_FILE, 0)
#define MAPPING_SLOT		NUMBER("mapping", KIND_MAPPING, 0)
#define NUMBER(name, kind, usual) { name, kind, usual, NULL, 0, 0 }
#define CHOICE(name, names)	{ name, KIND_CHOICE, 0, names, 0, 0 }
#define MEMORY			CHOICE("memory", place_names)
#define AT			NUMBER("at", KIND_LENGTH, 0)
#define LENGTH			NUMBER("length", KIND_LENGTH, 0x10000)
/* The last byte of a struct that is longer than the driver's. */
#define TAIL			NUMBER("tail", KIND_SMALL, 0)
#define FIELD(type, field, kind, usual)						\
	{ #field, kind, usual, NULL, offsetof(struct type, field),		\
	  sizeof(((struct type *)0)->field) }
/* The fields that every struct starts with. */
#define HEAD(type)								\
	FIELD(type, size, KIND_NUMBER, sizeof(struct type)),			\
	FIELD(type, flags, KIND_SMALL, 0),					\
	FIELD(type, lv1_status, KIND_NUMBER, 0),				\
	FIELD(type, reserved, KIND_NUMBER, 0)

const struct operation operations[OPERATIONS] = {
	[OP_OPEN] = { "open", do_open, { FILE_SLOT, CHOICE("mode", modes) } },
	[OP_DUP] = { "dup", do_dup, { FILE_SLOT, NUMBER("to", KIND_FILE, 1) } },
	[OP_CLOSE] = { "close", do_close, { FILE_SLOT } },
	[OP_INFO] = { "info", do_struct, {
		FILE_SLOT, MEMORY, TAIL, HEAD(lv1mem_info) } },
	[OP_ALLOC] = { "alloc", do_struct, {
		FILE_SLOT, MEMORY, TAIL, HEAD(lv1mem_alloc), NUMBER("region", KIND_REGION, 0),
		FIELD(lv1mem_alloc, length, KIND_LENGTH, 0x10000),
		FIELD(lv1mem_alloc, page_shift, KIND_SHIFT, 16),
		FIELD(lv1mem_alloc, r5, KIND_SMALL, 0),
		FIELD(lv1mem_alloc, lv1_flags, KIND_SMALL, 0),
		FIELD(lv1mem_alloc, lpar_addr, KIND_ADDRESS, 0) } },
	[OP_FREE] = { "free", do_struct, {
		FILE_SLOT, MEMORY, TAIL, HEAD(lv1mem_free),
		FIELD(lv1mem_free, lpar_addr, KIND_ADDRESS, 0) } },
	[OP_QUERY] = { "query", do_struct, {
		FILE_SLOT, MEMORY, TAIL, HEAD(lv1mem_query),
		FIELD(lv1mem_query, lpar_addr, KIND_ADDRESS, 0) } },
	[OP_LIST] = { "list", do_struct, {
		FILE_SLOT, MEMORY, TAIL, HEAD(lv1mem_list), CHOICE("entries", place_names),
		FIELD(lv1mem_list, entry_size, KIND_NUMBER, sizeof(struct lv1mem_list_entry)),
		FIELD(lv1mem_list, count, KIND_NUMBER, 4),
		FIELD(lv1mem_list, start, KIND_ADDRESS, 0) } },
	[OP_IOCTL] = { "ioctl", do_ioctl, {
		FILE_SLOT, MEMORY, NUMBER("command", KIND_NUMBER, LV1MEM_IOC_LIST + 1),
		NUMBER("size", KIND_NUMBER, 64) } },
	[OP_MAP] = { "map", do_map, {
		FILE_SLOT, MAPPING_SLOT, AT, NUMBER("offset", KIND_OFFSET, 0), LENGTH,
		NUMBER("protection", KIND_SMALL, 3), CHOICE("flags", sharings) } },
	[OP_UNMAP] = { "unmap", do_unmap, { MAPPING_SLOT, AT, LENGTH } },
	[OP_PROTECT] = { "protect", do_protect, {
		MAPPING_SLOT, AT, LENGTH, NUMBER("protection", KIND_SMALL, 1) } },
	[OP_MOVE] = { "move", do_move, {
		MAPPING_SLOT, AT, LENGTH, NUMBER("to", KIND_MAPPING, 1),
		NUMBER("new_length", KIND_LENGTH, 0x10000) } },
	[OP_ADVISE] = { "advise", do_advise, {
		MAPPING_SLOT, AT, LENGTH, CHOICE("advice", advices) } },
	[OP_READ] = { "read", do_read, { MAPPING_SLOT, AT } },
	[OP_WRITE] = { "write", do_write, { MAPPING_SLOT, AT } },
	[OP_PEEK] = { "peek", do_peek, { MAPPING_SLOT, AT } },
	[OP_POKE] = { "poke", do_poke, { MAPPING_SLOT, AT } },
	[OP_FORK] = { "fork", do_fork, { NUMBER("steps", KIND_SMALL, 1) } },
	[OP_SEND] = { "send", do_send, { FILE_SLOT } },
	[OP_RECEIVE] = { "receive", do_receive, { FILE_SLOT } },
	[OP_FDINFO] = { "fdinfo", do_fdinfo, { FILE_SLOT } },
	[OP_DEBUGFS] = { "debugfs", do_debugfs, {} },
	[OP_LIMIT] = { "limit", do_limit, {
		CHOICE("which", limits), NUMBER("value", KIND_LENGTH, 0) } },
	[OP_DROP] = { "drop", do_drop, {} },
	[OP_REFUSE] = { "refuse", do_refuse, {
		CHOICE("call", calls), NUMBER("nth", KIND_SMALL, 1),
		NUMBER("status", KIND_STATUS, -9) } },
	[OP_WAIT] = { "wait", do_wait, {} },
	[OP_EXIT] = { "exit", do_exit, {} },
	[OP_DIE] = { "die", do_die, {} },
};
/* clang-format on */
