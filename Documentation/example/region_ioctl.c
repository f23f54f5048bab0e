// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does what region.c does, with the ioctls instead of the library.
 *
 *	cc -D_FILE_OFFSET_BITS=64 -o region_ioctl region_ioctl.c
 */
#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/lv1mem.h>

#define LENGTH (64 * 1024)

static void use(int fd, uint64_t mmap_offset)
{
	static const char words[] = "kept by the hypervisor";
	char *memory = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED,
			    fd, mmap_offset);

	if (memory == MAP_FAILED)
		err(1, "map");
	memcpy(memory, words, sizeof(words));
	printf("it says: %s\n", memory);

	/* A mapped region cannot be freed. */
	munmap(memory, LENGTH);
}

int main(void)
{
	/* Page shift 0 is the kernel's page size, so that the region can be mapped. */
	struct lv1mem_alloc alloc = { .size = sizeof(alloc), .length = LENGTH };
	struct lv1mem_free release = { .size = sizeof(release) };
	int fd = open("/dev/lv1mem", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		err(1, "/dev/lv1mem");

	/* With status 0 it was the driver that refused, not LV1. */
	if (ioctl(fd, LV1MEM_IOC_ALLOC, &alloc))
		err(1, "allocate: LV1 answered %" PRId32, alloc.lv1_status);
	printf("%" PRIu64 " bytes at 0x%" PRIx64 "\n", alloc.length,
	       alloc.lpar_addr);

	use(fd, alloc.mmap_offset);

	/* Without this, the last close would release it, even if the program is killed. */
	release.lpar_addr = alloc.lpar_addr;
	if (ioctl(fd, LV1MEM_IOC_FREE, &release))
		err(1, "free: LV1 answered %" PRId32, release.lv1_status);
	return close(fd) ? 1 : 0;
}
