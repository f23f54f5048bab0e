// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of the kernel after the command. ps3vm itself looks through the kernel's log,
 * which is complete unless somebody lowered the console's log level.
 */
#include <stdio.h>

#include "init.h"

/* Our modules are out-of-tree and unsigned; the kernel may have run its own tests. */
#define TAINTS_EXPECTED ((1ul << 12) | (1ul << 13) | (1ul << 18))
/* The console shows messages below its level; this one includes KERN_WARNING. */
#define CONSOLE_LEVEL_LEAST 5

static bool read_number(const char *path, unsigned long *number)
{
	FILE *file = fopen(path, "re");
	bool done = file && fscanf(file, "%lu", number) == 1;

	if (file)
		fclose(file);
	if (!done)
		say("unclean: cannot be checked: %s cannot be read", path);
	return done;
}

void check_taint(void)
{
	unsigned long taint;

	if (read_number("/proc/sys/kernel/tainted", &taint) &&
	    taint & ~TAINTS_EXPECTED)
		say("unclean: the kernel is tainted: %lu", taint);
}

void check_console_level(void)
{
	unsigned long level;

	if (read_number("/proc/sys/kernel/printk", &level) &&
	    level < CONSOLE_LEVEL_LEAST)
		say("unclean: cannot be checked: the console's log level is %lu, which hides warnings",
		    level);
}
