// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that enter OpenLV1, and the end of the partition.
 */
#include "../../hcalls/hypercall.h"
#include "machine.h"
#include "spr.h"
#include "thread.h"

#define VECTOR_PROGRAM	 0x700
#define VECTOR_EMULATION 0xe40
#define SC_LENGTH	 4
/* Bits of SRR1 with the cause of an interrupt, Power ISA 2.07, book III-S, 6.5. */
#define SRR1_REASON 0x783f0000ULL

/* Deliver the program interrupt of an illegal instruction to the partition. */
static void reflect_illegal_instruction(struct thread *thread, u64 address)
{
	struct frame *frame = &thread->frame;

	mtspr(SPR_SRR0, address);
	mtspr(SPR_SRR1, (frame->msr & ~SRR1_REASON) | SRR1_ILLEGAL);
	frame->pc = VECTOR_PROGRAM;
	frame->msr = MSR_SF | (frame->msr & MSR_ME);
	thread->vector = 0;
}

void thread_user_call(struct thread *thread)
{
	ledger_count(&partition.ledger, LEDGER_user_calls);
	reflect_illegal_instruction(thread, thread->frame.pc - SC_LENGTH);
}

void thread_sleep(void)
{
	struct thread *thread = (struct thread *)mfspr(SPR_HSPRG0);

	__atomic_store_n(&thread->napping, true, __ATOMIC_RELEASE);
	thread_nap();
	__atomic_store_n(&thread->napping, false, __ATOMIC_RELEASE);
}

void thread_trap(struct thread *thread)
{
	if (thread->vector == VECTOR_EMULATION) {
		reflect_illegal_instruction(thread, thread->frame.pc);
		return;
	}
	fatal("unexpected interrupt 0x%llx", thread->vector);
}

void partition_end(const char *reason)
{
	kernel_log_show(&kernel_log, &partition.regions, true);
	ledger_print(&partition.ledger, &partition.regions);
	files_print();
	console_print("openlv1: end: %s\n", reason);
	power_off();
}
