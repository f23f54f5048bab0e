// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shuts the system down while regions are allocated and mapped. A process that still
 * runs during the shutdown writes to the kernel log what it sees.
 *
 * usage: hold power_off|restart [failing]
 *	failing	processes allocate during the shutdown with a struct that the driver
 *		cannot write the address to
 */
#include <linux/reboot.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>

#include "helpers.h"

#define LENGTH (4 * TEST_PAGE_SIZE)

static sigjmp_buf after_bus_error;

/* The kernel log: each line is one write, so one message. */
static FILE *kmsg;

/* @err is 0 or a negative errno. */
static void tell_error(const char *call, int err)
{
	fprintf(kmsg, "hold: %s: %s\n", call, err ? strerrorname_np(-err) : "no error");
}

static void on_bus_error(int signal)
{
	(void)signal;
	siglongjmp(after_bus_error, 1);
}

static volatile uint64_t *alloc_and_map(int fd, struct lv1mem_alloc *region)
{
	check(!alloc_region(fd, LENGTH, region), "LV1MEM_IOC_ALLOC");
	return mapped(map_region(fd, region));
}

static void try_all(int fd, struct lv1mem_alloc *region)
{
	void *memory = map_region(fd, region);
	struct lv1mem_list_entry entry;
	struct lv1mem_query query;
	struct lv1mem_info info;
	struct lv1mem_list list;

	tell_error("mmap", memory == MAP_FAILED ? -errno : 0);
	tell_error("GET_INFO", get_info(fd, &info));
	tell_error("FREE", free_region(fd, region->lpar_addr));
	tell_error("QUERY", query_region(fd, region->lpar_addr, &query));
	tell_error("LIST", list_regions(fd, &entry, 1, &list));
	tell_error("ALLOC", alloc_region(fd, LENGTH, region));
	close(fd);
}

static void touch_until_bus_error(volatile uint64_t *memory)
{
	if (sigsetjmp(after_bus_error, 1))
		return;
	for (;;)
		memory[0]++;
}

static void hold(int ready)
{
	int fd = must_open();
	struct sigaction action = { .sa_handler = on_bus_error };
	struct lv1mem_alloc region;
	volatile uint64_t *memory;

	sigaction(SIGBUS, &action, NULL);
	memory = alloc_and_map(fd, &region);
	memory[1] = 1;
	check(write(ready, "", 1) == 1, "write");
	touch_until_bus_error(memory);
	fprintf(kmsg, "hold: SIGBUS\n");
	try_all(fd, &region);
	/* The mapping was the last reference to the file. */
	munmap((void *)memory, LENGTH);
	fprintf(kmsg, "hold: closed\n");
	for (;;)
		pause();
}

/*
 * Calls ALLOC until the system goes down. The outputs of the struct are on a
 * read-only page, so the driver releases each region at once.
 */
static void fail_to_allocate(void)
{
	char *pages = mapped(map_anonymous(2 * page_size()));
	struct lv1mem_alloc *region =
		(void *)(pages + page_size() - offsetof(struct lv1mem_alloc, lpar_addr));
	int fd = must_open();
	int err;

	*region = alloc_args(TEST_PAGE_SIZE, TEST_PAGE_SHIFT);
	check(!mprotect(pages + page_size(), page_size(), PROT_READ), "mprotect");
	do {
		err = call(fd, LV1MEM_IOC_ALLOC, region);
	} while (err == -EFAULT);
	tell_error("failing ALLOC", err);
	for (;;)
		pause();
}

static unsigned int reboot_command(const char *name)
{
	if (!strcmp(name, "power_off"))
		return LINUX_REBOOT_CMD_POWER_OFF;
	if (!strcmp(name, "restart"))
		return LINUX_REBOOT_CMD_RESTART;
	fprintf(stderr, "usage: hold power_off|restart [failing]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	unsigned int command = reboot_command(argc > 1 ? argv[1] : "");
	int fd = must_open();
	struct lv1mem_alloc mapped, untouched;
	int ready[2];
	char byte;

	kmsg = fopen("/dev/kmsg", "we");
	check(kmsg && !setvbuf(kmsg, NULL, _IOLBF, 0), "/dev/kmsg");
	for (int i = 0; argc > 2 && i < 4; i++) {
		if (!fork_process())
			fail_to_allocate();
	}
	alloc_and_map(fd, &mapped)[0] = 1;
	alloc_and_map(fd, &untouched);
	check(!pipe(ready), "pipe");
	if (!fork_process())
		hold(ready[1]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1) {
		fprintf(stderr, "hold: the process that holds regions has ended\n");
		exit(1);
	}
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, command,
		NULL);
	check(false, "reboot");
}
