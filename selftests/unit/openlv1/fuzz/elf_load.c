// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads an arbitrary file as a kernel. The loader must not read outside of the file,
 * nor write outside of the memory or beyond the end that it returns.
 */
#include <string.h>

#include "linux/boot.h"
#include "fuzz.h"

#define MEMORY_SIZE KIB(4)
#define UNTOUCHED   0xa5

void fuzz(struct input *input)
{
	static u8 *memory;
	u64 end = ~0ULL;
	const char *problem;

	/* On the heap, where the address sanitizer checks both ends. */
	if (!memory)
		memory = malloc(MEMORY_SIZE);
	memset(memory, UNTOUCHED, MEMORY_SIZE);
	problem = elf_load(input->data, input->size, memory, MEMORY_SIZE, &end);
	if (problem)
		return;
	CHECK(end > 0 && end <= MEMORY_SIZE);
	cpu_table_patch(memory, end);
	for (u64 i = end; i < MEMORY_SIZE; i++)
		CHECK(memory[i] == UNTOUCHED);
}
