/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which places of the driver a program reaches: KCOV's, where the kernel has it.
 */
#ifndef _LV1MEM_FUZZ_COVERAGE_H
#define _LV1MEM_FUZZ_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One for each thread of a program, and one for a child of it. */
#define TRACES 4

/* Returns whether there is something that traces; without, all traces are empty. */
bool coverage_open(void);

/* For the task that calls, until it ends or calls the other. */
void coverage_begin(unsigned int trace);
void coverage_end(unsigned int trace);

/* Forget what was traced. */
void coverage_clear(void);

/* The places that were traced, in their order. Returns how many. */
size_t coverage_places(unsigned int trace, const volatile uint64_t **places);

#endif /* _LV1MEM_FUZZ_COVERAGE_H */
