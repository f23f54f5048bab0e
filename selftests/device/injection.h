/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Failures on request: of the kernel's memory and copies, where it has fault injection,
 * and of the calls of OpenLV1.
 */
#ifndef _LV1MEM_TEST_INJECTION_H
#define _LV1MEM_TEST_INJECTION_H

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FAULTS "/sys/kernel/debug/"
#define INJECT "/sys/kernel/debug/openlv1/inject"

/* Write a file of the kernel, whole. Returns 0 or a negative errno. */
static inline int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t length = strlen(text);
	ssize_t written;

	if (fd < 0)
		return -errno;
	written = write(fd, text, length);
	if (written < 0)
		written = -errno;
	close(fd);
	if (written == length)
		return 0;
	return written < 0 ? written : -EIO;
}

/*
 * Let memory that may be waited for fail too, in tasks that ask for it: by default, only
 * what may not sleep does. The log need not have each. False if this kernel cannot.
 */
static inline bool let_all_fail(void)
{
	static const char *const settings[][2] = {
		{ FAULTS "failslab/ignore-gfp-wait", "N" },
		{ FAULTS "failslab/verbose", "0" },
		{ FAULTS "fail_page_alloc/ignore-gfp-wait", "N" },
		{ FAULTS "fail_page_alloc/ignore-gfp-highmem", "N" },
		{ FAULTS "fail_page_alloc/min-order", "0" },
		{ FAULTS "fail_page_alloc/verbose", "0" },
		{ FAULTS "fail_usercopy/verbose", "0" },
	};
	bool can = true;

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		can &= !write_text(settings[i][0], settings[i][1]);
	return can;
}

/* Have OpenLV1 answer the Nth such call from now on with @status. 0 or a negative errno. */
static inline int refuse(unsigned int call, uint64_t nth, int64_t status)
{
	char text[64];

	snprintf(text, sizeof(text), "%u:%" PRIu64 ":%" PRId64, call, nth, status);
	return write_text(INJECT, text);
}

#endif /* _LV1MEM_TEST_INJECTION_H */
