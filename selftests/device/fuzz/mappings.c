// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steps with mappings. Each mapping has a window of its own, so that no step unmaps what
 * the process itself needs.
 */
#include <sys/uio.h>

#include "kselftest.h"

#include "../abi.h"
#include "actor.h"

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
	fail_arm(actor, step);
	mapped = mmap(fits ? address_of(actor, step) : NULL, length, protection_of(actor, step),
		      flags | (fits ? MAP_FIXED : 0), fd, offset);
	err = mapped == MAP_FAILED ? -errno : 0;
	fail_disarm(actor, step);
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

int do_protect(struct actor *actor, const struct step *step)
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

int do_move(struct actor *actor, const struct step *step)
{
	return FAILING(actor, step,
		       move(address_of(actor, step), length_of(actor, step),
			    window(actor, step, "to"),
			    value_of(actor, step, "new_length") % (WINDOW_SIZE + 1)));
}

static int advise(void *at, size_t length, unsigned int advice)
{
	/* In the order of their names in program.c, which has four more. */
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
	int err;

	if (step->fail && actor->fail >= 0)
		actor->world->outcome->faulted = true;
	fail_arm(actor, step);
	err = touch_copy(actor, to, from, page_size());
	fail_disarm(actor, step);
	return err;
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
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC), err;
	off_t at = (uintptr_t)address_of(actor, step);

	if (fd < 0)
		return -errno;
	if (write)
		err = FAILING(actor, step, pwrite(fd, page, page_size(), at));
	else
		err = FAILING(actor, step, pread(fd, page, page_size(), at));
	close(fd);
	return err < 0 ? err : 0;
}

int do_peek(struct actor *actor, const struct step *step)
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

int do_poke(struct actor *actor, const struct step *step)
{
	return access_memory(actor, step, fill_page(actor, actor->world->mark), true);
}
