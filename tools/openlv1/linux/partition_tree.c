// SPDX-License-Identifier: GPL-2.0-only
/*
 * The partition's device tree: Linux' arch/powerpc/boot/dts/ps3.dts, with the values
 * that the PS3's boot loader fills in, and a node that names OpenLV1.
 */
#include "boot.h"

#include <libfdt.h>

#include "../core/choices.h"
#include "../core/interrupt.h"

#define CACHE_SIZE    32768
#define CACHE_LINE    128
#define CPU_FREQUENCY 3200000000ULL
/* Of a POWER8. Without it, Linux assumes 64, as in a Cell. */
#define SLB_SIZE 32

static int add_memory(void *tree)
{
	const fdt64_t reg[2] = { cpu_to_fdt64(0), cpu_to_fdt64(REAL_MODE_SIZE) };
	int error = fdt_begin_node(tree, "memory");

	error |= fdt_property_string(tree, "device_type", "memory");
	error |= fdt_property(tree, "reg", reg, sizeof(reg));
	return error | fdt_end_node(tree);
}

static int add_cpu(const struct partition_tree *from, void *tree)
{
	fdt32_t servers[MAX_THREADS];
	int error;

	for (unsigned int i = 0; i < from->threads; i++)
		servers[i] = cpu_to_fdt32(i);
	error = fdt_begin_node(tree, "cpus");
	error |= fdt_property_u32(tree, "#size-cells", 0);
	error |= fdt_property_u32(tree, "#address-cells", 1);
	error |= fdt_begin_node(tree, "cpu@0");
	error |= fdt_property_string(tree, "device_type", "cpu");
	error |= fdt_property_u32(tree, "reg", 0);
	error |= fdt_property(tree, "ibm,ppc-interrupt-server#s", servers,
			      (int)(from->threads * sizeof(servers[0])));
	error |= fdt_property_u32(tree, "clock-frequency", (u32)CPU_FREQUENCY);
	error |= fdt_property_u32(tree, "timebase-frequency", from->timebase_frequency);
	error |= fdt_property_u32(tree, "i-cache-size", CACHE_SIZE);
	error |= fdt_property_u32(tree, "d-cache-size", CACHE_SIZE);
	error |= fdt_property_u32(tree, "i-cache-line-size", CACHE_LINE);
	error |= fdt_property_u32(tree, "d-cache-line-size", CACHE_LINE);
	error |= fdt_property_u32(tree, "slb-size", SLB_SIZE);
	error |= fdt_end_node(tree);
	return error | fdt_end_node(tree);
}

/* So that a program can tell OpenLV1 from a console's hypervisor. */
static int add_hypervisor(const struct partition_tree *from, void *tree)
{
	int error = fdt_begin_node(tree, "hypervisor");

	error |= fdt_property_string(tree, "compatible", "openlv1");
	error |= fdt_property_string(tree, "version", from->version);
	return error | fdt_end_node(tree);
}

static int add_chosen(const struct partition_tree *from, void *tree)
{
	int error = fdt_begin_node(tree, "chosen");

	error |= fdt_property_string(tree, "bootargs", from->command_line);
	if (from->initrd_start != from->initrd_end) {
		error |= fdt_property_u64(tree, "linux,initrd-start", from->initrd_start);
		error |= fdt_property_u64(tree, "linux,initrd-end", from->initrd_end);
	}
	return error | fdt_end_node(tree);
}

bool partition_tree_build(const struct partition_tree *from, void *tree, int size)
{
	int error = fdt_create(tree, size);

	/* The other functions need the header that this one writes. */
	if (error)
		return false;
	error = fdt_finish_reservemap(tree);
	error |= fdt_begin_node(tree, "");
	error |= fdt_property_string(tree, "model", "SonyPS3");
	error |= fdt_property_string(tree, "compatible", "sony,ps3");
	error |= fdt_property_u32(tree, "#size-cells", 2);
	error |= fdt_property_u32(tree, "#address-cells", 2);
	error |= add_hypervisor(from, tree);
	error |= add_chosen(from, tree);
	error |= add_memory(tree);
	error |= add_cpu(from, tree);
	error |= fdt_end_node(tree);
	error |= fdt_finish(tree);
	return !error;
}
