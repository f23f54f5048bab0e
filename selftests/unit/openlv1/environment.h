/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests see of the environment that OpenLV1's core runs in on the host.
 */
#ifndef SELFTESTS_ENVIRONMENT_H
#define SELFTESTS_ENVIRONMENT_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exit status of a test whose partition ended. */
#define ENVIRONMENT_PARTITION_ENDED 77

/**
 * struct environment - what the core did to its surroundings
 * @invalidations: hash table entries taken out of use
 * @sleeps: naps of a thread
 * @interrupt: per thread, its external interrupt
 * @log: what was printed
 * @partition_ended: where to go when the partition ends, NULL to exit
 */
struct environment {
	unsigned int invalidations;
	unsigned int sleeps;
	bool interrupt[2];
	char log[8192];
	size_t log_length;
	jmp_buf *partition_ended;
};

extern struct environment environment;

/* A new partition with two threads, in fresh memory. */
void environment_reset(void);

/* Forget what happened and what is in the partition's memory. */
void environment_forget(void);

/**
 * environment_call() - do a call of the partition's thread 0
 * @registers: r3 to r10: inputs, then status and outputs
 *
 * Return: its status.
 */
int64_t environment_call(uint64_t number, uint64_t *registers);

#endif
