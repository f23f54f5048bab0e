// SPDX-License-Identifier: GPL-2.0-only
/*
 * What init says, for ps3vm.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "init.h"

#define LOG_DEVICE "/dev/hvc0"
/* The log of a kernel without the debug console; OpenLV1 reads it from memory. */
#define KERNEL_LOG_DEVICE "/dev/kmsg"
/* In the environment: to use KERNEL_LOG_DEVICE whatever else there is. */
#define KERNEL_LOG_WANTED "PS3VM_KMSG"
/* What the kernel takes as one message. */
#define KERNEL_LOG_LINE 900

static FILE *log_file;

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

/* Not to be made as files, where there are no such devices. */
void open_log(void)
{
	if (!getenv(KERNEL_LOG_WANTED))
		log_file = fopen(LOG_DEVICE, "r+e");
	if (!log_file)
		log_file = fopen(KERNEL_LOG_DEVICE, "r+e");
}

/* One message for each line, and for what is longer than a message can be. */
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
