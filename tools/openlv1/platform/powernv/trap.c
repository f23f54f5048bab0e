// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that enter OpenLV1, the end of the partition, and the report about a fault
 * of OpenLV1 itself.
 */
#include <stdarg.h>

#include "../../hcalls/hypercall.h"
#include "../../lib/format.h"
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

/* Only the decrementer can end a nap after some time, so the partition's is borrowed. */
void thread_sleep(u64 limit)
{
	struct thread *thread = (struct thread *)mfspr(SPR_HSPRG0);
	s64 left = (s32)mfspr(SPR_DEC);
	u64 start = mfspr(SPR_TBL);
	bool limited = left > 0 && (u64)left / TICKS_PER_MS >= limit;

	if (limited)
		mtspr(SPR_DEC, limit * TICKS_PER_MS);
	__atomic_store_n(&thread->napping, true, __ATOMIC_RELEASE);
	thread_nap();
	__atomic_store_n(&thread->napping, false, __ATOMIC_RELEASE);
	if (!limited)
		return;
	left -= (s64)(mfspr(SPR_TBL) - start);
	mtspr(SPR_DEC, left < 0 ? -1 : left);
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
	kernel_log_show(true);
	ledger_print(&partition.ledger, &partition.regions);
	files_print();
	console_print("openlv1: end: %s\n", reason);
	power_off();
}

static void print_registers(const struct thread *thread)
{
	const struct frame *frame = &thread->frame;

	console_print("openlv1: thread %llu pc %016llx msr %016llx lr %016llx\n",
		      thread->index, frame->pc, frame->msr, frame->lr);
	console_print("openlv1: cr %08llx ctr %016llx xer %016llx hdar %016llx hdsisr %08llx\n",
		      frame->cr, frame->ctr, frame->xer, mfspr(SPR_HDAR),
		      mfspr(SPR_HDSISR));
	for (unsigned int i = 0; i < 32; i += 4)
		console_print("openlv1: r%02u %016llx %016llx %016llx %016llx\n", i,
			      frame->gpr[i], frame->gpr[i + 1],
			      frame->gpr[i + 2], frame->gpr[i + 3]);
}

/* A hypercall saves only some registers of its caller; see entry.S. */
static void print_caller(const struct thread *thread)
{
	const struct frame *frame = &thread->frame;

	console_print("openlv1: thread %llu in a hypercall: pc %016llx msr %016llx lr %016llx\n",
		      thread->index, mfspr(SPR_SRR0), mfspr(SPR_SRR1),
		      frame->lr);
	console_print("openlv1: r01 %016llx r02 %016llx r13 %016llx\n",
		      frame->gpr[1], frame->gpr[2], mfspr(SPR_HSPRG1));
}

static void print_call(const struct call *call, bool newest)
{
	struct line line = { .length = 0 };

	line_add(&line, "openlv1: thread %u: call %llu (%s), r3 0x%llx, ",
		 call->thread, call->number, hypercall_name(call->number),
		 call->first_input);
	if (newest)
		line_add(&line, "the last one");
	else
		line_add(&line, "status %lld", call->status);
	console_print("%s\n", line.text);
}

/* Prints the ring, oldest call first. */
static void print_calls(const struct thread *thread)
{
	const struct call *newest = thread->call;
	unsigned int next = (unsigned int)(newest - thread->calls) + 1;

	for (unsigned int i = 0; i < THREAD_CALLS; i++) {
		const struct call *call = &thread->calls[(next + i) % THREAD_CALLS];

		if (call->number == NO_CALL)
			continue;
		print_call(call, call == newest);
	}
}

/*
 * Only one thread reports; another with a fault of its own stops here. A fault during
 * the report ends the machine.
 */
static void claim_report(struct thread *thread)
{
	static struct thread *reporter;
	struct thread *first = NULL;

	if (__atomic_compare_exchange_n(&reporter, &first, thread, false,
					__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return;
	if (first == thread)
		power_off();
	for (;;)
		;
}

void fatal(const char *format, ...)
{
	struct thread *thread = (struct thread *)mfspr(SPR_HSPRG0);
	char reason[256];
	va_list arguments;

	claim_report(thread);
	console_break_lock();

	va_start(arguments, format);
	format_text(reason, sizeof(reason), format, arguments);
	va_end(arguments);
	console_print("\nopenlv1: FATAL: %s\n", reason);
	if (thread->vector)
		print_registers(thread);
	else
		print_caller(thread);
	for (unsigned int i = 0; i < partition.threads; i++)
		print_calls(&threads[i]);
	ledger_print(&partition.ledger, &partition.regions);
	/* Last, since it depends on more than the rest of the report. */
	kernel_log_show(true);
	power_off();
}
