/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The LPC bus of a POWER8, on which QEMU's powernv8 has its serial ports, clock
 * and BMC. Its I/O space is reached through XSCOM.
 */
#ifndef OPENLV1_LPC_H
#define OPENLV1_LPC_H

#include "../../lib/types.h"

void lpc_write(u16 port, u8 value);
u8 lpc_read(u16 port);

#endif
