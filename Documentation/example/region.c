// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocates a region from LV1, maps it, writes to it, reads it and releases it.
 *
 *	cc -o region $(pkg-config --cflags lv1mem) region.c \
 *		$(pkg-config --libs lv1mem)
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <lv1mem.h>

#define LENGTH (64 * 1024)

static void complain(const char *what, int err, int32_t lv1_status)
{
	fprintf(stderr, "%s: %s\n", what, lv1mem_strerror(err, lv1_status));
	if (lv1_status)
		fprintf(stderr, "LV1 answered %" PRId32 " %s\n", lv1_status,
			lv1mem_status_name(lv1_status));
}

static int use(int fd, const struct lv1mem_region *region)
{
	static const char words[] = "kept by the hypervisor";
	void *memory;
	int err = lv1mem_map(fd, region, &memory);

	if (err) {
		complain("map", err, 0);
		return err;
	}
	memcpy(memory, words, sizeof(words));
	printf("it says: %s\n", (char *)memory);

	/* A mapped region cannot be freed. */
	return lv1mem_unmap(region, memory);
}

int main(void)
{
	/* With O_CLOEXEC, programs that this one executes do not inherit regions. */
	int fd = lv1mem_open(O_RDWR | O_CLOEXEC);
	struct lv1mem_region region;
	struct lv1mem_address address;
	int32_t lv1_status;
	int err;

	if (fd < 0) {
		fprintf(stderr, "%s: %s\n", LV1MEM_DEVICE, strerror(-fd));
		return 1;
	}

	/* Page shift 0 is the kernel's page size, so that the region can be mapped. */
	err = lv1mem_alloc(fd, LENGTH, 0, 0, &region, &lv1_status);
	if (err) {
		complain("allocate", err, lv1_status);
		return 1;
	}
	printf("%" PRIu64 " bytes at 0x%" PRIx64 "\n", region.length,
	       region.lpar_addr);
	if (!lv1mem_decode(region.lpar_addr, &address)) {
		printf("size class 2^%u, counter %" PRIu64 "\n",
		       address.size_class, address.counter);
	}

	err = use(fd, &region);
	if (err)
		return 1;

	/* Without this, the last close would release it, even if the program is killed. */
	err = lv1mem_free(fd, region.lpar_addr, &lv1_status);
	if (err) {
		complain("free", err, lv1_status);
		return 1;
	}
	return lv1mem_close(fd) ? 1 : 0;
}
