// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleeps for ever, even as PID 1: what a machine that hangs looks like.
 */
#include <unistd.h>

int main(void)
{
	while (pause())
		;
	return 0;
}
