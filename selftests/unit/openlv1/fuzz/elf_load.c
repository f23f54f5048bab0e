// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loader on bytes as a kernel file: it reads nothing outside of them and
 * writes nothing outside of memory and of what it says it filled.
 */
#include <string.h>

#include "linux/boot.h"
#include "fuzz.h"

#define MEMORY_SIZE KIB(4)
#define UNTOUCHED   0xa5

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static u8 *memory;
	u64 end = ~0ULL;
	const char *problem;

	/* From the heap, where the sanitizer watches both ends. */
	if (!memory)
		memory = malloc(MEMORY_SIZE);
	memset(memory, UNTOUCHED, MEMORY_SIZE);
	problem = elf_load(data, size, memory, MEMORY_SIZE, &end);
	if (problem)
		return 0;
	CHECK(end > 0 && end <= MEMORY_SIZE);
	cpu_table_patch(memory, end);
	for (u64 i = end; i < MEMORY_SIZE; i++)
		CHECK(memory[i] == UNTOUCHED);
	return 0;
}
