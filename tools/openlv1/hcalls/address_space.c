// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtual address space and its hash table: calls 1 to 4, 7, 10, 95, 122,
 * 123, 158. Inputs as Linux, arch/powerpc/platforms/ps3/htab.c and mm.c, gives
 * them; Linux before 2.6.21 mapped the table (122, 123).
 */
#include "../core/cell_identity.h"
#include "hypercall.h"

/* Id 0 is the space in use. */
static bool is_current_space(u64 id)
{
	return partition.constructed &&
	       (id == ADDRESS_SPACE_ID || (id == 0 && partition.selected));
}

static s64 write_htab_entry(unsigned int thread, const u64 *in, u64 *out)
{
	if (!is_current_space(in[0]))
		return LV1_NO_ENTRY;
	if (in[1] >= HASH_TABLE_SLOTS)
		return STATUS_BAD_SLOT;
	return hash_table_write(&partition.hash_table, &partition.regions,
				(u32)in[1], in[2], in[3]);
}

HYPERCALL(1, write_htab_entry, 4, 0, "Linux ps3/htab.c");

/* See INVALIDATE_SLOTS: nothing is changed unless every slot is in the table. */
static s64 invalidate_htab_entries(unsigned int thread, const u64 *in, u64 *out)
{
	const u64 *slot = in + 1;

	if (!is_current_space(in[0]))
		return LV1_NO_ENTRY;
	for (unsigned int i = 0; i < INVALIDATE_SLOTS; i++) {
		if (slot[i] >= HASH_TABLE_SLOTS)
			return STATUS_BAD_SLOT;
	}
	for (unsigned int i = 0; i < INVALIDATE_SLOTS; i++)
		hash_table_write(&partition.hash_table, &partition.regions,
				 (u32)slot[i], 0, 0);
	return LV1_SUCCESS;
}

HYPERCALL(3, invalidate_htab_entries, 5, 0, "choice INVALIDATE_SLOTS");

/* The page sizes beside 4 KiB, in[2], are those of the CPU whatever is asked. */
static s64 construct_virtual_address_space(unsigned int thread, const u64 *in,
					   u64 *out)
{
	if (in[0] < HASH_TABLE_SHIFT_MIN || in[0] > HASH_TABLE_SHIFT_MAX)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (partition.constructed)
		return STATUS_NO_MORE_SPACES;
	partition.constructed = true;
	out[0] = ADDRESS_SPACE_ID;
	out[1] = 1ULL << HASH_TABLE_SHIFT;
	return LV1_SUCCESS;
}

HYPERCALL(2, construct_virtual_address_space, 3, 2, "Linux ps3/mm.c");

static s64 get_virtual_address_space_id_of_ppe(unsigned int thread,
					       const u64 *in, u64 *out)
{
	out[0] = partition.selected ? ADDRESS_SPACE_ID : 0;
	return LV1_SUCCESS;
}

HYPERCALL(4, get_virtual_address_space_id_of_ppe, 0, 1, "Linux ps3/spu.c");

/* Id 0 selects none: real mode only. */
static s64 select_virtual_address_space(unsigned int thread, const u64 *in,
					u64 *out)
{
	if (in[0] != 0 && (in[0] != ADDRESS_SPACE_ID || !partition.constructed))
		return LV1_NO_ENTRY;
	partition.selected = in[0] == ADDRESS_SPACE_ID;
	return LV1_SUCCESS;
}

HYPERCALL(7, select_virtual_address_space, 1, 0, "Linux ps3/mm.c");

/*
 * Of all calls, a Linux that starts another kernel by kexec makes this one last,
 * when that kernel is in place, but not yet where it will run.
 */
static void expect_another_kernel(void)
{
	if (!cell_identity_apply(real_pointer(partition.regions.real_mode.window),
				 REAL_MODE_SIZE))
		console_print("openlv1: no kernel in memory knows the Cell: kexec needs a PS3 vmlinux\n");
	kernel_log_expect(&partition.kernel_log);
}

static s64 destruct_virtual_address_space(unsigned int thread, const u64 *in,
					  u64 *out)
{
	if (in[0] != ADDRESS_SPACE_ID || !partition.constructed)
		return LV1_NO_ENTRY;
	if (partition.selected)
		return LV1_BUSY;
	if (partition.hash_table.window)
		hash_table_close_window(&partition.hash_table,
					&partition.regions);
	hash_table_clear(&partition.hash_table);
	partition.constructed = false;
	expect_another_kernel();
	return LV1_SUCCESS;
}

HYPERCALL(10, destruct_virtual_address_space, 1, 0, "Linux ps3/mm.c");

/*
 * Four first doublewords, and the referenced and changed bits of the four
 * entries in one word: 16 bits each, entry 0 highest. Linux ignores that word.
 */
static s64 read_htab_entries(unsigned int thread, const u64 *in, u64 *out)
{
	const struct hash_table *table = &partition.hash_table;
	u64 slot = in[1];
	u64 bits = 0;

	if (!is_current_space(in[0]))
		return LV1_NO_ENTRY;
	if (slot >= HASH_TABLE_SLOTS || slot % 4)
		return STATUS_BAD_SLOT;
	for (unsigned int i = 0; i < 4; i++) {
		const struct hash_entry *entry = &table->entry[slot + i];

		out[i] = entry->v;
		bits = bits << 16 |
		       (entry->r & (HASH_R_REFERENCED | HASH_R_CHANGED));
	}
	out[4] = bits;
	return LV1_SUCCESS;
}

HYPERCALL(95, read_htab_entries, 2, 5, "Linux ps3/htab.c");

static s64 map_htab(unsigned int thread, const u64 *in, u64 *out)
{
	const struct region *window;

	if (!is_current_space(in[0]))
		return LV1_NO_ENTRY;
	if (partition.hash_table.window)
		return STATUS_TABLE_MAPPED;
	window = hash_table_open_window(&partition.hash_table,
					&partition.regions);
	if (!window)
		return LV1_RESOURCE_SHORTAGE;
	out[0] = window->lpar_addr;
	return LV1_SUCCESS;
}

HYPERCALL(122, map_htab, 1, 1, "Linux 2.6.20 ps3/htab.c");

static s64 unmap_htab(unsigned int thread, const u64 *in, u64 *out)
{
	const struct region *window = partition.hash_table.window;

	if (!window || in[0] != window->lpar_addr)
		return LV1_NO_ENTRY;
	hash_table_close_window(&partition.hash_table, &partition.regions);
	return LV1_SUCCESS;
}

HYPERCALL(123, unmap_htab, 1, 0, "Linux 2.6.20 ps3/htab.c");

static s64 insert_htab_entry(unsigned int thread, const u64 *in, u64 *out)
{
	struct hash_insertion insertion;
	s64 status;

	if (!is_current_space(in[0]))
		return LV1_NO_ENTRY;
	status = hash_table_insert(&partition.hash_table, &partition.regions,
				   in[1], in[2], in[3], in[4], &insertion);
	if (status)
		return status;
	out[0] = insertion.slot;
	out[1] = insertion.evicted_v;
	out[2] = insertion.evicted_r;
	return LV1_SUCCESS;
}

HYPERCALL(158, insert_htab_entry, 6, 3, "Linux ps3/htab.c");
