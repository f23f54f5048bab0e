// SPDX-License-Identifier: GPL-2.0-only
#include "machine.h"

/* Registers and bits of the 16550. */
#define DATA		      0
#define FIFO_CONTROL	      2
#define FIFO_ENABLE_AND_CLEAR 0x07
#define FIFO_SIZE	      16
#define LINE_STATUS	      5
#define STATUS_DATA_READY     0x01
#define STATUS_FIFO_EMPTY     0x20
#define SCRATCH		      7

/* COM1 to COM3 of a PC. */
static const u16 address[SERIAL_PORTS] = { 0x3f8, 0x2f8, 0x3e8 };
static bool present[SERIAL_PORTS];

/* The scratch register of an absent port does not keep its value. */
static bool keeps_value(u16 port, u8 pattern)
{
	lpc_write(port + SCRATCH, pattern);
	return lpc_read(port + SCRATCH) == pattern;
}

void serial_init(void)
{
	for (unsigned int i = 0; i < SERIAL_PORTS; i++) {
		present[i] = keeps_value(address[i], 0x55) &&
			     keeps_value(address[i], 0xaa);
		if (present[i])
			lpc_write(address[i] + FIFO_CONTROL, FIFO_ENABLE_AND_CLEAR);
	}
}

void serial_write(enum serial serial, const char *text, size_t length)
{
	u16 port = address[serial];

	if (!present[serial])
		return;
	for (size_t i = 0; i < length; i++) {
		if (i % FIFO_SIZE == 0) {
			while (!(lpc_read(port + LINE_STATUS) & STATUS_FIFO_EMPTY))
				;
		}
		lpc_write(port + DATA, (u8)text[i]);
	}
}

size_t serial_read(enum serial serial, char *text, size_t length)
{
	u16 port = address[serial];
	size_t count = 0;

	while (count < length && present[serial] &&
	       lpc_read(port + LINE_STATUS) & STATUS_DATA_READY)
		text[count++] = (char)lpc_read(port + DATA);
	return count;
}
