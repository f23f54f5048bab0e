/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The 16550 serial ports, in the order of QEMU's -serial options.
 */
#ifndef OPENLV1_SERIAL_H
#define OPENLV1_SERIAL_H

#include "../../lib/types.h"

/**
 * enum serial - what each port is for
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

#endif
