/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU's machine powernv8: what its device tree says, its devices, and how the
 * partition gets into it.
 */
#ifndef OPENLV1_MACHINE_H
#define OPENLV1_MACHINE_H

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

/* Read QEMU's device tree. */
void machine_read(const void *device_tree, struct machine *machine);

/**
 * partition_load() - all of it
 *
 * Return: address of the device tree, as the partition sees it.
 */
u64 partition_load(const struct machine *machine);

/**
 * image_check() - end the machine if OpenLV1 is not what the Makefile linked
 *
 * Called before anything in .data changes.
 */
void image_check(void);

/*
 * The LPC bus of a POWER8, on which QEMU's powernv8 has its serial ports, clock
 * and BMC. Its I/O space is reached through XSCOM.
 */
void lpc_write(u16 port, u8 value);
u8 lpc_read(u16 port);

/* Switch the machine off, which ends QEMU. */
__noreturn void power_off(void);

/* Hz; fixed by the architecture's implementations and by QEMU. */
#define TIMEBASE_FREQUENCY 512000000ULL

void clock_init(void);

/**
 * enum serial - what each 16550 is for, in the order of QEMU's -serial options
 * @SERIAL_LOG: the log, of OpenLV1 and of the partition
 * @SERIAL_TERMINAL: the partition's terminal
 * @SERIAL_HYPERVISOR: what OpenLV1 prints, and nothing that the partition does
 */
enum serial {
	SERIAL_LOG,
	SERIAL_TERMINAL,
	SERIAL_HYPERVISOR,
	SERIAL_PORTS
};

/* Find out which ports there are, and make them ready. */
void serial_init(void);

/* Send all of it, waiting as long as it takes; an absent port takes it too. */
void serial_write(enum serial serial, const char *text, size_t length);

/* What has arrived, up to @length bytes. */
size_t serial_read(enum serial serial, char *text, size_t length);

/* Say where the files are that the partition sent, if it sent any. */
void files_print(void);

#endif
