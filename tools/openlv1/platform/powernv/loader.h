/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Puts a kernel, its initial ramdisk and its device tree into the partition.
 */
#ifndef OPENLV1_LOADER_H
#define OPENLV1_LOADER_H

#include "../../lib/types.h"

/**
 * struct machine - what QEMU's device tree says
 * @cpus: how many there are
 * @command_line: for the kernel
 * @initrd_start: real address, 0 when there is none
 * @initrd_end: real address of its end
 */
struct machine {
	unsigned int cpus;
	const char *command_line;
	u64 initrd_start;
	u64 initrd_end;
};

/* machine.c: read QEMU's device tree. */
void machine_read(const void *device_tree, struct machine *machine);

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
 * cell_identity_apply() - make a kernel in memory take this POWER8 for a Cell
 * @memory: the loaded kernel
 * @size: its bytes
 *
 * The kernel finds its CPU in a table of {mask, value} of the processor version
 * register. In this copy, the Cell's entry takes the POWER8's value.
 *
 * Return: whether the kernel knows the Cell at all.
 */
bool cell_identity_apply(void *memory, u64 size);

/**
 * partition_tree_build() - the device tree that a PS3 kernel expects
 * @tree: where to build it
 * @size: room there
 * @initrd_start: as the partition sees it; no ramdisk if equal to @initrd_end
 */
void partition_tree_build(void *tree, int size, unsigned int threads,
			  const char *command_line, u64 initrd_start,
			  u64 initrd_end);

/**
 * partition_load() - all of it
 *
 * Return: address of the device tree, as the partition sees it.
 */
u64 partition_load(const struct machine *machine);

#endif
