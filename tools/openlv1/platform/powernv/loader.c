// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads QEMU's device tree and puts the kernel, its initial ramdisk and its device tree
 * into the partition.
 */
#include <libfdt.h>
#include <string.h>

#include "../../core/partition.h"
#include "../../hcalls/hypercall.h"
#include "../../linux/boot.h"
#include "../../linux/kernel_log.h"
#include "../platform.h"
#include "machine.h"
#include "memory_map.h"

/* A property with one or two cells; 0 if there is none. */
static u64 number_property(const void *tree, int node, const char *name)
{
	int length;
	const void *value = fdt_getprop(tree, node, name, &length);

	if (!value)
		return 0;
	return length == 8 ? fdt64_ld(value) : fdt32_ld(value);
}

static unsigned int count_cpus(const void *tree)
{
	int cpus = fdt_path_offset(tree, "/cpus");
	unsigned int count = 0;
	int node;

	fdt_for_each_subnode(node, tree, cpus) {
		const char *type = fdt_getprop(tree, node, "device_type", NULL);

		if (type && !strncmp(type, "cpu", sizeof("cpu")))
			count++;
	}
	return count;
}

void machine_read(const void *tree, struct machine *machine)
{
	int chosen = fdt_path_offset(tree, "/chosen");
	const char *command_line = fdt_getprop(tree, chosen, "bootargs", NULL);

	machine->cpus = count_cpus(tree);
	machine->command_line = command_line ? command_line : "";
	machine->initrd_start = number_property(tree, chosen, "linux,initrd-start");
	machine->initrd_end = number_property(tree, chosen, "linux,initrd-end");
}

static u64 initrd_load(const struct machine *machine, u64 kernel_end)
{
	u64 size = machine->initrd_end - machine->initrd_start;
	u64 start;

	if (machine->initrd_start > machine->initrd_end ||
	    machine->initrd_end > INITRD_FILE_END ||
	    !initrd_place(kernel_end, size, &start))
		partition_end("the initial ramdisk does not fit beside the kernel");
	memcpy(real_pointer(REAL_MODE_BASE + start),
	       real_pointer(machine->initrd_start), size);
	return start;
}

u64 partition_load(const struct machine *machine)
{
	void *memory = real_pointer(REAL_MODE_BASE);
	struct partition_tree tree = {
		.threads = partition.threads,
		.timebase_frequency = TIMEBASE_FREQUENCY,
		.command_line = machine->command_line,
	};
	const char *problem;
	u64 kernel_end;

	problem = elf_load(real_pointer(KERNEL_FILE), KERNEL_FILE_MAX, memory,
			   TREE_START, &kernel_end);
	if (problem)
		partition_end(problem);
	if (!cpu_table_patch(memory, kernel_end))
		partition_end("this kernel does not support the Cell: build it with CONFIG_PPC_PS3");
	kernel_log_expect(&kernel_log);

	tree.initrd_start = initrd_load(machine, kernel_end);
	tree.initrd_end = tree.initrd_start + machine->initrd_end -
			  machine->initrd_start;
	if (!partition_tree_build(&tree, memory + TREE_START, TREE_SIZE))
		partition_end("the command line does not fit into the device tree");
	return TREE_START;
}
