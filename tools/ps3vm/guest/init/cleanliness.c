// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether the kernel is as it should be when the command has ended. What it logged,
 * ps3vm looks through: all of it is on the console, if nobody turned that down.
 */
#include <stdio.h>

#include "init.h"

/*
 * An out-of-tree module, and an unsigned one: ours are both. That the kernel ran
 * tests of its own says nothing against it.
 */
#define TAINTS_EXPECTED ((1ul << 12) | (1ul << 13) | (1ul << 18))
/* The console shows messages below this level: up to KERN_WARNING. */
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
		say("unclean: cannot be checked: the console's log level is %lu, so that no warning is logged",
		    level);
}
