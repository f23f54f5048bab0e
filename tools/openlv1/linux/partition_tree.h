/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_PARTITION_TREE_H
#define OPENLV1_PARTITION_TREE_H

#include "../lib/types.h"

/**
 * struct partition_tree - what the partition's device tree depends on
 * @threads: how many the partition has, at most MAX_THREADS
 * @timebase_frequency: in Hz
 * @command_line: for the kernel
 * @initrd_start: as the partition sees it; no ramdisk if equal to @initrd_end
 * @initrd_end: end of the initial ramdisk
 */
struct partition_tree {
	unsigned int threads;
	u32 timebase_frequency;
	const char *command_line;
	u64 initrd_start;
	u64 initrd_end;
};

/**
 * partition_tree_build() - the device tree that a PS3 kernel expects
 * @tree: where to build it, aligned to 8 bytes
 * @size: room there
 *
 * Return: whether it fits.
 */
bool partition_tree_build(const struct partition_tree *from, void *tree, int size);

#endif
