// SPDX-License-Identifier: GPL-2.0-only
/*
 * Offsets and sizes for entry.S. The Makefile compiles this to assembly and extracts
 * the marked lines.
 */
#include <stddef.h>

#include "thread.h"

#define DEFINE(name, value) \
	({ __asm__ volatile("\n#define " #name " %0 /**/" ::"i"(value)); })

void offsets(void);

void offsets(void)
{
	DEFINE(FRAME_GPR, offsetof(struct thread, frame.gpr));
	DEFINE(FRAME_PC, offsetof(struct thread, frame.pc));
	DEFINE(FRAME_MSR, offsetof(struct thread, frame.msr));
	DEFINE(FRAME_LR, offsetof(struct thread, frame.lr));
	DEFINE(FRAME_CTR, offsetof(struct thread, frame.ctr));
	DEFINE(FRAME_XER, offsetof(struct thread, frame.xer));
	DEFINE(FRAME_CR, offsetof(struct thread, frame.cr));
	DEFINE(CALL_NUMBER, offsetof(struct call, number));
	DEFINE(CALL_FIRST_INPUT, offsetof(struct call, first_input));
	DEFINE(CALL_STATUS, offsetof(struct call, status));
	DEFINE(CALL_OUT, offsetof(struct call, out));
	DEFINE(CALL_SIZE, sizeof(struct call));
	DEFINE(CALLS_SHIFT, __builtin_ctzll(sizeof(((struct thread *)0)->calls)));
	DEFINE(NUMBERS, HYPERCALL_NUMBERS);
	DEFINE(THREAD_CALL, offsetof(struct thread, call));
	DEFINE(THREAD_STACK_TOP, offsetof(struct thread, stack_top));
	DEFINE(THREAD_VECTOR, offsetof(struct thread, vector));
	DEFINE(THREAD_SIZE, sizeof(struct thread));
	DEFINE(STACK_SIZE, THREAD_STACK_SIZE);
	DEFINE(THREADS, MAX_THREADS);
}
