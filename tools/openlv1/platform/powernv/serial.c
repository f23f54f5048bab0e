// SPDX-License-Identifier: GPL-2.0-only
#include "serial.h"

#include "lpc.h"

/* Registers and bits of the 16550. */
#define DATA		      0
#define FIFO_CONTROL	      2
#define FIFO_ENABLE_AND_CLEAR 0x07
#define FIFO_SIZE	      16
#define LINE_STATUS	      5
#define STATUS_DATA_READY     0x01
#define STATUS_FIFO_EMPTY     0x20

void serial_init(u16 port)
{
	lpc_write(port + FIFO_CONTROL, FIFO_ENABLE_AND_CLEAR);
}

void serial_write(u16 port, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (i % FIFO_SIZE == 0) {
			while (!(lpc_read(port + LINE_STATUS) & STATUS_FIFO_EMPTY))
				;
		}
		lpc_write(port + DATA, (u8)text[i]);
	}
}

size_t serial_read(u16 port, char *text, size_t length)
{
	size_t count = 0;

	while (count < length &&
	       lpc_read(port + LINE_STATUS) & STATUS_DATA_READY)
		text[count++] = (char)lpc_read(port + DATA);
	return count;
}
