// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of a root file system that does not know ps3vm. With OWN_INIT=die in the
 * environment it exits, which makes the kernel panic.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int main(void)
{
	static const char text[] = "own init: hello\n";
	int fd;

	mkdir("/dev", 0755);
	mknod("/dev/kmsg", S_IFCHR | 0600, makedev(1, 11));
	fd = open("/dev/kmsg", O_WRONLY);
	if (fd < 0 || write(fd, text, sizeof(text) - 1) < 0 || getenv("OWN_INIT"))
		return 1;
	reboot(RB_POWER_OFF);
	return 1;
}
