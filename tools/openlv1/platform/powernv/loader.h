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
 * partition_load() - all of it
 *
 * Return: address of the device tree, as the partition sees it.
 */
u64 partition_load(const struct machine *machine);

#endif
