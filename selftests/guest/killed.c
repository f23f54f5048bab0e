// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocates three regions, writes to one through a mapping, and kills itself.
 */
#include <signal.h>
#include <string.h>

#include "helpers.h"

#define LENGTH 65536

int main(void)
{
	struct lv1mem_alloc region;
	int fd = open_device();

	for (int i = 0; i < 3; i++)
		check(!alloc_region(fd, LENGTH, 12, &region), "LV1MEM_IOC_ALLOC");
	memset(map_region(fd, &region), 0x5a, LENGTH);
	raise(SIGKILL);
	check(false, "raise");
}
