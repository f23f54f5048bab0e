// SPDX-License-Identifier: GPL-2.0-only
/*
 * The terminal that the command runs on.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define TERMINAL_DEVICE	 "/dev/hvc1"
#define INTERACTIVE_FILE "/ps3vm/interactive"
#define INPUT_FILE	 "/ps3vm/input"

bool is_interactive(void)
{
	return access(INTERACTIVE_FILE, F_OK) == 0;
}

/* The command reads the standard input of ps3vm, or nothing. */
void take_input(void)
{
	int fd = open(INPUT_FILE, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	dup2(fd, 0);
	close(fd);
}

/*
 * A program's output must arrive byte for byte. The terminal of a person needs no
 * ONLCR either: the host's terminal adds the carriage returns.
 */
static void set_terminal_mode(int fd)
{
	struct termios mode;

	if (tcgetattr(fd, &mode))
		return;
	if (is_interactive()) {
		mode.c_oflag &= ~(tcflag_t)ONLCR;
	} else {
		cfmakeraw(&mode);
		mode.c_lflag |= ISIG;
	}
	tcsetattr(fd, TCSANOW, &mode);
}

static unsigned short size_from_environment(const char *name)
{
	const char *text = getenv(name);

	return text ? (unsigned short)strtoul(text, NULL, 10) : 0;
}

/* As variables they would be wrong after the window has changed. */
static void set_terminal_size(int fd)
{
	struct winsize size = {
		.ws_row = size_from_environment("LINES"),
		.ws_col = size_from_environment("COLUMNS"),
	};

	unsetenv("LINES");
	unsetenv("COLUMNS");
	if (size.ws_row && size.ws_col)
		ioctl(fd, TIOCSWINSZ, &size);
}

void take_terminal(int fd)
{
	if (fd < 0)
		return;
	set_terminal_mode(fd);
	set_terminal_size(fd);
	ioctl(fd, TIOCSCTTY, 1);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
}

int open_terminal(void)
{
	return open(TERMINAL_DEVICE, O_RDWR | O_NOCTTY);
}
