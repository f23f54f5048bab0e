// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends files out of the machine: for each a line "file LENGTH" and its bytes, or a
 * line "missing REASON".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define GET_FILE     "/ps3vm/get"
#define FILES_DEVICE "/dev/hvc2"
#define LIST_MAX     65536
#define READ_SIZE    65536

/* Open from the start on: a port that is closed loses its mode. */
static FILE *port;

/* Read a whole file, whose size may be unknown, as in /sys. The caller frees it. */
static char *read_file(const char *path, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *bytes = NULL, *larger;
	ssize_t done = -1;

	*length = 0;
	while (fd >= 0) {
		larger = realloc(bytes, *length + READ_SIZE);
		if (!larger)
			break;
		bytes = larger;
		done = read(fd, bytes + *length, READ_SIZE);
		if (done <= 0)
			break;
		*length += (size_t)done;
	}
	if (fd >= 0)
		close(fd);
	if (!done)
		return bytes;
	free(bytes);
	return NULL;
}

static void bring_out(const char *path)
{
	size_t length;
	char *bytes = read_file(path, &length);

	if (!bytes) {
		fprintf(port, "missing %s\n", strerror(errno));
		fflush(port);
		return;
	}
	fprintf(port, "file %zu\n", length);
	fwrite(bytes, 1, length, port);
	fflush(port);
	free(bytes);
}

void open_files_port(void)
{
	struct termios mode;

	if (access(GET_FILE, F_OK))
		return;
	port = fopen(FILES_DEVICE, "we");
	if (!port || tcgetattr(fileno(port), &mode)) {
		say("cannot use " FILES_DEVICE ": %s", strerror(errno));
		return;
	}
	cfmakeraw(&mode);
	tcsetattr(fileno(port), TCSANOW, &mode);
}

void bring_out_files(void)
{
	static char list[LIST_MAX];
	FILE *file = fopen(GET_FILE, "re");
	size_t length, start = 0;

	if (!file)
		return;
	length = fread(list, 1, sizeof(list) - 1, file);
	fclose(file);
	while (port && start < length) {
		bring_out(list + start);
		start += strlen(list + start) + 1;
	}
}
