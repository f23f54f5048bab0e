/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs programs, each in a process of its own, and checks the driver afterwards.
 */
#ifndef _LV1MEM_FUZZ_EXECUTE_H
#define _LV1MEM_FUZZ_EXECUTE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "program.h"

#define FAULT_LENGTH 200

/**
 * struct outcome - the result of a program, in memory that its processes share
 * @faults: number of faults
 * @fault: the first of them
 * @died: the program killed itself, as it may
 * @faulted: something was to fail in a page fault. The kernel may then end the process,
 *	if the memory for its signal is what fails
 * @failures: number of FAIL_ALL steps in which something failed
 * @answers: for each step 0 or a negative errno; ANSWER_NONE if it was not done
 */
struct outcome {
	atomic_uint faults;
	char fault[FAULT_LENGTH];
	atomic_bool died;
	atomic_bool faulted;
	atomic_uint failures;
	atomic_int answers[STEPS_MAX];
};

#define ANSWER_NONE 1

/* Call it once, before execute(). Returns NULL with errno set on failure. */
struct outcome *execute_open(void);

/*
 * Run @program, which fills regions with @mark; no two programs may have the same mark.
 * In steps with FAIL_ALL the @nth allocation or copy fails. None of the program's
 * processes is left when this returns.
 */
void execute(const struct program *program, uint64_t mark, unsigned int nth,
	     struct outcome *outcome);

/* Whether the program may run differently each time. */
bool has_threads(const struct program *program);

/* Count a fault, and keep the text if it is the first. */
void __attribute__((format(printf, 2, 3))) fault(struct outcome *outcome, const char *format, ...);

/* Remember the state of the driver. Returns false with errno set on failure. */
bool health_open(void);

/* Restore limits and refusals that @program has set, and check that all is as before. */
void health_check(const struct program *program, struct outcome *outcome);

/* Take the present state for the one to compare with. */
void health_accept(void);

/*
 * Use a region from ALLOC to FREE, in a new file. Returns 0 or a negative errno, -EPROTO
 * if the new region is not zero, and then @call is what failed.
 */
int use_region(const char **call);

#endif /* _LV1MEM_FUZZ_EXECUTE_H */
