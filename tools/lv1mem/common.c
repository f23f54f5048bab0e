// SPDX-License-Identifier: GPL-2.0-only
/*
 * Helpers of the subcommands: messages, the device, numbers.
 */
#include <ctype.h>
#include <stdarg.h>
#include <sys/ioctl.h>

#include "command.h"

#define NAME(number) \
	[number] = #number

/* What the driver and system calls return. libc may have no names. */
static const char *const errno_names[] = {
	NAME(E2BIG), NAME(EACCES), NAME(EAGAIN), NAME(EALREADY), NAME(EBADF), NAME(EBADFD),
	NAME(EBUSY), NAME(EDQUOT), NAME(EEXIST), NAME(EFAULT), NAME(EFBIG), NAME(EINTR),
	NAME(EINVAL), NAME(EIO), NAME(EISDIR), NAME(ELOOP), NAME(EMFILE), NAME(ENAMETOOLONG),
	NAME(ENFILE), NAME(ENODATA), NAME(ENODEV), NAME(ENOENT), NAME(ENOMEM), NAME(ENOSPC),
	NAME(ENOTDIR), NAME(ENOTTY), NAME(ENXIO), NAME(EOPNOTSUPP),
	NAME(EOVERFLOW), NAME(EPERM), NAME(EROFS), NAME(ESHUTDOWN), NAME(ETIMEDOUT), NAME(ETXTBSY)
};

const char *name_of_errno(int number)
{
	const int count = sizeof(errno_names) / sizeof(errno_names[0]);

	if (number < 0 || number >= count || !errno_names[number])
		return "unknown errno";
	return errno_names[number];
}

static void write_error(const char *message, int err, int32_t lv1_status)
{
	json_begin();
	json_open("error", '{');
	json_string("message", message);
	json_errno(err);
	json_lv1_status(lv1_status, lv1_status);
	json_end();
}

size_t printable_length(const char *text)
{
	/* The first character of each length, behind the C1 controls. */
	static const uint32_t first[] = { 0, ' ', 0xa0, 0x800, 0x10000 };
	unsigned char byte = *text;
	size_t length = 1 + (byte >= 0xc0) + (byte >= 0xe0) + (byte >= 0xf0);
	uint32_t code = length == 1 ? byte : byte & (0x7f >> length);

	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if (code < first[length] || code > 0x10ffff || (code & ~0x7ffU) == 0xd800 ||
	    (length == 1 && code >= 0x7f) || byte > 0xf4)
		return 0;
	return length;
}

void make_printable(char *text)
{
	size_t length;

	for (; *text; text += length ? length : 1) {
		length = printable_length(text);
		if (!length)
			*text = '?';
	}
}

static void print_message(char *message)
{
	/* It can quote anything. */
	make_printable(message);
	/* Both streams may go to the same file. */
	fflush(stdout);
	fprintf(stderr, "lv1mem: %s\n", message);
}

static void vreport(int err, int32_t lv1_status, const char *format, va_list args)
{
	char message[1024];

	vsnprintf(message, sizeof(message), format, args);
	if (json_is_due())
		write_error(message, err, lv1_status);
	else
		print_message(message);
}

void print_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vreport(0, 0, format, args);
	va_end(args);
}

int report(int err, int32_t lv1_status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vreport(err, lv1_status, format, args);
	va_end(args);
	return STATUS_REFUSED;
}

int print_refusal(const char *what, int err, int32_t lv1_status)
{
	const char *reason = lv1mem_strerror(err, lv1_status);

	if (lv1_status)
		return report(err, lv1_status,
			      "%s: LV1 refused: status %" PRId32 " %s: %s",
			      what, lv1_status, lv1mem_status_name(lv1_status),
			      reason);
	return report(err, 0, "%s: the driver refused, not LV1: %s: %s", what,
		      name_of_errno(-err), reason);
}

int next_option(int argc, char **argv, const char *letters,
		const struct option *options)
{
	const char *word;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, letters, options, NULL)) == 'j')
		;
	if (option != '?')
		return option;
	/* optopt can be the letter of a long option. musl counts a value that is missing. */
	word = argv[optind > argc ? argc - 1 : optind - 1];
	if (isdigit((unsigned char)optopt))
		print_error("%s: a number cannot be negative", argv[0]);
	else if (optopt > ' ' && optopt < 0x7f &&
		 !(strchr(letters, optopt) && !strncmp(word, "--", 2)))
		print_error("%s: unknown option, or no value, or one too many: -%c",
			    argv[0], optopt);
	else
		print_error("%s: unknown option, or no value, or one too many: %s",
			    argv[0], word);
	return option;
}

bool open_device(struct context *context, int flags, int *status)
{
	const char *advice = "";
	int fd;

	if (context->fd >= 0)
		return true;
	fd = lv1mem_open(flags | O_CLOEXEC);
	if (fd >= 0) {
		context->fd = fd;
		return true;
	}

	*status = STATUS_REFUSED;
	switch (fd) {
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		*status = STATUS_NO_DEVICE;
		advice = "; load the module: modprobe lv1mem";
		break;
	case -EACCES:
	case -EPERM:
		advice = "; you need read and write permission: run as root";
		if (flags == O_RDONLY)
			advice = "; you need read permission: run as root";
	}
	report(fd, 0, LV1MEM_DEVICE ": %s%s", strerror(-fd), advice);
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

bool terminal_is_dumb(void)
{
	const char *terminal = getenv("TERM");

	return !terminal || !strcmp(terminal, "dumb");
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

	if ((no_colour && *no_colour) || terminal_is_dumb() || !isatty(STDOUT_FILENO))
		return none;
	return ansi;
}

size_t screen_columns(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return 80;
}
