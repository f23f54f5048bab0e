// SPDX-License-Identifier: GPL-2.0-only
/*
 * The partition's port for files. What it sends stays in memory, which QEMU can have in
 * a file (memory-backend-file): a serial port of QEMU's takes a system call a byte.
 */
#include "files.h"

#include <string.h>

#include "../platform.h"
#include "memory_map.h"

/* All bytes that came, also those for which there was no room. Under the partition's lock. */
static u64 length_sent;

size_t files_write(const char *text, size_t length)
{
	u64 room = length_sent < FILES_MAX ? FILES_MAX - length_sent : 0;

	memcpy(real_pointer(FILES_BASE + length_sent), text,
	       length < room ? length : room);
	length_sent += length;
	return length;
}

void files_print(void)
{
	if (length_sent)
		console_print("openlv1: files: %llu bytes at 0x%llx\n",
			      length_sent, FILES_BASE);
}
