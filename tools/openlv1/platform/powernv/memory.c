// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and address translation.
 */
#include "../platform.h"

#include "../../core/hash_table.h"
#include "../../core/partition.h"
#include "spr.h"
#include "thread.h"

void *real_pointer(u64 real)
{
	return (void *)real;
}

u64 real_address(const void *pointer)
{
	return (u64)pointer;
}

/*
 * Power ISA 2.07, book III-S, 5.9.3.3: the address of the page, from its
 * abbreviated virtual page number and from the bits of it that the hash ate,
 * which the slot gives back.
 */
static u64 virtual_page(u64 v, u32 slot)
{
	u64 group = slot / HASH_GROUP_SLOTS;
	u64 avpn = (v >> 7) & 0x1fffffffffffffULL; /* units of 8 MiB */
	bool terabyte = v >> 62 & 1;
	u64 vsid, low;

	if (v & HASH_V_SECONDARY)
		group = ~group;
	if (terabyte) {
		vsid = avpn >> 17;
		low = (group ^ vsid ^ (vsid << 25)) & 0x7ff;
	} else {
		vsid = avpn >> 5;
		low = (group ^ vsid) & 0x7ff;
	}
	return avpn << 23 | low << 12;
}

/* A thread that naps forgets what it was asked to when it wakes. */
static bool another_thread_runs(void)
{
	const struct thread *self = (const struct thread *)mfspr(SPR_HSPRG0);

	for (unsigned int i = 0; i < partition.threads; i++) {
		if (&threads[i] != self &&
		    !__atomic_load_n(&threads[i].napping, __ATOMIC_ACQUIRE))
			return true;
	}
	return false;
}

/*
 * Before QEMU 9.0, tlbie and what follows it only ask the other CPU to forget the
 * translation. It still uses it for a while, and a program's store can reach a page
 * that has a new owner: programs with threads die of that now and then. QEMU stops all
 * other CPUs for an atomic update of a device's register, and a CPU that it stops
 * forgets first what it was asked to.
 */
static void stop_other_threads(void)
{
	u32 value;

	/* clang-format off */
	__asm__ volatile("lwarx %0, 0, %1; stwcx. %0, 0, %1"
			 : "=&r"(value) : "r"(icp_scratch_register()) : "cr0", "memory");
	/* clang-format on */
}

/* tlbie's operand: page sizes as in the entry, L in bit 63. */
void translation_invalidate(u64 v, u64 r, u32 slot)
{
	u64 page = virtual_page(v, slot);

	if (v & HASH_V_LARGE)
		page = (page & ~0xfffffULL) | (r & 0xff000) | 1;
	/* clang-format off */
	__asm__ volatile("ptesync; tlbie %0, %1; eieio; tlbsync; ptesync"
			 :: "r"(page), "r"(0ULL) : "memory");
	/* clang-format on */
	if (another_thread_runs())
		stop_other_threads();
}
