// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and address translation, for core/.
 */
#include "../../core/environment.h"

#include "../../core/hash_table.h"
#include "memory_map.h"
#include "spr.h"
#include "thread.h"

#define SDR1_EMPTY	EMPTY_HASH_TABLE
#define SDR1_SIZE_BASE	18	/* SDR1 counts from 256 KiB */
/* msgsnd: a doorbell to the hypervisor of the thread with a PIR. */
#define DOORBELL_SERVER	(5ULL << 27)

static u64 selected_hash_table = SDR1_EMPTY;

void *real_pointer(u64 real)
{
	return (void *)real;
}

u64 real_address(const void *pointer)
{
	return (u64)pointer;
}

static struct thread *current_thread(void)
{
	return (struct thread *)mfspr(SPR_HSPRG0);
}

void thread_update_hash_table(struct thread *thread)
{
	u64 sdr1 = __atomic_load_n(&selected_hash_table, __ATOMIC_ACQUIRE);

	if (thread->hash_table == sdr1)
		return;
	__asm__ volatile("ptesync" ::: "memory");
	mtspr(SPR_SDR1, sdr1);
	__asm__ volatile("isync" ::: "memory");
	thread->hash_table = sdr1;
}

/* Each thread has an SDR1 of its own: the others are told by doorbell. */
void hash_table_activate(u64 real, unsigned int size_shift)
{
	struct thread *current = current_thread();
	u64 sdr1 = size_shift ? real | (size_shift - SDR1_SIZE_BASE) : SDR1_EMPTY;

	__atomic_store_n(&selected_hash_table, sdr1, __ATOMIC_RELEASE);
	thread_update_hash_table(current);
	for (unsigned int i = 0; i < MAX_THREADS; i++) {
		if (threads[i].pir && &threads[i] != current)
			__asm__ volatile("sync; msgsnd %0" ::
					 "r"(DOORBELL_SERVER | threads[i].pir) :
					 "memory");
	}
}

/*
 * Power ISA 2.07, book III-S, 5.9.3.3: the address of the page, from its
 * abbreviated virtual page number and from the bits of it that the hash ate,
 * which the slot gives back.
 */
static u64 virtual_page(u64 v, u32 slot)
{
	u64 group = slot / HASH_GROUP_SLOTS;
	u64 avpn = (v >> 7) & 0x1fffffffffffffULL;	/* units of 8 MiB */
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

/* tlbie's operand: page sizes as in the entry, L in bit 63. */
void translation_invalidate(u64 v, u64 r, u32 slot)
{
	u64 page = virtual_page(v, slot);

	if (v & HASH_V_LARGE)
		page = (page & ~0xfffffULL) | (r & 0xff000) | 1;
	__asm__ volatile("ptesync; tlbie %0, %1; eieio; tlbsync; ptesync" ::
			 "r"(page), "r"(0ULL) : "memory");
}
