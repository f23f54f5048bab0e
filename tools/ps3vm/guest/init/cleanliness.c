// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether the kernel is as it should be when the command has ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

/*
 * An out-of-tree module, and an unsigned one: ours are both. That the kernel ran
 * tests of its own says nothing against it.
 */
#define TAINTS_EXPECTED ((1ul << 12) | (1ul << 13) | (1ul << 18))
/* The priority of a message of the kernel's own is below. */
#define KERNEL_PRIORITIES 8

void check_taint(void)
{
	unsigned long taint;
	FILE *file = fopen("/proc/sys/kernel/tainted", "re");

	if (!file)
		return;
	if (fscanf(file, "%lu", &taint) == 1 && taint & ~TAINTS_EXPECTED)
		say("unclean: the kernel is tainted: %lu", taint);
	fclose(file);
}

static bool is_splat(const char *message)
{
	static const char *const marks[] = {
		"BUG:", "WARNING:", "Oops", "INFO: possible", "INFO: task",
		"INFO: trying to register", "rcu: INFO:", "kernel BUG at",
		"Unable to handle", "Kernel panic", "lockdep:"
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (strstr(message, marks[i]))
			return true;
	}
	return false;
}

void check_kernel_log(void)
{
	char record[8192];
	ssize_t length;
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return;
	for (;;) {
		char *message;

		length = read(fd, record, sizeof(record) - 1);
		if (length < 0 && errno == EPIPE)
			continue;
		if (length <= 0)
			break;
		record[length] = '\0';
		message = strchr(record, ';');
		if (!message || atoi(record) >= KERNEL_PRIORITIES ||
		    !is_splat(message))
			continue;
		message[strcspn(message, "\n")] = '\0';
		say("unclean: %s", message + 1);
	}
	close(fd);
}
