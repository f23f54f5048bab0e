/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry from the partition and return to it.
 *
 * OpenLV1 runs in hypervisor real mode with interrupts disabled. So an interrupt comes
 * from the partition, ends a nap, or is a fault of OpenLV1.
 *
 * While OpenLV1 runs, r13 points to struct thread, HSPRG1 has the partition's r13, and
 * r2 is the table of contents.
 */
#include "offsets.h"
#include "spr.h"

#define GPR(n) (FRAME_GPR + 8 * (n))

	.section .vectors, "ax"
	.globl _start
_start:
	/* QEMU starts each CPU here, with r3 = the machine's device tree. */
	. = 0x10
	b	cpu_start

/* Some vectors have room for eight instructions only. */
.macro VECTOR address, target
	. = \address
	mtspr	SPR_HSPRG1, %r13
	mfspr	%r13, SPR_HSPRG0
	std	%r12, GPR(12)(%r13)
	li	%r12, \address
	b	\target
.endm

/* Interrupts that save the program counter in SRR0, and those that use HSRR0. */
.macro VECTORS addresses:vararg
	.irp address, \addresses
	VECTOR \address, trap_enter
	.endr
.endm
.macro VECTORS_H addresses:vararg
	.irp address, \addresses
	VECTOR \address, trap_h_enter
	.endr
.endm

	VECTOR 0x100, reset_enter	/* end of a nap */
	VECTORS 0x200, 0x300, 0x380, 0x400, 0x480, 0x500, 0x600, 0x700, 0x800, 0x900
	VECTORS_H 0x980
	VECTORS 0xa00, 0xb00

/*
 * A hypercall. Linux makes two for each page that it maps, so each instruction counts.
 * Volatile registers are not saved, inputs stay in the registers where C expects them,
 * SRR0 and SRR1 do not change, and the record with the outputs is also the history. A
 * hypercall from user mode must not change any register.
 */
	. = 0xc00
	mtspr	SPR_HSPRG1, %r13
	mfspr	%r13, SPR_HSPRG0
	std	%r0, GPR(0)(%r13)
	std	%r12, GPR(12)(%r13)
	mfcr	%r12
	mfspr	%r0, SPR_SRR1
	andi.	%r0, %r0, MSR_PR
	bne-	user_call

	mflr	%r0
	std	%r0, FRAME_LR(%r13)
	std	%r1, GPR(1)(%r13)
	std	%r2, GPR(2)(%r13)
	ld	%r1, THREAD_STACK_TOP(%r13)

	/* The next record. The ring is aligned to its size, so the pointer wraps. */
	ld	%r10, THREAD_CALL(%r13)
	addi	%r12, %r10, CALL_SIZE
	rldimi	%r10, %r12, 0, 64 - CALLS_SHIFT
	std	%r10, THREAD_CALL(%r13)
	std	%r11, CALL_NUMBER(%r10)
	std	%r3, CALL_FIRST_INPUT(%r10)

	cmpldi	%r11, NUMBERS
	bge-	3f
1:	sldi	%r12, %r11, 3
	addis	%r12, %r12, hypercall_table@ha
	ld	%r12, hypercall_table@l(%r12)
	mtctr	%r12
	bctrl

	ld	%r12, THREAD_CALL(%r13)
	std	%r3, CALL_STATUS(%r12)
	ld	%r4, CALL_OUT+0x00(%r12)
	ld	%r5, CALL_OUT+0x08(%r12)
	ld	%r6, CALL_OUT+0x10(%r12)
	ld	%r7, CALL_OUT+0x18(%r12)
	ld	%r8, CALL_OUT+0x20(%r12)
	ld	%r9, CALL_OUT+0x28(%r12)
	ld	%r0, FRAME_LR(%r13)
	mtlr	%r0
	ld	%r1, GPR(1)(%r13)
	ld	%r2, GPR(2)(%r13)
	mfspr	%r13, SPR_HSPRG1
	rfid

3:	li	%r11, NUMBERS
	b	1b

	VECTORS 0xd00
	VECTORS_H 0xe00, 0xe20, 0xe40, 0xe60, 0xe80, 0xea0
	VECTORS 0xf00, 0xf20, 0xf40, 0xf60
	VECTORS_H 0xf80
	. = 0x1000

/* Load or store r14 to r31 of the frame. */
.macro NONVOLATILE instruction
	.irp n, 14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	\instruction	%r\n, GPR(\n)(%r13)
	.endr
.endm

/*
 * Save the volatile registers. r12 has the vector, r13 the thread, and HSPRG1 the
 * partition's r13.
 */
.macro SAVE_VOLATILE pc, msr
	std	%r12, THREAD_VECTOR(%r13)
	.irp n, 0,1,2,3,4,5,6,7,8,9,10,11
	std	%r\n, GPR(\n)(%r13)
	.endr
	mfspr	%r3, SPR_HSPRG1
	mfspr	%r4, \pc
	mfspr	%r5, \msr
	mflr	%r6
	mfctr	%r7
	mfxer	%r8
	mfcr	%r9
	std	%r3, GPR(13)(%r13)
	std	%r4, FRAME_PC(%r13)
	std	%r5, FRAME_MSR(%r13)
	std	%r6, FRAME_LR(%r13)
	std	%r7, FRAME_CTR(%r13)
	std	%r8, FRAME_XER(%r13)
	std	%r9, FRAME_CR(%r13)
	ld	%r1, THREAD_STACK_TOP(%r13)
	LOAD_TOC
	mr	%r3, %r13
.endm

.macro LOAD_TOC
	lis	%r2, .TOC.@ha
	addi	%r2, %r2, .TOC.@l
.endm

user_call:
	mtcr	%r12
	li	%r12, 0xc00
	ld	%r0, GPR(0)(%r13)
	SAVE_VOLATILE SPR_SRR0, SPR_SRR1
	bl	thread_user_call
	b	leave_interrupted

trap_enter:
	SAVE_VOLATILE SPR_SRR0, SPR_SRR1
	b	trap_common
trap_h_enter:
	SAVE_VOLATILE SPR_HSRR0, SPR_HSRR1
trap_common:
	bl	save_nonvolatile
	bl	thread_trap
	b	leave_interrupted

/* Return to the partition with r14 to r31 as they are. */
.macro LEAVE pc, msr, return
	mfspr	%r13, SPR_HSPRG0
	ld	%r4, FRAME_PC(%r13)
	ld	%r5, FRAME_MSR(%r13)
	ld	%r6, FRAME_LR(%r13)
	ld	%r7, FRAME_CTR(%r13)
	ld	%r8, FRAME_XER(%r13)
	ld	%r9, FRAME_CR(%r13)
	mtspr	\pc, %r4
	mtspr	\msr, %r5
	mtlr	%r6
	mtctr	%r7
	mtxer	%r8
	mtcr	%r9
	.irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13
	ld	%r\n, GPR(\n)(%r13)
	.endr
	\return
	b	.
.endm

/*
 * Return with SRR0 and SRR1 set for the partition's interrupt handler. This is the only
 * use of hrfid, since QEMU cannot count instructions (-icount) across it.
 */
leave_interrupted:
	LEAVE SPR_HSRR0, SPR_HSRR1, hrfid

save_nonvolatile:
	NONVOLATILE std
	blr

	.globl thread_enter
thread_enter:
	mr	%r13, %r3
	NONVOLATILE ld
	LEAVE SPR_SRR0, SPR_SRR1, rfid

/*
 * A nap ends at vector 0x100 with SRR1[46:47] set, and keeps all registers but those
 * that the vector overwrites.
 */
	.globl thread_nap
thread_nap:
	mfspr	%r9, SPR_SRR0
	mfspr	%r10, SPR_SRR1
	mfspr	%r11, SPR_HSPRG1
	/* The architecture requires this sequence before a nap. */
	std	%r9, -8(%r1)
	ptesync
	ld	%r0, -8(%r1)
1:	cmpd	%r0, %r0
	bne	1b
	nap
	b	.

reset_enter:
	mfspr	%r12, SPR_SRR1
	rldicl.	%r12, %r12, 48, 62
	li	%r12, 0x100
	beq	trap_enter
	mtspr	SPR_SRR0, %r9
	mtspr	SPR_SRR1, %r10
	mtspr	SPR_HSPRG1, %r11
	blr

/*
 * CPUs arrive in any order. The one that gets number 0 boots the partition. CPUs beyond
 * the number of threads stop here.
 */
cpu_start:
	lis	%r4, cpus_started@ha
	addi	%r4, %r4, cpus_started@l
1:	lwarx	%r5, 0, %r4
	addi	%r6, %r5, 1
	stwcx.	%r6, 0, %r4
	bne-	1b
	isync
	cmplwi	%r5, THREADS
	bge	.
	LOAD_TOC
	lis	%r6, stacks@ha
	addi	%r6, %r6, stacks@l
	li	%r7, STACK_SIZE
	mulld	%r7, %r7, %r5
	add	%r1, %r6, %r7
	addi	%r1, %r1, STACK_SIZE - 256
	lis	%r13, threads@ha
	addi	%r13, %r13, threads@l
	li	%r7, THREAD_SIZE
	mulld	%r7, %r7, %r5
	add	%r13, %r13, %r7
	std	%r1, THREAD_STACK_TOP(%r13)
	mtspr	SPR_HSPRG0, %r13
	mr	%r4, %r3
	mr	%r3, %r5
	bl	cpu_main
	b	.

	.bss
	.balign 8
cpus_started:
	.long	0

	.balign 128
stacks:
	.space	STACK_SIZE * THREADS
