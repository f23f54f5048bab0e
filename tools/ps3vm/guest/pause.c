// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleeps for ever, also as PID 1: simulates a machine that hangs.
 */
#include <unistd.h>

int main(void)
{
	while (pause())
		;
	return 0;
}
