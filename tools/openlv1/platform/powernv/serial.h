/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The 16550 serial ports. The first carries the log, the second the partition's
 * terminal.
 */
#ifndef OPENLV1_SERIAL_H
#define OPENLV1_SERIAL_H

#include "../../lib/types.h"

#define SERIAL_LOG	0x3f8
#define SERIAL_TERMINAL 0x2f8

void serial_init(u16 port);

/* Send all of it, waiting as long as it takes. */
void serial_write(u16 port, const char *text, size_t length);

/* What has arrived, up to @length bytes. */
size_t serial_read(u16 port, char *text, size_t length);

#endif
