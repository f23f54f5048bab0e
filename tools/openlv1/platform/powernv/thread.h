/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hardware thread and the register frame of its partition. entry.S knows
 * their offsets from offsets.c.
 */
#ifndef OPENLV1_THREAD_H
#define OPENLV1_THREAD_H

#include "../../core/interrupt.h"
#include "../../hcalls/hypercall.h"

#define THREAD_STACK_SIZE 16384
#define THREAD_CALLS	  16

/**
 * struct frame - the partition's registers while OpenLV1 runs
 * @gpr: r0 to r31; in a hypercall only r0, r1, r2 and r12
 * @pc: where the partition goes on
 * @msr: with which machine state
 */
struct frame {
	u64 gpr[32];
	u64 pc;
	u64 msr;
	u64 lr;
	u64 ctr;
	u64 xer;
	u64 cr;
};

/**
 * struct thread - one hardware thread, pointed to by its HSPRG0
 * @frame: the partition's registers
 * @stack_top: where its stack starts
 * @nap_stack: its stack pointer while it naps
 * @vector: the interrupt that it came in by; 0 for a hypercall
 * @napping: whether it sleeps, in OpenLV1
 * @index: thread number, as the partition knows it
 * @pir: processor identification
 * @call: the newest of @calls
 * @count: how many calls there were of each number; the last is for all that no
 *	call can have
 * @calls: its last hypercalls, a ring
 */
struct thread {
	struct frame frame;
	u64 stack_top;
	u64 nap_stack;
	u64 vector;
	bool napping;
	u64 index;
	u64 pir;
	struct call *call;
	u64 count[HYPERCALL_NUMBERS + 1];
	struct call calls[THREAD_CALLS] __aligned(THREAD_CALLS * sizeof(struct call));
};

extern struct thread threads[MAX_THREADS];

/*
 * Called by entry.S: for each CPU at start; for a hypercall from user mode; for
 * every other interrupt but hypercalls, from which only one for the partition
 * returns.
 */
__noreturn void cpu_main(unsigned int index, const void *device_tree);
void thread_user_call(struct thread *thread);
void thread_trap(struct thread *thread);

/* entry.S: go to the partition with the frame's registers, all of them. */
__noreturn void thread_enter(struct thread *thread);

/* entry.S: sleep until an interrupt that LPCR lets wake. */
void thread_nap(void);

/* Let @thread take interrupts of every priority; none is pending. */
void interrupt_controller_init(const struct thread *thread);

/* Where a register of 32 bits is that only keeps its value. */
u64 icp_scratch_register(void);

#endif
