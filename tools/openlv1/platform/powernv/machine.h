/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * QEMU's machine powernv8 and its devices.
 */
#ifndef OPENLV1_MACHINE_H
#define OPENLV1_MACHINE_H

#include "../../lib/types.h"

/* The LPC bus, with serial ports, clock and BMC. */
void lpc_write(u16 port, u8 value);
u8 lpc_read(u16 port);

/* Power the machine off, which ends QEMU. */
__noreturn void power_off(void);

/* In Hz; the same on every POWER8 and in QEMU. */
#define TIMEBASE_FREQUENCY 512000000ULL
#define TICKS_PER_MS	   (TIMEBASE_FREQUENCY / 1000)

void clock_init(void);

/* Detect and initialise the serial ports. */
void console_init(void);

/* Print the address of the files that the partition sent, if there are any. */
void files_print(void);

#endif
