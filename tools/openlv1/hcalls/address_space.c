// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtual address space and its hash table: calls 1, 2, 7, 10, 95, 122,
 * 123 and 158. The inputs are those of Linux, arch/powerpc/platforms/ps3/htab.c
 * and mm.c. Linux mapped the table before 2.6.21 (122, 123).
 */
#include "../linux/boot.h"
#include "hypercall.h"

/* Id 0 stands for the space in use. */
static inline bool is_current_space(u64 id)
{
	if (id == 0)
		return partition.selected;
	return id == ADDRESS_SPACE_ID && partition.constructed;
}

static s64 write_htab_entry(struct call *call, u64 space, u64 slot, u64 v,
			    u64 r)
{
	if (!is_current_space(space))
		return LV1_NO_ENTRY;
	if (slot >= HASH_TABLE_SLOTS)
		return STATUS_BAD_SLOT;
	return hash_table_write(&partition.hash_table, &partition.regions,
				(u32)slot, v, r);
}

static inline bool remove_fast(struct call *call, u64 space, u64 slot, u64 v,
			       u64 r)
{
	bool done;

	lock(&partition.lock);
	done = is_current_space(space) &&
	       hash_table_remove_fast(&partition.hash_table, slot, v);
	unlock(&partition.lock);
	return done;
}

HYPERCALL_WITH_FAST_PATH(1, write_htab_entry, 4, 0, remove_fast, "Linux ps3/htab.c");

/* The page sizes are those of the CPU, whatever the partition asks for. */
static s64 construct_virtual_address_space(struct call *call, u64 shift,
					   u64 page_sizes_count, u64 page_sizes)
{
	if (shift < HASH_TABLE_SHIFT_MIN || shift > HASH_TABLE_SHIFT_MAX)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (partition.constructed)
		return STATUS_NO_MORE_SPACES;
	partition.constructed = true;
	call->out[0] = ADDRESS_SPACE_ID;
	call->out[1] = 1ULL << HASH_TABLE_SHIFT;
	return LV1_SUCCESS;
}

HYPERCALL(2, construct_virtual_address_space, 3, 2, "Linux ps3/mm.c");

/* Id 0 selects no space: the partition runs in real mode. */
static s64 select_virtual_address_space(struct call *call, u64 space)
{
	if (space != 0 && (space != ADDRESS_SPACE_ID || !partition.constructed))
		return LV1_NO_ENTRY;
	partition.selected = space == ADDRESS_SPACE_ID;
	partition.booted |= partition.selected;
	return LV1_SUCCESS;
}

HYPERCALL(7, select_virtual_address_space, 1, 0, "Linux ps3/mm.c");

/*
 * Linux destroys the address space in its last call before kexec. The next kernel
 * is in memory by then, but not yet at the address where it will run.
 */
static void expect_another_kernel(void)
{
	u64 real = region_real(&partition.regions.real_mode, 0);

	if (!cpu_table_patch(real_pointer(real), REAL_MODE_SIZE))
		console_print("openlv1: no kernel in memory supports the Cell: kexec needs a PS3 vmlinux\n");
	kernel_log_expect();
}

static s64 destruct_virtual_address_space(struct call *call, u64 space)
{
	if (space != ADDRESS_SPACE_ID || !partition.constructed)
		return LV1_NO_ENTRY;
	if (partition.selected)
		return LV1_BUSY;
	if (partition.hash_table.window)
		hash_table_close_window(&partition.hash_table,
					&partition.regions);
	hash_table_clear(&partition.hash_table);
	partition.constructed = false;
	partition.booted = false;
	expect_another_kernel();
	return LV1_SUCCESS;
}

HYPERCALL(10, destruct_virtual_address_space, 1, 0, "Linux ps3/mm.c");

#define REFERENCED_CHANGED_OF_FOUR \
	((HASH_R_REFERENCED | HASH_R_CHANGED) * 0x0001000100010001ULL)

/*
 * Returns four first doublewords, and a word with the referenced and changed bits
 * of the four entries: 16 bits each, entry 0 highest. Linux ignores that word.
 * There is no lock, since the hardware may change the table at any time.
 */
static s64 read_htab_entries(struct call *call, u64 space, u64 slot)
{
	const volatile struct hash_entry *entry;
	u64 bits = 0;

	if (!is_current_space(space))
		return LV1_NO_ENTRY;
	if (slot >= HASH_TABLE_SLOTS || slot % 4)
		return STATUS_BAD_SLOT;
	entry = &partition.hash_table.entry[slot];
	OPTIMIZER_HIDE_VAR(entry);
#pragma GCC unroll 4
	for (unsigned int i = 0; i < 4; i++) {
		call->out[i] = entry[i].v;
		bits = bits << 16 | (u16)entry[i].r;
	}
	call->out[4] = bits & REFERENCED_CHANGED_OF_FOUR;
	return LV1_SUCCESS;
}

HYPERCALL_UNLOCKED(95, read_htab_entries, 2, 5, "Linux ps3/htab.c");

static s64 map_htab(struct call *call, u64 space)
{
	const struct region *window;

	if (!is_current_space(space))
		return LV1_NO_ENTRY;
	if (partition.hash_table.window)
		return STATUS_TABLE_MAPPED;
	window = hash_table_open_window(&partition.hash_table,
					&partition.regions);
	if (!window)
		return LV1_RESOURCE_SHORTAGE;
	call->out[0] = window->lpar_addr;
	return LV1_SUCCESS;
}

HYPERCALL(122, map_htab, 1, 1, "Linux 2.6.20 ps3/htab.c");

static s64 unmap_htab(struct call *call, u64 lpar_addr)
{
	const struct region *window = partition.hash_table.window;

	if (!window || lpar_addr != window->lpar_addr)
		return LV1_NO_ENTRY;
	hash_table_close_window(&partition.hash_table, &partition.regions);
	return LV1_SUCCESS;
}

HYPERCALL(123, unmap_htab, 1, 0, "Linux 2.6.20 ps3/htab.c");

static s64 insert_htab_entry(struct call *call, u64 space, u64 group, u64 v,
			     u64 r, u64 bolted, u64 flags)
{
	if (!is_current_space(space))
		return LV1_NO_ENTRY;
	return hash_table_insert(&partition.hash_table, &partition.regions,
				 group, v, r, bolted, call->out);
}

static inline bool insert_fast(struct call *call, u64 space, u64 group, u64 v,
			       u64 r, u64 bolted, u64 flags)
{
	bool done;

	lock(&partition.lock);
	done = is_current_space(space) &&
	       hash_table_insert_fast(&partition.hash_table,
				      &partition.regions, group, v, r, call->out);
	unlock(&partition.lock);
	return done;
}

HYPERCALL_WITH_FAST_PATH(158, insert_htab_entry, 6, 3, insert_fast,
			 "Linux ps3/htab.c");
