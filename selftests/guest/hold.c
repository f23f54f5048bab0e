// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lets the system go down while regions are held and mapped, and tells the log
 * what a process sees of it that still runs then.
 *
 * usage: hold power_off|restart [failing]
 *	failing	meanwhile, processes allocate all the time and cannot be told the
 *		address
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/reboot.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/lv1mem.h>

#define PAGE_SHIFT 16
#define LENGTH	   (4UL << PAGE_SHIFT)

static const struct {
	const char *name;
	unsigned int command;
} ways[] = {
	{ "power_off", LINUX_REBOOT_CMD_POWER_OFF },
	{ "restart", LINUX_REBOOT_CMD_RESTART },
};

static sigjmp_buf after_bus_error;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void __attribute__((format(printf, 1, 2))) tell(const char *format, ...)
{
	int log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	char line[80];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (write(log, line, strlen(line)) < 0)
		die("/dev/kmsg");
	close(log);
}

static void on_bus_error(int signal)
{
	(void)signal;
	siglongjmp(after_bus_error, 1);
}

static volatile uint64_t *allocate_and_map(int fd, struct lv1mem_alloc *region)
{
	void *memory;

	*region = (struct lv1mem_alloc){
		.size = sizeof(*region),
		.length = LENGTH,
		.page_shift = PAGE_SHIFT,
	};
	if (ioctl(fd, LV1MEM_IOC_ALLOC, region))
		die("LV1MEM_IOC_ALLOC");
	memory = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		      region->mmap_offset);
	if (memory == MAP_FAILED)
		die("mmap");
	return memory;
}

static const char *error_of(int result)
{
	return result < 0 ? strerrorname_np(errno) : "no error";
}

static void try_all(int fd, struct lv1mem_alloc *region)
{
	struct lv1mem_free args = {
		.size = sizeof(args), .lpar_addr = region->lpar_addr
	};
	struct lv1mem_info info = { .size = sizeof(info) };
	struct lv1mem_query query = {
		.size = sizeof(query), .lpar_addr = region->lpar_addr
	};
	struct lv1mem_list_entry entry;
	struct lv1mem_list list = {
		.size = sizeof(list),
		.entries = (uintptr_t)&entry,
		.entry_size = sizeof(entry),
		.count = 1,
	};
	void *memory = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, fd,
			    region->mmap_offset);

	tell("hold: mmap: %s\n", error_of(memory == MAP_FAILED ? -1 : 0));
	tell("hold: GET_INFO: %s\n", error_of(ioctl(fd, LV1MEM_IOC_GET_INFO, &info)));
	tell("hold: FREE: %s\n", error_of(ioctl(fd, LV1MEM_IOC_FREE, &args)));
	tell("hold: ALLOC: %s\n", error_of(ioctl(fd, LV1MEM_IOC_ALLOC, region)));
	tell("hold: QUERY: %s\n", error_of(ioctl(fd, LV1MEM_IOC_QUERY, &query)));
	tell("hold: LIST: %s\n", error_of(ioctl(fd, LV1MEM_IOC_LIST, &list)));
	close(fd);
}

static void touch_until_bus_error(volatile uint64_t *memory)
{
	if (sigsetjmp(after_bus_error, 1))
		return;
	for (;;)
		memory[0]++;
}

static int open_device(void)
{
	int fd = open("/dev/lv1mem", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		die("/dev/lv1mem");
	return fd;
}

static pid_t fork_child(void)
{
	pid_t child = fork();

	if (child < 0)
		die("fork");
	return child;
}

static void hold(int ready)
{
	int fd = open_device();
	struct sigaction action = { .sa_handler = on_bus_error };
	struct lv1mem_alloc region;
	volatile uint64_t *memory;

	sigaction(SIGBUS, &action, NULL);
	memory = allocate_and_map(fd, &region);
	memory[1] = 1;
	if (write(ready, "", 1) != 1)
		die("write");
	touch_until_bus_error(memory);
	tell("hold: SIGBUS\n");
	try_all(fd, &region);
	/* The last that keeps the file open. */
	munmap((void *)memory, LENGTH);
	tell("hold: closed\n");
	for (;;)
		pause();
}

/*
 * ALLOC with a struct whose outputs are on a page that is read-only, until the system
 * goes down: each region is released at once, by the driver.
 */
static void fail_to_allocate(void)
{
	size_t page_size = sysconf(_SC_PAGESIZE);
	char *pages = mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct lv1mem_alloc *region =
		(void *)(pages + page_size - offsetof(struct lv1mem_alloc, lpar_addr));
	int fd = open_device();
	int err;

	if (pages == MAP_FAILED)
		die("mmap");

	*region = (struct lv1mem_alloc){
		.size = sizeof(*region),
		.length = 1UL << PAGE_SHIFT,
		.page_shift = PAGE_SHIFT,
	};
	if (mprotect(pages + page_size, page_size, PROT_READ))
		die("mprotect");
	do {
		err = ioctl(fd, LV1MEM_IOC_ALLOC, region) ? errno : 0;
	} while (err == EFAULT);
	tell("hold: failing ALLOC: %s\n", strerrorname_np(err));
	for (;;)
		pause();
}

static unsigned int command_of(const char *name)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (!strcmp(ways[i].name, name))
			return ways[i].command;
	}
	fprintf(stderr, "usage: hold power_off|restart [failing]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	unsigned int command = command_of(argc > 1 ? argv[1] : "");
	int fd = open_device();
	struct lv1mem_alloc mapped, untouched;
	int ready[2];
	char byte;

	for (int i = 0; argc > 2 && i < 4; i++) {
		if (!fork_child())
			fail_to_allocate();
	}
	allocate_and_map(fd, &mapped)[0] = 1;
	allocate_and_map(fd, &untouched);
	if (pipe(ready))
		die("pipe");
	if (!fork_child())
		hold(ready[1]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1) {
		fprintf(stderr, "hold: the process that holds regions has ended\n");
		exit(1);
	}
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, command,
		NULL);
	die("reboot");
}
