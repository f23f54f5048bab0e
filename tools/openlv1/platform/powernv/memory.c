// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and address translation.
 */
#include "../platform.h"

#include "../../core/hash_table.h"

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
}
