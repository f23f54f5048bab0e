// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starts another kernel in place of the running one at once: it stops and unmounts
 * nothing first.
 *
 * usage: kexec [--in-place] VMLINUX INITRD [COMMAND_LINE]
 *
 * Linux copies the next kernel page by page to its destination. copy_page() on a Cell
 * clears the destination first, so a page that was loaded right there is lost. Pages of a
 * loaded kernel are marked reserved: if some are in the destination, this program unloads
 * the kernel, takes the memory that was loaded to, and loads the kernel again.
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

#define MIB(n)	       ((n) * (1UL << 20))
#define FLAG_RESERVED  (1ULL << 32)
#define REAL_MODE_SIZE MIB(128)
/* The next kernel goes behind the running one, its device tree to the end of memory. */
#define KERNEL_SIZE_MAX MIB(16)
#define TREE_START	(REAL_MODE_SIZE - MIB(1))
/*
 * With --in-place, on one CPU: what stays free for other programs and the kernel. The CPU
 * may move up to 8 MiB of it to a list of its own at once (Linux 6.7 and later).
 */
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

/* Takes free memory until no more than @rest is left. */
static void take_all_but(unsigned long rest)
{
	unsigned long size = free_memory(), taken;
	char *memory = mapped(map_anonymous(size));

	for (taken = 0; taken + CHUNK <= size && free_memory() > rest; taken += CHUNK)
		check(!madvise(memory + taken, CHUNK, MADV_POPULATE_WRITE), "madvise");
}

/*
 * Takes memory in pipes, whose pages are unmovable as those of a loaded kernel are. Linux
 * has free memory of both kinds, and first gives out what was freed last.
 */
static void take_unmovable(unsigned long size)
{
	static char data[CHUNK];

	for (unsigned long taken = 0; taken < size; taken += CHUNK) {
		int ends[2];

		check(!pipe(ends), "pipe");
		check(fcntl(ends[1], F_SETPIPE_SZ, CHUNK) == CHUNK, "F_SETPIPE_SZ");
		check(write(ends[1], data, CHUNK) == CHUNK, "write");
	}
}

static void unload(void)
{
	check(!syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL, KEXEC_FILE_UNLOAD),
	      "kexec_file_load");
}

/* Returns how many pages are loaded in the destination. */
static unsigned int load(int kernel, int initrd, const char *command_line)
{
	unsigned long end = KERNEL_SIZE_MAX + file_size(kernel) + file_size(initrd);
	unsigned int before = count_reserved(end), count;

	check(!syscall(SYS_kexec_file_load, kernel, initrd,
		       strlen(command_line) + 1, command_line, 0UL),
	      "kexec_file_load");
	count = count_reserved(end) - before;
	if (count)
		fprintf(stderr, "kexec: %u pages were loaded in the destination\n", count);
	return count;
}

int main(int argc, char **argv)
{
	bool in_place = argc > 1 && !strcmp(argv[1], "--in-place");
	unsigned long size;
	int kernel, initrd;

	argc -= in_place;
	argv += in_place;
	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: kexec [--in-place] VMLINUX INITRD [COMMAND_LINE]\n");
		return 2;
	}
	kernel = open_path(argv[1]);
	initrd = open_path(argv[2]);
	size = file_size(kernel) + file_size(initrd);
	/* The kernel reads the files into memory of its own first. */
	if (in_place)
		take_all_but(2 * size + LOAD_MARGIN);
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		if (load(kernel, initrd, argc > 3 ? argv[3] : "") && !in_place) {
			unload();
			take_unmovable(size);
			continue;
		}
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			LINUX_REBOOT_CMD_KEXEC, NULL);
		check(false, "reboot");
	}
	return 1;
}
