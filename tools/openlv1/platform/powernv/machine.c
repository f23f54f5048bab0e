// SPDX-License-Identifier: GPL-2.0-only
#include <libfdt.h>
#include <string.h>

#include "loader.h"

/* A property of one or two cells. */
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

		if (type && !strcmp(type, "cpu"))
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
