// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steps with mappings. Each is made in a window of its own, so that no step can take
 * away what the process itself needs.
 */
#include <sys/uio.h>

#include "kselftest.h"

#include "../abi.h"
#include "actor.h"

/* Enough for all regions that a program of so few steps can have. */
#define ENTRIES 64

static unsigned char *window(const struct actor *actor, const struct step *step, const char *name)
{
	return actor->world->windows + value_of(actor, step, name) * WINDOW_SIZE;
}

static size_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

/* A page in the window. */
static size_t at_of(const struct actor *actor, const struct step *step)
{
	return value_of(actor, step, "at") % WINDOW_SIZE & -page_size();
}

/* A part of the window, from there on. */
static size_t length_of(const struct actor *actor, const struct step *step)
{
	uint64_t length = value_of(actor, step, "length");
	size_t most = WINDOW_SIZE - at_of(actor, step);

	return length < most ? length : most;
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
	struct lv1mem_list list = list_args(entries, ENTRIES);

	length = (length + page_size() - 1) & -(uint64_t)page_size();
	if (call(fd, LV1MEM_IOC_LIST, &list))
		return;
	for (uint32_t i = 0; i < list.count; i++) {
		if (is_inside(&entries[i], offset, length))
			return;
	}
	fault(actor->world->outcome, "map: %#llx bytes at %#llx, of which there is no region",
	      (unsigned long long)length, (unsigned long long)offset);
}

int do_map(struct actor *actor, const struct step *step)
{
	static const int sharings[] = { MAP_SHARED, MAP_PRIVATE, MAP_SHARED | MAP_POPULATE,
					MAP_SHARED | MAP_LOCKED };
	int flags = sharings[value_of(actor, step, "flags")];
	uint64_t offset = value_of(actor, step, "offset"), length = value_of(actor, step, "length");
	int protection = value_of(actor, step, "protection") & (PROT_READ | PROT_WRITE | PROT_EXEC);
	bool fits = length <= WINDOW_SIZE - at_of(actor, step);
	void *where = fits ? window(actor, step, "mapping") + at_of(actor, step) : NULL;
	int fd = file_of(actor, step);
	void *mapped;

	if (length > SIZE_MAX)
		return -EINVAL;
	fail_arm(actor, step);
	mapped = mmap(where, length, protection, flags | (fits ? MAP_FIXED : 0), fd, offset);
	if (mapped == MAP_FAILED) {
		int error = -errno;

		fail_disarm(actor, step);
		return error;
	}
	fail_disarm(actor, step);
	if (actor->world->alone)
		check_map(actor, fd, offset, length);
	if (!fits)
		munmap(mapped, length);
	return 0;
}

int do_unmap(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	size_t length = length_of(actor, step);
	int error = 0;

	fail_arm(actor, step);
	if (munmap(at, length))
		error = -errno;
	fail_disarm(actor, step);
	return error;
}

int do_protect(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	int protection = value_of(actor, step, "protection") & (PROT_READ | PROT_WRITE | PROT_EXEC);
	int error = 0;

	fail_arm(actor, step);
	if (mprotect(at, length_of(actor, step), protection))
		error = -errno;
	fail_disarm(actor, step);
	return error;
}

int do_move(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	uint64_t new_length = value_of(actor, step, "new_length") % (WINDOW_SIZE + 1);
	int error = 0;

	fail_arm(actor, step);
	if (mremap(at, length_of(actor, step), new_length, MREMAP_MAYMOVE | MREMAP_FIXED,
		   window(actor, step, "to")) == MAP_FAILED)
		error = -errno;
	fail_disarm(actor, step);
	return error;
}

static int advise(void *at, size_t length, unsigned int advice)
{
	/* In the order of their names in program.c; behind them are four that are no advice. */
	static const int advices[] = {
		MADV_NORMAL,
		MADV_RANDOM,
		MADV_WILLNEED,
		MADV_DONTNEED,
		MADV_REMOVE,
		MADV_DONTFORK,
		MADV_DOFORK,
		MADV_DONTDUMP,
		MADV_DODUMP,
		MADV_MERGEABLE,
		MADV_HUGEPAGE,
		MADV_FREE,
		MADV_COLD,
		MADV_PAGEOUT,
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
		return madvise(at, length, advices[advice]);
	}
}

int do_advise(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	int error = 0;

	fail_arm(actor, step);
	if (advise(at, length_of(actor, step), value_of(actor, step, "advice")))
		error = -errno;
	fail_disarm(actor, step);
	return error;
}

/* In a page of a region is what this program wrote, or nothing. */
static void check_page(struct actor *actor, const uint64_t *page)
{
	if (actor->world->writes_structs)
		return;
	for (size_t i = 0; i < page_size() / sizeof(*page); i++) {
		if (page[i] && page[i] != actor->world->mark) {
			fault(actor->world->outcome,
			      "read: %#llx is in the region, which nobody wrote there",
			      (unsigned long long)page[i]);
			return;
		}
	}
}

static int touch(struct actor *actor, const struct step *step, void *to, const void *from)
{
	int error;

	if (step->fail && actor->fail >= 0)
		actor->world->outcome->faulted = true;
	fail_arm(actor, step);
	error = touch_copy(actor, to, from, page_size());
	fail_disarm(actor, step);
	return error;
}

int do_read(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	uint64_t *page = (void *)actor->scratch;
	int error = touch(actor, step, page, at);

	if (!error)
		check_page(actor, page);
	return error;
}

static const uint64_t *fill_page(struct actor *actor)
{
	uint64_t *page = (void *)actor->scratch;

	for (size_t i = 0; i < page_size() / sizeof(*page); i++)
		page[i] = actor->world->mark;
	return page;
}

int do_write(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);

	return touch(actor, step, at, fill_page(actor));
}

/* Read a page as a debugger does. process_vm_readv() must fail without harm. */
int do_peek(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	uint64_t *page = (void *)actor->scratch;
	uint64_t word;
	struct iovec here = { &word, sizeof(word) }, there = { at, sizeof(word) };
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	memset(page, 0, page_size());
	fail_arm(actor, step);
	if (pread(fd, page, page_size(), (uintptr_t)at) < 0)
		error = -errno;
	process_vm_readv(getpid(), &here, 1, &there, 1, 0);
	fail_disarm(actor, step);
	close(fd);
	check_page(actor, page);
	return error;
}

/* Write a page as a debugger does. */
int do_poke(struct actor *actor, const struct step *step)
{
	unsigned char *at = window(actor, step, "mapping") + at_of(actor, step);
	const uint64_t *page = fill_page(actor);
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	fail_arm(actor, step);
	if (pwrite(fd, page, page_size(), (uintptr_t)at) < 0)
		error = -errno;
	fail_disarm(actor, step);
	close(fd);
	return error;
}
