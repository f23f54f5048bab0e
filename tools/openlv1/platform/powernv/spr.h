/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Special purpose registers and instructions of the POWER8. Source: Power ISA 2.07.
 */
#ifndef OPENLV1_SPR_H
#define OPENLV1_SPR_H

#define SPR_DEC	   22
#define SPR_SDR1   25
#define SPR_SRR0   26
#define SPR_SRR1   27
#define SPR_FSCR   153
#define SPR_HFSCR  190
#define SPR_TBL	   268
#define SPR_HSPRG0 304
#define SPR_HSPRG1 305
#define SPR_HDAR   307
#define SPR_HDSISR 306
#define SPR_RMOR   312
#define SPR_HSRR0  314
#define SPR_HSRR1  315
#define SPR_LPCR   318
#define SPR_PIR	   1023

#define MSR_SF BIT_ULL(63)
#define MSR_PR 0x4000 /* also for entry.S */
#define MSR_ME BIT_ULL(12)

/* Bit in SRR1 of a program interrupt: illegal instruction. */
#define SRR1_ILLEGAL 0x80000ULL

/*
 * LPCR. External interrupts go to the partition (LPES0). They and the decrementer end a
 * nap (PECE). Real mode limit (RMLS) 4 is 256 MiB. An odd value does not work: QEMU
 * takes its low bit for POWER10's HAIL, and hypercalls arrive at the wrong vector.
 */
#define LPCR_RMLS_256M	      (4ULL << 26)
#define LPCR_PECE_EXTERNAL    BIT_ULL(14)
#define LPCR_PECE_DECREMENTER BIT_ULL(13)
#define LPCR_LPES0	      BIT_ULL(3)

#ifndef __ASSEMBLER__
#include "../../lib/types.h"

/* clang-format off */
#define mfspr(spr) ({							\
	u64 value_;							\
	__asm__ volatile("mfspr %0, %1" : "=r"(value_) : "i"(spr));	\
	value_;								\
})

#define mtspr(spr, value)						\
	({ __asm__ volatile("mtspr %0, %1" :: "i"(spr), "r"((u64)(value)) : "memory"); })

/* Cache-inhibited access to a device's register. */
static inline void write_register64(u64 real, u64 value)
{
	__asm__ volatile("sync; stdcix %0, 0, %1" :: "r"(value), "r"(real) : "memory");
}

static inline u64 read_register64(u64 real)
{
	u64 value;

	__asm__ volatile("sync; ldcix %0, 0, %1" : "=r"(value) : "r"(real) : "memory");
	return value;
}

static inline void write_register32(u64 real, u32 value)
{
	__asm__ volatile("sync; stwcix %0, 0, %1" :: "r"(value), "r"(real) : "memory");
}

static inline u32 read_register32(u64 real)
{
	u32 value;

	__asm__ volatile("sync; lwzcix %0, 0, %1" : "=r"(value) : "r"(real) : "memory");
	return value;
}

static inline void write_register8(u64 real, u8 value)
{
	__asm__ volatile("sync; stbcix %0, 0, %1" :: "r"(value), "r"(real) : "memory");
}
/* clang-format on */
#endif

#endif
