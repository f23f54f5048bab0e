/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests see of the platform that OpenLV1 has on the host.
 */
#ifndef SELFTESTS_PLATFORM_H
#define SELFTESTS_PLATFORM_H

#include <setjmp.h>

#include "lib/types.h"

/* Exit status of a test whose partition ended. */
#define PLATFORM_PARTITION_ENDED 77

/* What was written to a port; it ends with a zero byte. */
struct text {
	size_t length;
	char text[8192];
};

/**
 * struct platform - what OpenLV1 did to its surroundings
 * @invalidations: hash table entries taken out of use
 * @sleeps: naps of a thread
 * @interrupt: per thread, its external interrupt
 * @log: what was printed
 * @hypervisor: what OpenLV1 itself printed
 * @files: what the partition sent to its port for files
 * @partition_ended: where to go when the partition ends, NULL to exit
 */
struct platform {
	unsigned int invalidations;
	unsigned int sleeps;
	bool interrupt[2];
	struct text log;
	struct text hypervisor;
	struct text files;
	jmp_buf *partition_ended;
};

extern struct platform platform;

/* A new partition with two threads, in fresh memory. */
void platform_reset(void);

/* Forget what happened and what is in the partition's memory. */
void platform_forget(void);

/**
 * platform_call() - do a call of the partition's thread 0
 * @registers: r3 to r10: inputs, then status and outputs
 *
 * Return: its status.
 */
s64 platform_call(u64 number, u64 *registers);

#endif
