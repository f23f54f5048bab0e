// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers of the subcommands: arguments, numbers, the device.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

int command_print_help(const struct command *command)
{
	fputs(command->help, stdout);
	return STATUS_DONE;
}

int command_usage_error(const struct command *command)
{
	fprintf(stderr, "Try: lv1mem %s --help\n", command->name);
	return STATUS_USAGE;
}

bool command_parse_operand(const struct command *command, int argc, char **argv,
			   const char **operand, int *status)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "jh", options, NULL)) == 'j')
		report_as_json();
	if (option == 'h') {
		*status = command_print_help(command);
		return true;
	}
	if (option == -1 && operand)
		*operand = optind < argc ? argv[optind++] : NULL;
	if (option == -1 && optind == argc)
		return false;

	if (option == -1)
		print_error("%s: unexpected argument: %s", command->name,
			    argv[optind]);
	*status = command_usage_error(command);
	return true;
}

bool command_parse_address(const struct command *command, int argc, char **argv,
			   uint64_t *lpar_addr, int *status)
{
	const char *text;

	if (command_parse_operand(command, argc, argv, &text, status))
		return true;
	if (text && parse_number(text, lpar_addr))
		return false;

	if (text)
		print_error("%s: not an address: %s", command->name, text);
	else
		print_error("%s: ADDR is missing", command->name);
	*status = command_usage_error(command);
	return true;
}

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
			return "read permission for it is needed: run as root";
		return "read and write permission for it is needed: run as root";
	}
	return NULL;
}

int open_device(int flags, int *status)
{
	int fd = lv1mem_open(flags);
	const char *advice;

	if (fd >= 0)
		return fd;

	advice = open_advice(fd, flags);
	report(fd, 0, LV1MEM_DEVICE ": %s%s%s", strerror(-fd),
	       advice ? "; " : "", advice ? advice : "");
	if (fd == -ENOENT || fd == -ENXIO || fd == -ENODEV)
		*status = STATUS_NO_DEVICE;
	else
		*status = STATUS_REFUSED;
	return -1;
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
	const char *digits = hex ? text + 2 : text;
	const char *set = hex ? "0123456789abcdefABCDEF" : "0123456789";
	unsigned long long value;

	/* strtoull() itself would take blanks and signs. */
	if (!strspn(digits, set))
		return false;

	errno = 0;
	value = strtoull(digits, (char **)end, hex ? 16 : 10);
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

void print_region(const struct lv1mem_region *region, int32_t lv1_status)
{
	struct lv1mem_address address;

	printf("  %-12s%" PRId32 " %s\n", "status", lv1_status,
	       lv1mem_status_name(lv1_status));
	printf("  %-12s0x%" PRIx64 "\n", "address", region->lpar_addr);
	if (lv1mem_decode(region->lpar_addr, &address)) {
		printf("  %-12snot an address that lv1_allocate_memory can return\n", "");
	} else {
		printf("  %-12ssize class 2^%u (%s), counter %" PRIu64 " (0x%" PRIx64 ")\n",
		       "", address.size_class,
		       format_size(1ULL << address.size_class).text,
		       address.counter, address.counter);
	}
	printf("  %-12s%" PRIu64 "\n", "muid", region->muid);
	printf("  %-12s%" PRIu64 " bytes in pages of 2^%" PRIu64 " bytes\n",
	       "length", region->length, region->page_shift);
}
