// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocates three regions, writes to one through a mapping, and is killed.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/lv1mem.h>

#define LENGTH 65536

int main(void)
{
	struct lv1mem_alloc alloc;
	int fd = open("/dev/lv1mem", O_RDWR);
	char *bytes;

	if (fd < 0) {
		perror("/dev/lv1mem");
		return 1;
	}
	for (int i = 0; i < 3; i++) {
		memset(&alloc, 0, sizeof(alloc));
		alloc.size = sizeof(alloc);
		alloc.length = LENGTH;
		alloc.page_shift = 12;
		if (ioctl(fd, LV1MEM_IOC_ALLOC, &alloc)) {
			perror("LV1MEM_IOC_ALLOC");
			return 1;
		}
	}
	bytes = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     (off_t)alloc.mmap_offset);
	if (bytes == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	memset(bytes, 0x5a, LENGTH);
	raise(SIGKILL);
	perror("raise");
	return 1;
}
