// SPDX-License-Identifier: GPL-2.0-only
/*
 * KCOV: each trace is a buffer that the kernel fills for one task, and which the
 * processes here share.
 */
#include <fcntl.h>
#include <linux/ioctl.h>
#include <linux/types.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "coverage.h"

/* As in the kernel's linux/kcov.h, which not every system has. */
#define KCOV_INIT_TRACE _IOR('c', 1, unsigned long)
#define KCOV_ENABLE	_IO('c', 100)
#define KCOV_DISABLE	_IO('c', 101)
#define KCOV_TRACE_PC	0

#define KCOV "/sys/kernel/debug/kcov"
/* The kernel drops what is more. */
#define WORDS 16384

static struct {
	int fd;
	/* The number of places, and they; read when the task has ended. */
	volatile uint64_t *words;
} traces[TRACES];

static bool open_trace(unsigned int i)
{
	int fd = open(KCOV, O_RDWR | O_CLOEXEC);
	void *words;

	if (fd < 0 || ioctl(fd, KCOV_INIT_TRACE, (unsigned long)WORDS))
		return false;
	words = mmap(NULL, WORDS * sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (words == MAP_FAILED)
		return false;
	traces[i].fd = fd;
	traces[i].words = words;
	return true;
}

bool coverage_open(void)
{
	for (unsigned int i = 0; i < TRACES; i++) {
		if (!open_trace(i))
			return false;
	}
	return true;
}

/* Another child of the program may have the trace already. */
void coverage_begin(unsigned int trace)
{
	if (traces[trace].words)
		ioctl(traces[trace].fd, KCOV_ENABLE, KCOV_TRACE_PC);
}

void coverage_end(unsigned int trace)
{
	if (traces[trace].words)
		ioctl(traces[trace].fd, KCOV_DISABLE, 0);
}

void coverage_clear(void)
{
	for (unsigned int i = 0; i < TRACES; i++) {
		if (traces[i].words)
			traces[i].words[0] = 0;
	}
}

size_t coverage_places(unsigned int trace, const volatile uint64_t **places)
{
	if (!traces[trace].words)
		return 0;
	*places = traces[trace].words + 1;
	return traces[trace].words[0];
}
