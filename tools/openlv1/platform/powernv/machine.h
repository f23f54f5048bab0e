/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU's machine powernv8: its device tree, its devices, and loading the partition.
 */
#ifndef OPENLV1_MACHINE_H
#define OPENLV1_MACHINE_H

#include "../../lib/types.h"

/**
 * struct machine - contents of QEMU's device tree
 * @cpus: number of CPUs
 * @command_line: command line for the kernel
 * @initrd_start: real address of the initial ramdisk, 0 when there is none
 * @initrd_end: real address of its end
 */
struct machine {
	unsigned int cpus;
	const char *command_line;
	u64 initrd_start;
	u64 initrd_end;
};

void machine_read(const void *device_tree, struct machine *machine);

/**
 * partition_load() - load kernel, initial ramdisk and device tree
 *
 * Return: the partition's address of the device tree.
 */
u64 partition_load(const struct machine *machine);

/*
 * Stop if the image in memory is not the one that was linked. Must run before anything
 * in .data changes.
 */
void image_check(void);

/* The LPC bus, with serial ports, clock and BMC. */
void lpc_write(u16 port, u8 value);
u8 lpc_read(u16 port);

/* Power the machine off, which ends QEMU. */
__noreturn void power_off(void);

/* In Hz; the same on every POWER8 and in QEMU. */
#define TIMEBASE_FREQUENCY 512000000ULL

void clock_init(void);

/* Detect and initialise the serial ports. */
void console_init(void);

/* Print the address of the files that the partition sent, if there are any. */
void files_print(void);

#endif
