// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where things lie in the partition: the kernel from 0 up, the device tree at
 * the top of the real mode region, the ramdisk below it.
 */
#include "loader.h"

#include <string.h>

#include "../../core/choices.h"
#include "../../core/environment.h"
#include "../../core/partition.h"
#include "../../hcalls/hypercall.h"
#include "memory_map.h"

#define TREE_SIZE	KIB(64)
#define TREE_START	(REAL_MODE_SIZE - TREE_SIZE)

static u64 initrd_load(const struct machine *machine, u64 kernel_end)
{
	u64 size = machine->initrd_end - machine->initrd_start;
	u64 start;

	if (machine->initrd_start > machine->initrd_end ||
	    machine->initrd_end > INITRD_FILE_END ||
	    size > TREE_START - kernel_end)
		partition_end("the initial ramdisk does not fit beside the kernel");
	start = align_down(TREE_START - size, KIB(64));
	memcpy(real_pointer(REAL_MODE_BASE + start),
	       real_pointer(machine->initrd_start), align_up(size, 8));
	return start;
}

u64 partition_load(const struct machine *machine)
{
	void *memory = real_pointer(REAL_MODE_BASE);
	u64 kernel_end, initrd_start;
	const char *problem;

	problem = elf_load(real_pointer(KERNEL_FILE), KERNEL_FILE_MAX, memory,
			   TREE_START, &kernel_end);
	if (problem)
		partition_end(problem);
	if (!cell_identity_apply(memory, kernel_end))
		partition_end("this kernel does not know the Cell: build it with CONFIG_PPC_PS3");
	if (!kernel_log_find(&partition.kernel_log, memory, kernel_end))
		console_print("openlv1: this kernel's messages are seen only on a debug console\n");

	initrd_start = initrd_load(machine, kernel_end);
	partition_tree_build(real_pointer(REAL_MODE_BASE + TREE_START), TREE_SIZE,
			     partition.threads, machine->command_line,
			     initrd_start,
			     initrd_start + machine->initrd_end -
				machine->initrd_start);
	return TREE_START;
}
