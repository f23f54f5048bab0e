// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of the kernel after the command. ps3vm itself looks through the kernel's log.
 * The files are opened before the command can mount something over them.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

/* Our modules are out-of-tree and unsigned; the kernel may have run its own tests. */
#define TAINTS_EXPECTED ((1ul << 12) | (1ul << 13) | (1ul << 18))

#define TAINT_FILE "/proc/sys/kernel/tainted"
/* While this is Y, no log level hides a message. */
#define LEVEL_FILE "/sys/module/printk/parameters/ignore_loglevel"

static int taint_file, level_file;

void open_checks(void)
{
	taint_file = open(TAINT_FILE, O_RDONLY | O_CLOEXEC);
	level_file = open(LEVEL_FILE, O_RDONLY | O_CLOEXEC);
}

static bool read_text(int fd, const char *path, char *text, size_t size)
{
	ssize_t length = pread(fd, text, size - 1, 0);

	if (length <= 0) {
		say("unclean: cannot be checked: %s cannot be read", path);
		return false;
	}
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return true;
}

void check_kernel(void)
{
	char text[32];

	if (read_text(taint_file, TAINT_FILE, text, sizeof(text)) &&
	    strtoul(text, NULL, 10) & ~TAINTS_EXPECTED)
		say("unclean: the kernel is tainted: %s", text);
	if (read_text(level_file, LEVEL_FILE, text, sizeof(text)) &&
	    strcmp(text, "Y"))
		say("unclean: cannot be checked: " LEVEL_FILE " is %s, and a log level hides messages",
		    text);
}
