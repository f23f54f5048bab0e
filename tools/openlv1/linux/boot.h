/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Preparing a kernel to run. When the partition starts, the real mode region has the
 * kernel at address 0, the device tree at the top, and the initial ramdisk below it.
 */
#ifndef OPENLV1_BOOT_H
#define OPENLV1_BOOT_H

#include "../core/choices.h"
#include "../lib/types.h"

#define TREE_SIZE  KIB(64)
#define TREE_START (REAL_MODE_SIZE - TREE_SIZE)

/*
 * Find room for an initial ramdisk of @size bytes between the kernel and TREE_START. Its
 * address is aligned to 64 KiB. Returns false if there is no room.
 */
bool initrd_place(u64 kernel_end, u64 size, u64 *start);

/**
 * elf_load() - load a kernel at its physical addresses
 * @file: the ELF file
 * @file_size: upper limit of its size
 * @memory: start of the real mode region
 * @memory_size: bytes of it that the kernel may occupy
 * @end: out: end of the kernel, as an offset
 *
 * Return: NULL, or a description of what is wrong with the file.
 */
const char *elf_load(const void *file, u64 file_size, void *memory,
		     u64 memory_size, u64 *end);

/**
 * cpu_table_patch() - make a kernel in memory identify this POWER8 as a Cell
 * @memory: memory with the kernel in it, aligned to 8 bytes
 * @size: size of the memory in bytes
 *
 * The kernel has a table of CPUs with a mask and a value of the processor version
 * register. This changes the Cell's entry in memory to match a POWER8.
 *
 * Return: whether there is a table with a Cell in it.
 */
bool cpu_table_patch(void *memory, u64 size);

/*
 * Variable contents of the partition's device tree. @version is that of OpenLV1.
 * @initrd_start and @initrd_end are addresses in the partition, and equal without a
 * ramdisk.
 */
struct partition_tree {
	const char *version;
	unsigned int threads;
	u32 timebase_frequency;
	const char *command_line;
	u64 initrd_start;
	u64 initrd_end;
};

/*
 * Build the device tree that a PS3 kernel expects in the buffer @tree, which is aligned
 * to 8 bytes. Returns false if the buffer is too small.
 */
bool partition_tree_build(const struct partition_tree *from, void *tree, int size);

#endif
