// SPDX-License-Identifier: GPL-2.0-only
/*
 * Builds the partition's device tree and reads it with libfdt.
 */
#include <libfdt.h>
#include <string.h>

#include "linux/boot.h"
#include "fuzz.h"

static u64 number(const void *tree, int node, const char *name)
{
	int length;
	const fdt64_t *value = fdt_getprop(tree, node, name, &length);

	CHECK(value && length == sizeof(*value));
	return fdt64_ld(value);
}

static void check_properties(const struct partition_tree *from, const void *tree)
{
	int chosen = fdt_path_offset(tree, "/chosen"), cpu = fdt_path_offset(tree, "/cpus/cpu@0");
	int length;
	const char *text = fdt_getprop(tree, chosen, "bootargs", &length);

	CHECK(text && (size_t)length == strlen(from->command_line) + 1);
	CHECK(!strcmp(text, from->command_line));
	CHECK(fdt_getprop(tree, cpu, "ibm,ppc-interrupt-server#s", &length));
	CHECK((size_t)length == from->threads * sizeof(fdt32_t));
	if (from->initrd_start == from->initrd_end) {
		CHECK(!fdt_getprop(tree, chosen, "linux,initrd-start", NULL));
		return;
	}
	CHECK(number(tree, chosen, "linux,initrd-start") == from->initrd_start);
	CHECK(number(tree, chosen, "linux,initrd-end") == from->initrd_end);
}

static void check_structure(const void *tree, size_t size)
{
	int depth = 0, node = 0;

	CHECK(!fdt_check_header(tree));
	CHECK(fdt_totalsize(tree) <= size);
	while (node >= 0 && depth >= 0)
		node = fdt_next_node(tree, node, &depth);
	CHECK(depth < 0 || node == -FDT_ERR_NOTFOUND);
}

void fuzz(struct input *input)
{
	size_t room = input_number(input, 2);
	struct partition_tree from = {
		.version = "1",
		.threads = 1 + input_byte(input) % MAX_THREADS,
		.timebase_frequency = (u32)input_number(input, 4),
		.initrd_start = input_interesting(input),
		.initrd_end = input_interesting(input),
	};
	char *command_line = malloc(input->size + 1);
	void *tree = malloc(room);

	memcpy(command_line, input->data, input->size);
	command_line[input->size] = '\0';
	from.command_line = command_line;
	if (partition_tree_build(&from, tree, (int)room)) {
		check_structure(tree, room);
		check_properties(&from, tree);
	} else {
		/* Everything but the command line fits into 4 KiB. */
		CHECK(room < KIB(4) + strlen(command_line));
	}
	free(tree);
	free(command_line);
}
