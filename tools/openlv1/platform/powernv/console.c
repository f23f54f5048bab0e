// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log and the terminal.
 */
#include <stdarg.h>
#include <string.h>

#include "../../core/environment.h"
#include "../../core/lock.h"
#include "../../lib/format.h"
#include "serial.h"

#define LINE_MAX 512

/*
 * Covers the LPC bus, whose accesses take several steps. Taken under the
 * partition's lock.
 */
static struct lock lpc_lock;

static void log_write(const char *text, size_t length)
{
	lock(&lpc_lock);
	serial_write(SERIAL_LOG, text, length);
	unlock(&lpc_lock);
}

void console_print(const char *format, ...)
{
	char line[LINE_MAX];
	va_list arguments;

	va_start(arguments, format);
	log_write(line, format_text(line, sizeof(line), format, arguments));
	va_end(arguments);
}

void console_write(const char *text, size_t length)
{
	log_write(text, length);
}

size_t terminal_write(const char *text, size_t length)
{
	lock(&lpc_lock);
	serial_write(SERIAL_TERMINAL, text, length);
	unlock(&lpc_lock);
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
