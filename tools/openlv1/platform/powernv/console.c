// SPDX-License-Identifier: GPL-2.0-only
/*
 * Printing, and the partition's terminal and port for files.
 */
#include <stdarg.h>
#include <string.h>

#include "../../core/lock.h"
#include "../../lib/format.h"
#include "../platform.h"
#include "machine.h"
#include "memory_map.h"

/*
 * Protects the LPC bus, since an access takes several steps. It nests inside the
 * partition's lock.
 */
static struct lock lpc_lock;

static void locked_write(enum serial serial, const char *text, size_t length)
{
	lock(&lpc_lock);
	serial_write(serial, text, length);
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
	lock(&lpc_lock);
	serial_write(SERIAL_LOG, line, length);
	serial_write(SERIAL_HYPERVISOR, line, length);
	unlock(&lpc_lock);
}

void console_write(const char *text, size_t length)
{
	locked_write(SERIAL_LOG, text, length);
}

size_t terminal_write(const char *text, size_t length)
{
	locked_write(SERIAL_TERMINAL, text, length);
	return length;
}

size_t terminal_read(char *text, size_t length)
{
	size_t count;

	lock(&lpc_lock);
	count = serial_read(SERIAL_TERMINAL, text, length);
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
