// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends files out of the machine. First comes a line with the token; then for each file
 * any number of lines "part LENGTH", each with so many bytes after it, and a line "end"
 * or "missing REASON".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define GET_FILE     "/ps3vm/get"
#define FILES_DEVICE "/dev/hvc2"
#define READ_SIZE    65536

/* Open from the start on: a port that is closed loses its mode. */
static FILE *port;

char **read_words(const char *path)
{
	FILE *file = fopen(path, "re");
	char **words = NULL, *word = NULL;
	size_t count = 0, size = 0;

	while (file && getdelim(&word, &size, '\0', file) > 0) {
		words = realloc(words, (count + 2) * sizeof(*words));
		if (!words)
			break;
		words[count++] = word;
		words[count] = NULL;
		word = NULL;
	}
	if (file)
		fclose(file);
	return words;
}

/* Returns NULL, or why the file was not sent. */
static const char *send_file(int fd)
{
	static char bytes[READ_SIZE];
	struct stat status;
	ssize_t length;

	if (fd < 0 || fstat(fd, &status))
		return strerror(errno);
	if (!S_ISREG(status.st_mode))
		return "not a regular file";
	while ((length = read(fd, bytes, sizeof(bytes))) > 0) {
		fprintf(port, "part %zd\n", length);
		fwrite(bytes, 1, (size_t)length, port);
	}
	return length ? strerror(errno) : NULL;
}

/* Some files in /proc have no end but wait for more. */
static void bring_out(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	const char *problem = send_file(fd);

	if (problem)
		fprintf(port, "missing %s\n", problem);
	else
		fprintf(port, "end\n");
	fflush(port);
	if (fd >= 0)
		close(fd);
}

static bool set_port_mode(void)
{
	struct termios mode;

	if (tcgetattr(fileno(port), &mode))
		return false;
	cfmakeraw(&mode);
	return !tcsetattr(fileno(port), TCSANOW, &mode);
}

void open_files_port(void)
{
	if (access(GET_FILE, F_OK))
		return;
	port = fopen(FILES_DEVICE, "we");
	if (!port || !set_port_mode())
		say("cannot use " FILES_DEVICE ": %s", strerror(errno));
}

/* A program may have written to the port and changed its mode. */
void bring_out_files(const char *token)
{
	char **paths = port ? read_words(GET_FILE) : NULL;

	if (!paths)
		return;
	set_port_mode();
	fprintf(port, "\n%s\n", token);
	while (*paths)
		bring_out(*paths++);
}
