/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where things lie in the real mode region when the partition starts: the
 * kernel from 0 up, the device tree at the top, the initial ramdisk below it.
 */
#ifndef OPENLV1_BOOT_H
#define OPENLV1_BOOT_H

#include "../core/choices.h"
#include "../lib/types.h"

#define TREE_SIZE  KIB(64)
#define TREE_START (REAL_MODE_SIZE - TREE_SIZE)

/**
 * initrd_place() - find room for the initial ramdisk
 * @kernel_end: end of the kernel, at most TREE_START
 * @size: bytes of the ramdisk
 * @start: out: where it goes, aligned to 64 KiB
 *
 * Return: whether there is room.
 */
bool initrd_place(u64 kernel_end, u64 size, u64 *start);

/**
 * elf_load() - load a kernel into the real mode region, at its physical address
 * @file: the ELF file
 * @file_size: how much of it there can be
 * @memory: start of the real mode region
 * @memory_size: bytes of it that it may fill
 * @end: out: end of what it filled, as an offset
 *
 * Return: NULL, or what is wrong with the file.
 */
const char *elf_load(const void *file, u64 file_size, void *memory,
		     u64 memory_size, u64 *end);

/**
 * cpu_table_patch() - make a kernel in memory take this POWER8 for a Cell
 * @memory: the loaded kernel, aligned to 8 bytes
 * @size: its bytes
 *
 * The kernel finds its CPU in a table of {mask, value} of the processor version
 * register. In this copy, the Cell's entry takes the POWER8's value.
 *
 * Return: whether the kernel knows the Cell at all.
 */
bool cpu_table_patch(void *memory, u64 size);

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
