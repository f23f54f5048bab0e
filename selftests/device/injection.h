/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files of the kernel and of OpenLV1: the driver's limits and regions, failures on
 * request, and the hypervisor's own counts. A console has those of the driver alone.
 */
#ifndef _LV1MEM_TEST_INJECTION_H
#define _LV1MEM_TEST_INJECTION_H

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REGIONS_FILE "/sys/kernel/debug/lv1mem/regions"
#define PARAMETERS   "/sys/module/lv1mem/parameters/"
#define FAULTS	     "/sys/kernel/debug/"
#define INJECT	     "/sys/kernel/debug/openlv1/inject"
#define LEDGER	     "/sys/kernel/debug/openlv1/ledger"

/* Write a whole file. Returns 0 or a negative errno. */
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

/* Read a file to its end. Returns the number of lines, or a negative errno. */
static inline int count_lines(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char buffer[4096];
	ssize_t length;
	int lines = 0;

	if (fd < 0)
		return -errno;
	while ((length = read(fd, buffer, sizeof(buffer))) > 0) {
		for (ssize_t i = 0; i < length; i++)
			lines += buffer[i] == '\n';
	}
	if (length < 0)
		lines = -errno;
	close(fd);
	return lines;
}

/* Set max_regions or max_bytes. Returns 0 or a negative errno. */
static inline int set_limit(const char *name, uint64_t value)
{
	char path[64], text[32];

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	snprintf(text, sizeof(text), "%" PRIu64, value);
	return write_text(path, text);
}

/*
 * Let allocations that may sleep fail too, in tasks that ask for it, and do not log
 * each. Returns false if the kernel has no fault injection.
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

/*
 * Have OpenLV1 answer the Nth such call from now on with @status. Returns 0 or a
 * negative errno.
 */
static inline int refuse(unsigned int call, uint64_t nth, int64_t status)
{
	char text[64];

	snprintf(text, sizeof(text), "%u:%" PRIu64 ":%" PRId64, call, nth, status);
	return write_text(INJECT, text);
}

/*
 * A count of OpenLV1's ledger, or @otherwise if there is no ledger. If the ledger lacks
 * the count, UINT64_MAX.
 */
static inline uint64_t ledger_count(const char *name, uint64_t otherwise)
{
	FILE *ledger = fopen(LEDGER, "re");
	uint64_t count = UINT64_MAX;
	char line[64];
	size_t length = strlen(name);

	if (!ledger)
		return otherwise;
	while (fgets(line, sizeof(line), ledger)) {
		if (!strncmp(line, name, length) && line[length] == '=')
			count = strtoull(line + length + 1, NULL, 10);
	}
	fclose(ledger);
	return count;
}

#endif /* _LV1MEM_TEST_INJECTION_H */
