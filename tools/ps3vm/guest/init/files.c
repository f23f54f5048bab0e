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

int read_words(const char *path, char **words)
{
	size_t length, start = 0;
	char *text = read_file(path, &length);
	int count = 0;

	while (text && start < length && count < WORDS_MAX - 1) {
		words[count++] = text + start;
		start += strlen(text + start) + 1;
	}
	words[count] = NULL;
	return count;
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
	char *paths[WORDS_MAX];
	int count = read_words(GET_FILE, paths);

	for (int i = 0; port && i < count; i++)
		bring_out(paths[i]);
}
