// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starts another kernel in place of the running one at once: it stops and unmounts
 * nothing first.
 *
 * usage: kexec VMLINUX INITRD [COMMAND_LINE]
 *
 * Linux copies the next kernel page by page to its destination. copy_page() on a Cell
 * clears the destination first, so a page that was loaded right there is lost. Pages
 * of a loaded kernel are marked reserved. If some are in the destination, this program
 * takes the memory that is free there and loads the kernel again.
 */
#include <linux/kexec.h>
#include <linux/reboot.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "helpers.h"

#define MIB(n)	       ((n) * (1UL << 20))
#define PAGE_FLAGS     "/proc/kpageflags"
#define FLAG_RESERVED  (1ULL << 32)
#define REAL_MODE_SIZE MIB(128)
/* The next kernel goes behind the running one, its device tree to the end of memory. */
#define KERNEL_SIZE_MAX MIB(16)
#define TREE_START	(REAL_MODE_SIZE - MIB(1))
/* The allocator hands out small free blocks first. */
#define PIPES	  8
#define PIPE_SIZE MIB(1)
#define ATTEMPTS  14

static int open_file(const char *path)
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

/* Counts reserved pages below @end and from TREE_START on. */
static unsigned int count_reserved(unsigned long end)
{
	static uint64_t flags[REAL_MODE_SIZE / 4096];
	unsigned long page_size = sysconf(_SC_PAGESIZE);
	ssize_t length = REAL_MODE_SIZE / page_size * sizeof(*flags);
	int fd = open_file(PAGE_FLAGS);
	unsigned int count = 0;

	check(pread(fd, flags, length, 0) == length, PAGE_FLAGS);
	close(fd);
	for (unsigned long at = 0; at < REAL_MODE_SIZE; at += page_size) {
		if ((at < end || at >= TREE_START) &&
		    flags[at / page_size] & FLAG_RESERVED)
			count++;
	}
	return count;
}

/* Pipe buffers come from the zone that a kernel is loaded into. */
static void take_memory(void)
{
	static const char zeroes[PIPE_SIZE];
	int ends[2];

	for (int i = 0; i < PIPES; i++) {
		check(!pipe(ends) && fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE) >= 0 &&
			      write(ends[1], zeroes, PIPE_SIZE) == PIPE_SIZE,
		      "pipe");
	}
}

/* Returns whether no page of the loaded kernel will be lost. */
static bool load(int kernel, int initrd, const char *command_line)
{
	unsigned long end = KERNEL_SIZE_MAX + file_size(kernel) + file_size(initrd);
	unsigned int before;

	check(!syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL, KEXEC_FILE_UNLOAD),
	      "kexec_file_load");
	take_memory();
	before = count_reserved(end);
	check(!syscall(SYS_kexec_file_load, kernel, initrd,
		       strlen(command_line) + 1, command_line, 0UL),
	      "kexec_file_load");
	return count_reserved(end) == before;
}

int main(int argc, char **argv)
{
	int kernel, initrd;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: kexec VMLINUX INITRD [COMMAND_LINE]\n");
		return 2;
	}
	kernel = open_file(argv[1]);
	initrd = open_file(argv[2]);
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		if (!load(kernel, initrd, argc > 3 ? argv[3] : ""))
			continue;
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			LINUX_REBOOT_CMD_KEXEC, NULL);
		check(false, "reboot");
	}
	fprintf(stderr, "kexec: the kernel cannot be loaded outside of its destination\n");
	return 1;
}
