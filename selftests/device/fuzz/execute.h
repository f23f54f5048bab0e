/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs, done in a process of their own.
 */
#ifndef _LV1MEM_FUZZ_EXECUTE_H
#define _LV1MEM_FUZZ_EXECUTE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "program.h"

#define FAULT_LENGTH 200

/**
 * struct outcome - what became of a program, in memory that its processes share
 * @faults: how often something was not as it must be
 * @fault: the first of them
 * @died: whether it killed itself, as it may
 * @faulted: whether something was to fail in a fault. That can be the signal for it,
 *	and then the kernel ends the process
 * @answers: for each step 0 or a negative errno; ANSWER_NONE if it was not done
 */
struct outcome {
	atomic_uint faults;
	char fault[FAULT_LENGTH];
	atomic_bool died;
	atomic_bool faulted;
	atomic_int answers[STEPS_MAX];
};

#define ANSWER_NONE 1

/* Once, before the first program. Returns NULL if there is no memory for it. */
struct outcome *execute_open(void);

/*
 * Run @program, which fills regions with @mark; no two programs have the same. None of
 * its processes is left when this returns.
 */
void execute(const struct program *program, uint64_t mark, struct outcome *outcome);

/* Whether it may go otherwise each time. */
bool has_threads(const struct program *program);

/* Something is not as it must be. */
void __attribute__((format(printf, 2, 3))) fault(struct outcome *outcome, const char *format, ...);

/*
 * health.c: whether all is well with the driver when a program has ended.
 */

/* Once, before the first program. Returns false, with errno set, if it cannot be told. */
bool health_open(void);

/* Undo what the program may have left on purpose, and see whether all is as before. */
void health_check(const struct program *program, struct outcome *outcome);

/* Take what is there now for what was there before. */
void health_accept(void);

/* Whether LV1 is OpenLV1. */
bool lv1_is_ours(void);

/* A parameter of the driver, by its number in limits of program.c; 0 or a negative errno. */
int set_parameter(unsigned int which, const char *text);

#endif /* _LV1MEM_FUZZ_EXECUTE_H */
