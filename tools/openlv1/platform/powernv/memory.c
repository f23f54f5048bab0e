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
 * The virtual address of the page. An entry has an abbreviated virtual page number;
 * the missing low bits follow from the hash, and thus from the slot. Power ISA 2.07,
 * book III-S, 5.9.3.3.
 */
static u64 virtual_page(u64 v, u32 slot)
{
	u64 group = slot / HASH_GROUP_SLOTS;
	u64 avpn = (v >> 7) & 0x1fffffffffffffULL; /* in units of 8 MiB */
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

/* A napping thread does not count: it performs pending flushes when it wakes. */
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
 * Before QEMU 9.0, tlbie and tlbsync do not wait until the other CPU has flushed the
 * translation. That CPU uses it for a while, and a program's store can reach a page
 * with a new owner; multithreaded programs crashed now and then. QEMU stops all other
 * CPUs for an atomic update of a device register, and a CPU flushes before it stops.
 */
static void stop_other_threads(void)
{
	u32 value;

	/* clang-format off */
	__asm__ volatile("lwarx %0, 0, %1; stwcx. %0, 0, %1"
			 : "=&r"(value) : "r"(icp_scratch_register()) : "cr0", "memory");
	/* clang-format on */
}

/* The operand of tlbie has the page size as in the entry, and L in bit 63. */
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
