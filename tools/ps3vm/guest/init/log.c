// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log, which ps3vm reads.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "init.h"

#define LOG_DEVICE "/dev/hvc0"
/* For a kernel without the debug console: OpenLV1 reads its messages from memory. */
#define KERNEL_LOG_DEVICE "/dev/kmsg"
/* A variable of the environment: use KERNEL_LOG_DEVICE in any case. */
#define KERNEL_LOG_WANTED "PS3VM_KMSG"
/* The longest message that the kernel takes. */
#define KERNEL_LOG_LINE 900

static FILE *log_file;
/* Of a device; the kernel's log takes whole messages. */
static bool has_lines;

bool log_is_open(void)
{
	return log_file;
}

void say(const char *format, ...)
{
	va_list arguments;

	if (!log_file)
		return;
	va_start(arguments, format);
	fputs("ps3vm: ", log_file);
	vfprintf(log_file, format, arguments);
	fputc('\n', log_file);
	fflush(log_file);
	va_end(arguments);
}

/* "r+" does not create a file if there is no such device. */
void open_log(void)
{
	if (!getenv(KERNEL_LOG_WANTED))
		log_file = fopen(LOG_DEVICE, "r+e");
	has_lines = log_file;
	if (!log_file)
		log_file = fopen(KERNEL_LOG_DEVICE, "r+e");
}

void end_log_line(void)
{
	if (!has_lines)
		return;
	fputc('\n', log_file);
	fflush(log_file);
}

/* One message for each line; a longer line is split. */
void relay_line(const char *text, size_t length)
{
	static char line[KERNEL_LOG_LINE];
	static size_t used;

	for (size_t i = 0; i < length; i++) {
		if (text[i] != '\n')
			line[used++] = text[i];
		if (!used || (text[i] != '\n' && used < sizeof(line)))
			continue;
		fprintf(log_file, "%.*s\n", (int)used, line);
		fflush(log_file);
		used = 0;
	}
}
