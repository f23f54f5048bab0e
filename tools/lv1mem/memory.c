// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of lv1mem shell that show and change the memory of a mapped region.
 */
#include <endian.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "command.h"

/* What dump shows if no length is given. */
#define DUMP_LENGTH 256

#define DUMP_WIDTH 16

/* Between two looks for Ctrl-C. */
#define FILL_PIECE 65536

static sigjmp_buf no_memory;

static void leave_access(int signal_number)
{
	siglongjmp(no_memory, signal_number);
}

static bool is_aligned(const void *a, const void *b, size_t width)
{
	return !(((uintptr_t)a | (uintptr_t)b) & (width - 1));
}

/* A length of 2, 4 or 8 at a multiple of itself is one access of that width. */
static void copy(void *to, const void *from, size_t length)
{
	if (length == 8 && is_aligned(to, from, 8))
		*(volatile uint64_t *)to = *(const volatile uint64_t *)from;
	else if (length == 4 && is_aligned(to, from, 4))
		*(volatile uint32_t *)to = *(const volatile uint32_t *)from;
	else if (length == 2 && is_aligned(to, from, 2))
		*(volatile uint16_t *)to = *(const volatile uint16_t *)from;
	else
		memcpy(to, from, length);
}

/*
 * Access mapped memory. When the machine shuts down, the driver removes all mappings,
 * and an access is a SIGBUS: false after a message, for @command and @offset.
 */
static bool access_memory(const char *command, uint64_t offset, void *to,
			  const void *from, size_t length)
{
	const struct sigaction action = { .sa_handler = leave_access };
	struct sigaction original;
	volatile bool done = false;

	sigaction(SIGBUS, &action, &original);
	if (!sigsetjmp(no_memory, 1)) {
		copy(to, from, length);
		done = true;
	}
	sigaction(SIGBUS, &original, NULL);
	if (!done)
		print_error("%s: the driver has unmapped offset 0x%" PRIx64 " (SIGBUS)",
			    command, offset);
	return done;
}

static bool is_interrupted(const char *command, uint64_t offset)
{
	if (interrupted())
		print_error("%s: interrupted at offset 0x%" PRIx64, command,
			    offset);
	return interrupted();
}

static struct held_region *find_mapped(const struct context *context,
				       const char *command, const char *text)
{
	struct held_region *held = regions_find(context, text);

	if (!held || held->mapping)
		return held;

	print_error("%s: region %s is not mapped; first: map %s", command, text,
		    text);
	return NULL;
}

static bool parse_word(const char *command, const char *text, uint64_t *number)
{
	if (parse_size(text, number))
		return true;

	print_error("%s: not a number: %s", command, text);
	return false;
}

static bool check_bounds(const char *command, const struct held_region *held,
			 uint64_t offset, uint64_t length)
{
	uint64_t size = held->region.length;

	if (offset <= size && length <= size - offset)
		return true;

	print_error("%s: 0x%" PRIx64 " bytes at offset 0x%" PRIx64
		    " are not within the region's 0x%" PRIx64,
		    command, length, offset, size);
	return false;
}

/* Parse OFFSET and LENGTH; without LENGTH as much as @most, to the end. */
static bool parse_range(const char *command, const struct held_region *held,
			int count, char **operands, uint64_t most,
			uint64_t *offset, uint64_t *length)
{
	*offset = 0;
	if (count > 0 && !parse_word(command, operands[0], offset))
		return false;
	if (count > 1)
		return parse_word(command, operands[1], length) &&
		       check_bounds(command, held, *offset, *length);
	if (!check_bounds(command, held, *offset, 1))
		return false;

	*length = held->region.length - *offset;
	if (*length > most)
		*length = most;
	return true;
}

int run_fill(struct context *context, int count, char **operands)
{
	static unsigned char bytes[FILL_PIECE];
	struct held_region *held = find_mapped(context, "fill", operands[0]);
	uint64_t length;
	uint64_t offset;
	uint64_t piece;
	uint64_t byte;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_word("fill", operands[1], &byte) ||
	    !parse_range("fill", held, count - 2, operands + 2, UINT64_MAX,
			 &offset, &length))
		return STATUS_USAGE;
	if (byte > UINT8_MAX) {
		print_error("fill: not a byte: %s", operands[1]);
		return STATUS_USAGE;
	}

	catch_interrupts();
	memset(bytes, byte, sizeof(bytes));
	for (; length; offset += piece, length -= piece) {
		piece = length < FILL_PIECE ? length : FILL_PIECE;
		if (is_interrupted("fill", offset) ||
		    !access_memory("fill", offset, held->mapping + offset, bytes, piece))
			return STATUS_REFUSED;
	}
	return STATUS_DONE;
}

static void print_bytes(uint64_t offset, const unsigned char *bytes,
			size_t length)
{
	printf("%08" PRIx64 " ", offset);
	for (size_t i = 0; i < DUMP_WIDTH; i++) {
		fputs(i == DUMP_WIDTH / 2 ? "  " : " ", stdout);
		if (i < length)
			printf("%02x", bytes[i]);
		else
			fputs("  ", stdout);
	}
	fputs("  |", stdout);
	for (size_t i = 0; i < length; i++)
		putchar(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '.');
	puts("|");
}

int run_dump(struct context *context, int count, char **operands)
{
	struct held_region *held = find_mapped(context, "dump", operands[0]);
	unsigned char previous[DUMP_WIDTH];
	unsigned char bytes[DUMP_WIDTH];
	bool is_omitting = false;
	uint64_t length;
	uint64_t offset;
	uint64_t start;
	size_t piece;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_range("dump", held, count - 1, operands + 1, DUMP_LENGTH,
			 &offset, &length))
		return STATUS_USAGE;

	catch_interrupts();
	for (start = offset; length; offset += piece, length -= piece) {
		piece = length < DUMP_WIDTH ? length : DUMP_WIDTH;
		if (is_interrupted("dump", offset) ||
		    !access_memory("dump", offset, bytes, held->mapping + offset, piece))
			return STATUS_REFUSED;
		/* A * stands for all lines that equal the one before. */
		if (offset > start && piece == DUMP_WIDTH &&
		    !memcmp(previous, bytes, DUMP_WIDTH)) {
			if (!is_omitting)
				puts("*");
			is_omitting = true;
			continue;
		}
		print_bytes(offset, bytes, piece);
		memcpy(previous, bytes, piece);
		is_omitting = false;
	}
	printf("%08" PRIx64 "\n", offset);
	return STATUS_DONE;
}

/* Parse OFFSET, and WIDTH if it is not NULL; the default is 8. */
static bool parse_place(const char *command, const struct held_region *held,
			const char *offset_text, const char *width_text,
			uint64_t *offset, uint64_t *width)
{
	*width = 8;
	if (!parse_word(command, offset_text, offset) ||
	    (width_text && !parse_word(command, width_text, width)))
		return false;
	if (*width != 1 && *width != 2 && *width != 4 && *width != 8) {
		print_error("%s: the width is 1, 2, 4 or 8 bytes, not %s",
			    command, width_text);
		return false;
	}
	if (*offset % *width) {
		print_error("%s: offset %s is not a multiple of %" PRIu64,
			    command, offset_text, *width);
		return false;
	}
	return check_bounds(command, held, *offset, *width);
}

/* The bytes of a number that are a number of @width bytes. */
static void *low_bytes(uint64_t *number, uint64_t width)
{
	if (__BYTE_ORDER == __LITTLE_ENDIAN)
		return number;
	return (char *)number + sizeof(*number) - width;
}

int run_peek(struct context *context, int count, char **operands)
{
	struct held_region *held = find_mapped(context, "peek", operands[0]);
	uint64_t number = 0;
	uint64_t offset;
	uint64_t width;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_place("peek", held, operands[1], operands[2], &offset, &width))
		return STATUS_USAGE;
	if (!access_memory("peek", offset, low_bytes(&number, width),
			   held->mapping + offset, width))
		return STATUS_REFUSED;

	printf("0x%0*" PRIx64 "\n", (int)width * 2, number);
	return STATUS_DONE;
}

int run_poke(struct context *context, int count, char **operands)
{
	struct held_region *held = find_mapped(context, "poke", operands[0]);
	uint64_t number;
	uint64_t offset;
	uint64_t width;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_place("poke", held, operands[1], operands[3], &offset, &width) ||
	    !parse_word("poke", operands[2], &number))
		return STATUS_USAGE;
	if (width < 8 && number >> (8 * width)) {
		print_error("poke: %s is more than %" PRIu64 " byte%s",
			    operands[2], width, width == 1 ? "" : "s");
		return STATUS_USAGE;
	}
	if (!access_memory("poke", offset, held->mapping + offset,
			   low_bytes(&number, width), width))
		return STATUS_REFUSED;
	return STATUS_DONE;
}
