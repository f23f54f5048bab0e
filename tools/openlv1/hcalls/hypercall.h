/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a hypercall is declared and found.
 *
 * A call is written once, where it is implemented:
 *
 *	static s64 release_memory(struct call *call, u64 lpar_addr)
 *	{ ... }
 *
 *	HYPERCALL(13, release_memory, 1, 0, "Linux ps3/mm.c");
 *
 * Number, name and counts are those of Linux, asm/lv1call.h. Inputs are the
 * function's parameters, outputs go to @call->out; the partition gets them with
 * LV1_SUCCESS alone. The last text tells where the behaviour is known from: ps3/
 * is Linux' arch/powerpc/platforms/ps3.
 *
 * A call is like a call of a function: it may change r0, r3 to r12, CTR, XER and
 * the fields of CR that a function may change. Linux' stubs, ps3/hvcall.S, expect
 * no more; what a console keeps beyond is not known.
 */
#ifndef OPENLV1_HYPERCALL_H
#define OPENLV1_HYPERCALL_H

#include "../core/partition.h"
#include "../linux/kernel_log.h"
#include "../platform/platform.h"

#define HYPERCALL_NUMBERS     512
#define HYPERCALL_INPUTS_MAX  7
#define HYPERCALL_OUTPUTS_MAX 6

/**
 * struct call - a call of the partition, while it is done and later for reports
 * @number: which call
 * @first_input: what it had in r3
 * @status: what it was answered
 * @out: its outputs
 * @thread: index of the thread that called
 *
 * Of a size that divides that of a ring of them, which is a power of two.
 */
struct call {
	u64 number;
	u64 first_input;
	s64 status;
	u64 out[HYPERCALL_OUTPUTS_MAX];
	unsigned int thread;
} __aligned(128);

/* Of a record that no call has used; what a call is given may be as large. */
#define NO_CALL UINT64_MAX

/* Its arguments are r3 to r10: r10 is no input of any call. */
#define HYPERCALL_PARAMETERS \
	u64 in_1, u64 in_2, u64 in_3, u64 in_4, u64 in_5, u64 in_6, u64 in_7, \
		struct call *call
typedef s64 hypercall_function(HYPERCALL_PARAMETERS);

struct hypercall {
	u16 number;
	u8 inputs;
	u8 outputs;
	const char *name;
	hypercall_function *function;
};

/* Begin and end a section in which struct partition is this thread's. */
static inline void partition_enter(void)
{
	lock(&partition.lock);
	if (kernel_log.shown)
		kernel_log_show(&kernel_log, &partition.regions, false);
}

static inline void partition_leave(void)
{
	unlock(&partition.lock);
}

/* Count a call that was refused, and clear its outputs; returns @status. */
__cold s64 hypercall_refused(s64 status, struct call *call);

/* clang-format off */
#define HYPERCALL_PASS_0
#define HYPERCALL_PASS_1 , in_1
#define HYPERCALL_PASS_2 HYPERCALL_PASS_1, in_2
#define HYPERCALL_PASS_3 HYPERCALL_PASS_2, in_3
#define HYPERCALL_PASS_4 HYPERCALL_PASS_3, in_4
#define HYPERCALL_PASS_5 HYPERCALL_PASS_4, in_5
#define HYPERCALL_PASS_6 HYPERCALL_PASS_5, in_6
#define HYPERCALL_PASS_7 HYPERCALL_PASS_6, in_7
/* clang-format on */

#define HYPERCALL_FUNCTION(name_, inputs_, enter_, leave_) \
	static noinline s64 do_##name_(HYPERCALL_PARAMETERS) \
	{ \
		s64 status; \
\
		enter_; \
		status = name_(call HYPERCALL_PASS_##inputs_); \
		leave_; \
		return status ? hypercall_refused(status, call) : LV1_SUCCESS; \
	}

#define HYPERCALL_ENTRY(number_, name_, inputs_, outputs_, function_) \
	static const struct hypercall hypercall_##name_ = { \
		.number = (number_), \
		.inputs = (inputs_), \
		.outputs = (outputs_), \
		.name = #name_, \
		.function = (function_), \
	}; \
	static const struct hypercall *const hypercall_pointer_##name_ \
		__used __section("hypercalls") = &hypercall_##name_; \
	_Static_assert((outputs_) <= HYPERCALL_OUTPUTS_MAX, "too many outputs")

/*
 * The call has the partition for itself. @source_ is for readers, and for the
 * table that the script calls prints.
 */
#define HYPERCALL(number_, name_, inputs_, outputs_, source_) \
	HYPERCALL_FUNCTION(name_, inputs_, partition_enter(), partition_leave()) \
	HYPERCALL_ENTRY(number_, name_, inputs_, outputs_, do_##name_)

/* It has not: it enters by itself, or says why it need not. */
#define HYPERCALL_UNLOCKED(number_, name_, inputs_, outputs_, source_) \
	HYPERCALL_FUNCTION(name_, inputs_, , ) \
	HYPERCALL_ENTRY(number_, name_, inputs_, outputs_, do_##name_)

/*
 * The fast path is a function of the same parameters that is tried first, without the
 * partition. It returns whether it has done everything, with LV1_SUCCESS; it costs no
 * more than it does itself.
 */
#define HYPERCALL_WITH_FAST_PATH(number_, name_, inputs_, outputs_, fast_path_, source_) \
	HYPERCALL_FUNCTION(name_, inputs_, partition_enter(), partition_leave()) \
	static s64 do_fast_##name_(HYPERCALL_PARAMETERS) \
	{ \
		if (fast_path_(call HYPERCALL_PASS_##inputs_)) \
			return LV1_SUCCESS; \
		return do_##name_(in_1, in_2, in_3, in_4, in_5, in_6, in_7, call); \
	} \
	HYPERCALL_ENTRY(number_, name_, inputs_, outputs_, do_fast_##name_)

/*
 * What answers each number; the last entry stands for all larger ones. The way
 * in from the partition looks here.
 */
extern hypercall_function *hypercall_table[HYPERCALL_NUMBERS + 1];

/* The call of each number, NULL where there is none. */
extern const struct hypercall *hypercall_by_number[HYPERCALL_NUMBERS];

/* Build both tables of calls; two calls of one number are fatal. */
void hypercalls_init(void);

/* The name of a call, "unknown" if it is not implemented. */
const char *hypercall_name(u64 number);

#endif
