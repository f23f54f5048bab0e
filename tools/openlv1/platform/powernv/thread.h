/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hardware thread and the partition's registers. offsets.c has the offsets for
 * entry.S.
 */
#ifndef OPENLV1_THREAD_H
#define OPENLV1_THREAD_H

#include "../../core/interrupt.h"
#include "../../hcalls/hypercall.h"

#define THREAD_STACK_SIZE 16384
#define THREAD_CALLS	  16

/*
 * The partition's registers while OpenLV1 runs; in a hypercall, only r0, r1, r2, r12 and
 * LR.
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
 * struct thread - a hardware thread; its HSPRG0 points here
 * @stack_top: initial stack pointer
 * @vector: address of the interrupt vector; 0 in a hypercall
 * @call: the newest entry of @calls
 * @calls: ring of the last hypercalls
 */
struct thread {
	struct frame frame;
	u64 stack_top;
	u64 vector;
	bool napping;
	u64 index;
	u64 pir;
	struct call *call;
	struct call calls[THREAD_CALLS] __aligned(THREAD_CALLS * sizeof(struct call));
};

extern struct thread threads[MAX_THREADS];

/*
 * Called by entry.S: when a CPU starts, for a hypercall from user mode, and for all
 * interrupts that are not hypercalls.
 */
__noreturn void cpu_main(unsigned int index, const void *device_tree);
void thread_user_call(struct thread *thread);
void thread_trap(struct thread *thread);

/* entry.S: load all registers from the frame and enter the partition. */
__noreturn void thread_enter(struct thread *thread);

/* entry.S: sleep until an interrupt that LPCR allows to end a nap. */
void thread_nap(void);

/* Accept interrupts of every priority, with none pending. */
void interrupt_controller_init(const struct thread *thread);

/* Address of a 32-bit register without a function. */
u64 icp_scratch_register(void);

#endif
