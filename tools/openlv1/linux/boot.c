// SPDX-License-Identifier: GPL-2.0-only
#include "boot.h"

#include <elf.h>
#include <string.h>

#include "../lib/endian.h"

#define ELF_IDENT "\177ELF\2\2\1" /* 64 bits, big-endian, version 1 */

/*
 * The first word of an entry in Linux' table of CPUs, cpu_specs: mask and value of the
 * processor version register, 32 bits each. The Cell's entry gets another mask than the
 * POWER8's has, to tell them apart when the table is patched again before kexec.
 */
#define POWER8_ENTRY   0xffff0000004d0000ULL
#define CELL_ENTRY     0xffff000000700000ULL
#define UNMATCHABLE    0xffffffffffffffffULL
#define CELL_AS_POWER8 0x7fff0000004d0000ULL
/* Bits 48 to 62 of all these words. */
#define ENTRY_TOP 0x7fff

#define NOT_A_KERNEL \
	"the kernel file is not a big-endian 64-bit PowerPC vmlinux"

/* Whether [start, start + length) lies within [0, size). */
static bool within(u64 start, u64 length, u64 size)
{
	return start <= size && length <= size - start;
}

static const char *load_segment(const u8 *file, u64 file_size,
				const Elf64_Phdr *segment, u8 *memory,
				u64 memory_size, u64 *end)
{
	u64 start = be64(segment->p_paddr);
	u64 offset = be64(segment->p_offset);
	u64 filled = be64(segment->p_filesz);
	u64 size = be64(segment->p_memsz);

	if (filled > size || !within(offset, filled, file_size))
		return "a segment of the kernel lies outside of the file";
	if (!within(start, size, memory_size))
		return "the kernel does not fit into the real mode region";
	memcpy(memory + start, file + offset, filled);
	memset(memory + start + filled, 0, size - filled);
	if (start + size > *end)
		*end = start + size;
	return NULL;
}

const char *elf_load(const void *file, u64 file_size, void *memory,
		     u64 memory_size, u64 *end)
{
	Elf64_Ehdr header;
	u64 offset;
	u16 count;

	if (file_size < sizeof(header))
		return NOT_A_KERNEL;
	memcpy(&header, file, sizeof(header));
	if (memcmp(header.e_ident, ELF_IDENT, sizeof(ELF_IDENT) - 1) ||
	    be16(header.e_machine) != EM_PPC64)
		return NOT_A_KERNEL;
	offset = be64(header.e_phoff);
	count = be16(header.e_phnum);
	if (be16(header.e_phentsize) != sizeof(Elf64_Phdr) ||
	    !within(offset, count * sizeof(Elf64_Phdr), file_size))
		return "the kernel file has no readable program headers";

	*end = 0;
	for (; count; count--, offset += sizeof(Elf64_Phdr)) {
		Elf64_Phdr segment;
		const char *problem;

		memcpy(&segment, (const u8 *)file + offset, sizeof(segment));
		if (be32(segment.p_type) != PT_LOAD || !segment.p_memsz)
			continue;
		problem = load_segment(file, file_size, &segment, memory,
				       memory_size, end);
		if (problem)
			return problem;
	}
	return *end ? NULL : "the kernel file has no segment to load";
}

/* A quick test, since most words are no entry. */
static bool may_be_entry(u64 word)
{
	return be64(word) << 1 >> 49 == ENTRY_TOP;
}

bool cpu_table_patch(void *memory, u64 size)
{
	bool found = false;

	for (u64 *word = memory; size >= 8; word++, size -= 8) {
		if (!may_be_entry(*word))
			continue;
		switch (be64(*word)) {
		case POWER8_ENTRY:
			*word = be64(UNMATCHABLE);
			break;
		case CELL_ENTRY:
			*word = be64(CELL_AS_POWER8);
			found = true;
			break;
		case CELL_AS_POWER8:
			found = true;
			break;
		}
	}
	return found;
}

bool initrd_place(u64 kernel_end, u64 size, u64 *start)
{
	if (size > TREE_START)
		return false;
	*start = align_down(TREE_START - size, KIB(64));
	return *start >= kernel_end;
}
