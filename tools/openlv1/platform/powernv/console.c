// SPDX-License-Identifier: GPL-2.0-only
/*
 * Serial ports: printing, and the partition's terminal. Also its port for files.
 */
#include <stdarg.h>
#include <string.h>

#include "../../core/lock.h"
#include "../../lib/format.h"
#include "../platform.h"
#include "machine.h"
#include "memory_map.h"

/* Registers and bits of the 16550. */
#define DATA		      0
#define FIFO_CONTROL	      2
#define FIFO_ENABLE_AND_CLEAR 0x07
#define FIFO_SIZE	      16
#define LINE_STATUS	      5
#define STATUS_DATA_READY     0x01
#define STATUS_FIFO_EMPTY     0x20
#define SCRATCH		      7

/* In the order of QEMU's -serial options. */
enum serial {
	SERIAL_LOG,	   /* output of OpenLV1 and of the partition */
	SERIAL_TERMINAL,   /* the partition's terminal */
	SERIAL_HYPERVISOR, /* output of OpenLV1 only */
	SERIAL_PORTS
};

/* COM1 to COM3 of a PC. */
static const u16 address[SERIAL_PORTS] = { 0x3f8, 0x2f8, 0x3e8 };
static bool present[SERIAL_PORTS];

/*
 * Protects the LPC bus, since an access takes several steps. It nests inside the
 * partition's lock.
 */
static struct lock lpc_lock;

/* The scratch register of an absent port does not keep its value. */
static bool keeps_value(u16 port, u8 pattern)
{
	lpc_write(port + SCRATCH, pattern);
	return lpc_read(port + SCRATCH) == pattern;
}

void console_init(void)
{
	for (unsigned int i = 0; i < SERIAL_PORTS; i++) {
		present[i] = keeps_value(address[i], 0x55) &&
			     keeps_value(address[i], 0xaa);
		if (present[i])
			lpc_write(address[i] + FIFO_CONTROL, FIFO_ENABLE_AND_CLEAR);
	}
}

/* Output to an absent port is discarded. */
static void serial_write(enum serial serial, const char *text, size_t length)
{
	u16 port = address[serial];

	if (!present[serial])
		return;
	lock(&lpc_lock);
	for (size_t i = 0; i < length; i++) {
		if (i % FIFO_SIZE == 0) {
			while (!(lpc_read(port + LINE_STATUS) & STATUS_FIFO_EMPTY))
				;
		}
		lpc_write(port + DATA, (u8)text[i]);
	}
	unlock(&lpc_lock);
}

void console_print(const char *format, ...)
{
	char line[FORMAT_LINE_MAX];
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	length = format_text(line, sizeof(line), format, arguments);
	va_end(arguments);
	/* A line that is cut ends here, too. */
	if (length == sizeof(line) - 1)
		line[length - 1] = '\n';
	serial_write(SERIAL_LOG, line, length);
	serial_write(SERIAL_HYPERVISOR, line, length);
}

void console_write(const char *text, size_t length)
{
	serial_write(SERIAL_LOG, text, length);
}

size_t terminal_write(const char *text, size_t length)
{
	serial_write(SERIAL_TERMINAL, text, length);
	return length;
}

size_t terminal_read(char *text, size_t length)
{
	u16 port = address[SERIAL_TERMINAL];
	size_t count = 0;

	lock(&lpc_lock);
	while (count < length && present[SERIAL_TERMINAL] &&
	       lpc_read(port + LINE_STATUS) & STATUS_DATA_READY)
		text[count++] = (char)lpc_read(port + DATA);
	unlock(&lpc_lock);
	return count;
}

void console_break_lock(void)
{
	unlock(&lpc_lock);
}

/*
 * Files from the partition stay in memory, which QEMU can map to a file with
 * memory-backend-file; its serial ports need a system call for each byte. What does not
 * fit is dropped. Protected by the partition's lock.
 */
static u64 length_sent;

size_t files_write(const char *text, size_t length)
{
	u64 room = FILES_MAX - length_sent;
	u64 stored = length < room ? length : room;

	memcpy(real_pointer(FILES_BASE + length_sent), text, stored);
	length_sent += stored;
	return length;
}

void files_print(void)
{
	if (length_sent)
		console_print("openlv1: files: %llu bytes at 0x%llx\n",
			      length_sent, FILES_BASE);
}
