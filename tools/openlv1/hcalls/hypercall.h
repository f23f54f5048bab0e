/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Declaration and lookup of hypercalls.
 *
 * A call is declared where it is implemented:
 *
 *	static s64 release_memory(struct call *call, u64 lpar_addr)
 *	{ ... }
 *
 *	HYPERCALL(13, release_memory, 1, 0, "Linux ps3/mm.c");
 *
 * The arguments are number, name, number of inputs and number of outputs, as in
 * Linux, asm/lv1call.h, and the source of what is known about the call, where ps3/
 * is Linux' arch/powerpc/platforms/ps3. The function gets the inputs as parameters
 * and writes the outputs to @call->out. The partition gets outputs only with
 * LV1_SUCCESS.
 */
#ifndef OPENLV1_HYPERCALL_H
#define OPENLV1_HYPERCALL_H

#include "../core/partition.h"
#include "../linux/kernel_log.h"
#include "../platform/platform.h"

#define HYPERCALL_NUMBERS     512
#define HYPERCALL_OUTPUTS_MAX 6

/*
 * A hypercall, current or past. The size must divide the size of a ring of them, which
 * is a power of two.
 */
struct call {
	u64 number;
	u64 first_input; /* in r3 */
	s64 status;
	u64 out[HYPERCALL_OUTPUTS_MAX];
	unsigned int thread;
} __aligned(128);

/* Number in a record that is unused. The partition may pass it, too. */
#define NO_CALL UINT64_MAX

/* Arguments in r3 to r10. No call has an input in r10. */
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

/* Lock the partition, and print the kernel's new messages on the way. */
static inline void partition_enter(void)
{
	lock(&partition.lock);
	if (kernel_log.shown)
		kernel_log_show(false);
}

static inline void partition_leave(void)
{
	unlock(&partition.lock);
}

/* Count a call that failed and clear its outputs. Returns @status. */
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
 * A call that runs with the partition locked. @source_ is for readers and for the
 * table of the script "calls".
 */
#define HYPERCALL(number_, name_, inputs_, outputs_, source_) \
	HYPERCALL_FUNCTION(name_, inputs_, partition_enter(), partition_leave()) \
	HYPERCALL_ENTRY(number_, name_, inputs_, outputs_, do_##name_)

/* A call that takes the lock itself or says why it needs none. */
#define HYPERCALL_UNLOCKED(number_, name_, inputs_, outputs_, source_) \
	HYPERCALL_FUNCTION(name_, inputs_, , ) \
	HYPERCALL_ENTRY(number_, name_, inputs_, outputs_, do_##name_)

/*
 * A call with a fast path: a function with the same parameters that is tried first,
 * without the lock. It returns true when the call is done with LV1_SUCCESS.
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
 * The function for each call number, for entry.S. The last entry is for all numbers
 * from HYPERCALL_NUMBERS on.
 */
extern hypercall_function *hypercall_table[HYPERCALL_NUMBERS + 1];

/* The declaration of each call, NULL where there is none. */
extern const struct hypercall *hypercall_by_number[HYPERCALL_NUMBERS];

/* Fill both tables. A number that is defined twice is fatal. */
void hypercalls_init(void);

/* Returns the name of a call, or "unknown". */
const char *hypercall_name(u64 number);

#endif
