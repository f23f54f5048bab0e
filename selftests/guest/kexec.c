// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starts another kernel in place of the running one at once: it stops and unmounts
 * nothing first.
 *
 * usage: kexec [--in-place] VMLINUX INITRD [COMMAND_LINE]
 *
 * Linux copies the next kernel page by page to its destination. copy_page() on a Cell
 * clears the destination first, so a page that was loaded right there is lost. This
 * program takes the free memory of the destination first, so that no page is loaded
 * there. Pages of a loaded kernel are marked reserved: if some are in the destination
 * nevertheless, it takes these, too, and loads the kernel again.
 *
 * With --in-place it leaves no more memory than loading needs, so that many pages are
 * loaded right there: a kernel that copies them correctly starts the next one.
 */
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>

#include "helpers.h"

#define MIB(n)	      ((n) * (1UL << 20))
#define FLAG_RESERVED (1ULL << 32)
/* Of an entry of /proc/self/pagemap. */
#define PAGE_FRAME     ((1ULL << 55) - 1)
#define REAL_MODE_SIZE MIB(128)
/* The next kernel goes behind the running one, its device tree to the end of memory. */
#define KERNEL_SIZE_MAX MIB(16)
#define TREE_START	(REAL_MODE_SIZE - MIB(1))
/*
 * What stays free while the rest is taken, for other programs and the kernel. Each CPU
 * may move up to 8 MiB of it to a list of its own at once (Linux 6.7 and later).
 */
#define MARGIN MIB(24)
/* The same with --in-place, which is for one CPU. */
#define LOAD_MARGIN MIB(12)
#define CHUNK	    MIB(1)
#define ATTEMPTS    8

static int open_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	check(fd >= 0, path);
	return fd;
}

static unsigned long file_size(int fd)
{
	struct stat status;

	check(!fstat(fd, &status), "fstat");
	return status.st_size;
}

/* Returns whether the next kernel, which ends at @end, will be copied to @address. */
static bool is_destination(unsigned long address, unsigned long end)
{
	return address < end || (address >= TREE_START && address < REAL_MODE_SIZE);
}

static unsigned int count_reserved(unsigned long end)
{
	static uint64_t flags[REAL_MODE_SIZE / PAGE_BYTES];
	unsigned long page_size = sysconf(_SC_PAGESIZE);
	ssize_t length = REAL_MODE_SIZE / page_size * sizeof(*flags);
	int fd = open_path("/proc/kpageflags");
	unsigned int count = 0;

	check(pread(fd, flags, length, 0) == length, "/proc/kpageflags");
	close(fd);
	for (unsigned long at = 0; at < REAL_MODE_SIZE; at += page_size) {
		if (is_destination(at, end) && flags[at / page_size] & FLAG_RESERVED)
			count++;
	}
	return count;
}

static unsigned long free_memory(void)
{
	struct sysinfo info;

	check(!sysinfo(&info), "sysinfo");
	return info.freeram * info.mem_unit;
}

/* Takes free memory until no more than @rest is left. Returns how much it took. */
static unsigned long take_all_but(unsigned long rest, char **memory)
{
	unsigned long size = free_memory(), taken;

	*memory = mapped(map_anonymous(size));
	for (taken = 0; taken + CHUNK <= size && free_memory() > rest; taken += CHUNK)
		check(!madvise(*memory + taken, CHUNK, MADV_POPULATE_WRITE), "madvise");
	return taken;
}

/* Takes all free memory but MARGIN, and gives back what is not in the destination. */
static void take_destination(unsigned long end)
{
	static uint64_t entries[CHUNK / PAGE_BYTES];
	unsigned long page_size = sysconf(_SC_PAGESIZE);
	ssize_t length = CHUNK / page_size * sizeof(*entries);
	unsigned long taken, at, kept = 0;
	int fd = open_path("/proc/self/pagemap");
	char *memory;

	taken = take_all_but(MARGIN, &memory);
	for (at = 0; at < taken; at += page_size) {
		unsigned long page = at % CHUNK / page_size;

		if (!page)
			check(pread(fd, entries, length,
				    (uintptr_t)(memory + at) / page_size * sizeof(*entries)) ==
				      length,
			      "/proc/self/pagemap");
		if (!is_destination((entries[page] & PAGE_FRAME) * page_size, end))
			continue;
		check(!madvise(memory + kept, at - kept, MADV_DONTNEED), "madvise");
		kept = at + page_size;
	}
	check(!madvise(memory + kept, at - kept, MADV_DONTNEED), "madvise");
	close(fd);
}

/* Returns how many pages are loaded in the destination. */
static unsigned int load(int kernel, int initrd, const char *command_line, bool in_place)
{
	unsigned long size = file_size(kernel) + file_size(initrd);
	unsigned long end = KERNEL_SIZE_MAX + size;
	unsigned int before;
	char *memory;

	check(!syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL, KEXEC_FILE_UNLOAD),
	      "kexec_file_load");
	/* The kernel reads the files into memory of its own first. */
	if (in_place)
		take_all_but(2 * size + LOAD_MARGIN, &memory);
	else
		take_destination(end);
	before = count_reserved(end);
	check(!syscall(SYS_kexec_file_load, kernel, initrd,
		       strlen(command_line) + 1, command_line, 0UL),
	      "kexec_file_load");
	return count_reserved(end) - before;
}

int main(int argc, char **argv)
{
	bool in_place = argc > 1 && !strcmp(argv[1], "--in-place");
	int kernel, initrd;

	argc -= in_place;
	argv += in_place;
	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: kexec [--in-place] VMLINUX INITRD [COMMAND_LINE]\n");
		return 2;
	}
	kernel = open_path(argv[1]);
	initrd = open_path(argv[2]);
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		unsigned int count = load(kernel, initrd, argc > 3 ? argv[3] : "", in_place);

		if (count)
			fprintf(stderr, "kexec: %u pages were loaded in the destination\n",
				count);
		if (count && !in_place)
			continue;
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			LINUX_REBOOT_CMD_KEXEC, NULL);
		check(false, "reboot");
	}
	return 1;
}
