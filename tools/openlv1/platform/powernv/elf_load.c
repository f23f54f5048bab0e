// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "loader.h"

#define ELF_IDENT	"\177ELF\2\2\1"	/* 64 bits, big-endian, version 1 */
#define ELF_MACHINE_PPC64 21
#define ELF_SEGMENT_LOAD 1

struct elf_header {
	u8 ident[16];
	u16 type;
	u16 machine;
	u32 version;
	u64 entry;
	u64 segments_offset;
	u64 sections_offset;
	u32 flags;
	u16 header_size;
	u16 segment_size;
	u16 segments;
	u16 section_size;
	u16 sections;
	u16 names_section;
};

struct elf_segment {
	u32 type;
	u32 flags;
	u64 offset;
	u64 virtual_address;
	u64 physical_address;
	u64 file_size;
	u64 memory_size;
	u64 alignment;
};

/* Whether [start, start + length) lies within @size. */
static bool within(u64 start, u64 length, u64 size)
{
	return start <= size && length <= size - start;
}

static const char *load_segment(const u8 *file, u64 file_size,
				const struct elf_segment *segment, u8 *memory,
				u64 memory_size, u64 *end)
{
	u64 start = segment->physical_address;

	if (segment->file_size > segment->memory_size ||
	    !within(segment->offset, segment->file_size, file_size))
		return "a segment of the kernel file lies outside of it";
	if (!within(start, segment->memory_size, memory_size))
		return "the kernel does not fit into the real mode region";
	memcpy(memory + start, file + segment->offset, segment->file_size);
	memset(memory + start + segment->file_size, 0,
	       segment->memory_size - segment->file_size);
	if (start + segment->memory_size > *end)
		*end = start + segment->memory_size;
	return NULL;
}

const char *elf_load(const void *file, u64 file_size, void *memory,
		     u64 memory_size, u64 *end)
{
	const struct elf_header *header = file;
	const u8 *segments;

	if (file_size < sizeof(*header) ||
	    memcmp(header->ident, ELF_IDENT, sizeof(ELF_IDENT) - 1) ||
	    header->machine != ELF_MACHINE_PPC64)
		return "the kernel file is no big-endian 64-bit PowerPC vmlinux";
	if (header->segment_size != sizeof(struct elf_segment) ||
	    !within(header->segments_offset,
		    (u64)header->segments * sizeof(struct elf_segment), file_size))
		return "the kernel file has no readable program headers";

	*end = 0;
	segments = (const u8 *)file + header->segments_offset;
	for (unsigned int i = 0; i < header->segments; i++) {
		struct elf_segment segment;
		const char *problem;

		memcpy(&segment, segments + i * sizeof(segment), sizeof(segment));
		if (segment.type != ELF_SEGMENT_LOAD || !segment.memory_size)
			continue;
		problem = load_segment(file, file_size, &segment, memory,
				       memory_size, end);
		if (problem)
			return problem;
	}
	return *end ? NULL : "the kernel file has nothing to load";
}
