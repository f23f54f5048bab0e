/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a hypercall is declared and found.
 *
 * A call is written once, where it is implemented:
 *
 *	static s64 get_logical_ppe_id(unsigned int thread, const u64 *in,
 *				      u64 *out)
 *	{ ... }
 *
 *	HYPERCALL(69, get_logical_ppe_id, 0, 1, "Linux ps3/interrupt.c");
 *
 * Number, name and counts are those of Linux, asm/lv1call.h. @thread is the
 * index of the calling thread, @in has the inputs, @out takes the outputs.
 * Outputs reach the partition only with LV1_SUCCESS; otherwise its registers
 * keep what they had. The last text tells where the behaviour is known from:
 * ps3/ is Linux' arch/powerpc/platforms/ps3.
 */
#ifndef OPENLV1_HYPERCALL_H
#define OPENLV1_HYPERCALL_H

#include "../core/environment.h"
#include "../core/partition.h"

#define HYPERCALL_NUMBERS     512
#define HYPERCALL_OUTPUTS_MAX 7

typedef s64 hypercall_function(unsigned int thread, const u64 *in, u64 *out);

struct hypercall {
	u16 number;
	u8 inputs;
	u8 outputs;
	const char *name;
	hypercall_function *function;
};

/* @source_ is for readers, and for the table that the script calls prints. */
#define HYPERCALL(number_, name_, inputs_, outputs_, source_) \
	static const struct hypercall hypercall_##name_ = { \
		.number = (number_), \
		.inputs = (inputs_), \
		.outputs = (outputs_), \
		.name = #name_, \
		.function = name_, \
	}; \
	static const struct hypercall *const hypercall_pointer_##name_ \
		__used __section("hypercalls") = &hypercall_##name_

/* Build the table of calls; two calls of one number are fatal. */
void hypercalls_init(void);

/**
 * hypercall() - do a call of the partition
 * @thread: index of the calling thread
 * @number: the call's number
 * @registers: r3 to r10: inputs, then status and outputs
 */
void hypercall(unsigned int thread, u64 number, u64 *registers);

/**
 * hypercall_trace() - print every call of a kind
 * @name: its name, @length characters
 *
 * Return: whether there is such a call.
 */
bool hypercall_trace(const char *name, size_t length);

/**
 * hypercall_inject() - let one call of a kind fail without being done
 * @name: its name, @length characters
 * @at: which call of the kind, counted from 1
 * @status: the answer; any number, also one that is no LV1 status
 *
 * Return: whether there is such a call.
 */
bool hypercall_inject(const char *name, size_t length, u64 at, s64 status);

/* For a fault report: the last calls, oldest first, and how many of each. */
void hypercall_history_print(void);
void hypercall_counts_print(void);

/* The partition is to end; the calling thread does not return. */
__noreturn void partition_end(const char *reason);

/* Let the calling thread sleep until an interrupt or the decrementer. */
void thread_sleep(void);

#endif
