// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers of the subcommands: arguments, numbers, the device.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command.h"

static const char *open_advice(int err, int flags)
{
	switch (err) {
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		return "load the module: modprobe lv1mem";
	case -EACCES:
	case -EPERM:
		if ((flags & O_ACCMODE) == O_RDONLY)
			return "you need read permission: run as root";
		return "you need read and write permission: run as root";
	}
	return NULL;
}

bool open_device(struct context *context, int flags, int *status)
{
	const char *advice;
	int fd;

	if (context->fd >= 0)
		return true;

	fd = lv1mem_open(flags | O_CLOEXEC);
	if (fd >= 0) {
		context->fd = fd;
		return true;
	}
	advice = open_advice(fd, flags);
	report(fd, 0, LV1MEM_DEVICE ": %s%s%s", strerror(-fd),
	       advice ? "; " : "", advice ? advice : "");
	if (fd == -ENOENT || fd == -ENXIO || fd == -ENODEV)
		*status = STATUS_NO_DEVICE;
	else
		*status = STATUS_REFUSED;
	return false;
}

const char *close_file(FILE *file)
{
	bool failed = ferror(file);

	errno = 0;
	if (!fclose(file) && !failed)
		return NULL;
	return errno ? strerror(errno) : "write error";
}

static bool parse_digits(const char *text, const char **end, uint64_t *number)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *set = hex ? "0123456789abcdefABCDEF" : "0123456789";
	unsigned long long value;

	/* strtoull() itself would take blanks and signs. */
	if (!strspn(hex ? text + 2 : text, set))
		return false;

	errno = 0;
	value = strtoull(text, (char **)end, hex ? 16 : 10);
	if (errno)
		return false;

	*number = value;
	return true;
}

bool parse_number(const char *text, uint64_t *number)
{
	const char *end;
	uint64_t value;

	if (!parse_digits(text, &end, &value) || *end)
		return false;

	*number = value;
	return true;
}

bool parse_address(const struct context *context, const char *text,
		   uint64_t *lpar_addr)
{
	const struct held_region *held;

	if (!parse_number(text, lpar_addr)) {
		print_error("not an address: %s", text);
		return false;
	}
	if (!*lpar_addr || *lpar_addr > context->region_count)
		return true;

	held = regions_find(context, text);
	if (held)
		*lpar_addr = held->region.lpar_addr;
	return held;
}

bool parse_size(const char *text, uint64_t *size)
{
	static const char units[] = "KMGT";
	unsigned int shift = 0;
	const char *unit;
	const char *end;
	uint64_t value;

	if (!parse_digits(text, &end, &value))
		return false;

	if (*end) {
		unit = strchr(units, *end == 'k' ? 'K' : *end);
		if (!unit)
			return false;
		shift = 10 * (unit - units + 1);
		end++;
		if (*end && strcmp(end, "iB"))
			return false;
	}
	if (value > UINT64_MAX >> shift)
		return false;

	*size = value << shift;
	return true;
}

bool parse_page_size(const char *text, uint64_t *page_shift)
{
	uint64_t size;

	if (!parse_size(text, &size) || !size || size & (size - 1))
		return false;

	*page_shift = __builtin_ctzll(size);
	return true;
}

struct size_text format_size(uint64_t size)
{
	static const char units[] = "KMGT";
	struct size_text result;
	unsigned int unit = 0;

	while (unit < strlen(units) && size && !(size & 1023)) {
		size >>= 10;
		unit++;
	}
	if (unit)
		snprintf(result.text, sizeof(result.text), "%" PRIu64 "%c",
			 size, units[unit - 1]);
	else
		snprintf(result.text, sizeof(result.text), "%" PRIu64, size);
	return result;
}

struct colours stdout_colours(void)
{
	static const struct colours none = { "", "", "", "" };
	static const struct colours ansi = {
		.good = "\033[32m",
		.bad = "\033[1;31m",
		.bold = "\033[1m",
		.off = "\033[0m",
	};
	const char *no_colour = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (no_colour && *no_colour)
		return none;
	if (terminal && !strcmp(terminal, "dumb"))
		return none;
	return isatty(STDOUT_FILENO) ? ansi : none;
}

size_t screen_columns(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return 80;
}
