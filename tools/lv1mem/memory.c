// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of lv1mem shell that show and change the memory of a mapped region.
 */
#include <endian.h>
#include <setjmp.h>

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

/* A length of 2, 4 or 8 at a multiple of itself is one access of that width. */
static void copy(void *to, const void *from, size_t length)
{
	bool is_aligned = !(((uintptr_t)to | (uintptr_t)from) % length);

	if (length == 8 && is_aligned)
		*(volatile uint64_t *)to = *(const volatile uint64_t *)from;
	else if (length == 4 && is_aligned)
		*(volatile uint32_t *)to = *(const volatile uint32_t *)from;
	else if (length == 2 && is_aligned)
		*(volatile uint16_t *)to = *(const volatile uint16_t *)from;
	else
		memcpy(to, from, length);
}

/* A part of a mapped region. */
struct place {
	unsigned char *memory; /* the region's memory */
	uint64_t offset;       /* where the part begins */
	uint64_t length;
};

/*
 * Read or write the first @length bytes of a place. When the machine shuts down, the
 * driver removes all mappings, and an access is a SIGBUS. False after a message for that
 * or for Ctrl-C.
 */
static bool access_piece(const char *command, const struct place *place,
			 void *bytes, size_t length, bool is_write)
{
	const struct sigaction action = { .sa_handler = leave_access };
	unsigned char *memory = place->memory + place->offset;
	struct sigaction original;
	volatile bool done = false;

	if (interrupted()) {
		print_error("%s: interrupted at offset 0x%" PRIx64, command,
			    place->offset);
		return false;
	}
	sigaction(SIGBUS, &action, &original);
	if (!sigsetjmp(no_memory, 1)) {
		copy(is_write ? memory : bytes, is_write ? bytes : memory, length);
		done = true;
	}
	sigaction(SIGBUS, &original, NULL);
	if (!done)
		print_error("%s: the driver has unmapped offset 0x%" PRIx64 " (SIGBUS)",
			    command, place->offset);
	return done;
}

static bool parse_word(const char *command, const char *text, uint64_t *number)
{
	if (parse_size(text, number))
		return true;

	print_error("%s: not a number: %s", command, text);
	return false;
}

/*
 * Parse REGION, OFFSET and a length. Without OFFSET, the place begins with the region;
 * without a length it has as much as @most, to the region's end. False after a message.
 * From here on, Ctrl-C only interrupts accesses.
 */
static bool parse_place(const struct context *context, const char *command,
			const char *region, const char *offset,
			const char *length, uint64_t most, struct place *place)
{
	const struct held_region *held = regions_find(context, region);
	uint64_t size;

	if (!held)
		return false;
	if (!held->mapping) {
		print_error("%s: region %s is not mapped; first: map %s",
			    command, region, region);
		return false;
	}
	size = held->region.length;
	place->memory = held->mapping;
	place->offset = 0;
	if (offset && !parse_word(command, offset, &place->offset))
		return false;
	place->length = most < size ? most : size;
	if (place->offset < size && place->length > size - place->offset)
		place->length = size - place->offset;
	if (length && !parse_word(command, length, &place->length))
		return false;
	if (place->offset <= size && place->length <= size - place->offset) {
		catch_interrupts();
		return true;
	}
	print_error("%s: 0x%" PRIx64 " bytes at offset 0x%" PRIx64
		    " are not within the region's 0x%" PRIx64,
		    command, place->length, place->offset, size);
	return false;
}

int run_fill(struct context *context, int count, char **operands)
{
	static unsigned char bytes[FILL_PIECE];
	const char *offset = operands[2];
	struct place place;
	uint64_t piece;
	uint64_t byte;

	if (!parse_place(context, "fill", operands[0], offset,
			 offset ? operands[3] : NULL, UINT64_MAX, &place) ||
	    !parse_word("fill", operands[1], &byte))
		return STATUS_USAGE;
	if (byte > UINT8_MAX) {
		print_error("fill: not a byte: %s", operands[1]);
		return STATUS_USAGE;
	}

	memset(bytes, byte, sizeof(bytes));
	for (; place.length; place.offset += piece, place.length -= piece) {
		piece = place.length < FILL_PIECE ? place.length : FILL_PIECE;
		if (!access_piece("fill", &place, bytes, piece, true))
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
	const char *offset = operands[1];
	unsigned char previous[DUMP_WIDTH];
	unsigned char bytes[DUMP_WIDTH];
	bool has_previous = false;
	bool is_omitting = false;
	struct place place;
	size_t piece;

	if (!parse_place(context, "dump", operands[0], offset,
			 offset ? operands[2] : NULL, DUMP_LENGTH, &place))
		return STATUS_USAGE;

	for (; place.length; place.offset += piece, place.length -= piece) {
		piece = place.length < DUMP_WIDTH ? place.length : DUMP_WIDTH;
		if (!access_piece("dump", &place, bytes, piece, false))
			return STATUS_REFUSED;
		/* A * stands for all lines that equal the one before. */
		if (has_previous && piece == DUMP_WIDTH &&
		    !memcmp(previous, bytes, DUMP_WIDTH)) {
			if (!is_omitting)
				puts("*");
			is_omitting = true;
			continue;
		}
		print_bytes(place.offset, bytes, piece);
		memcpy(previous, bytes, piece);
		has_previous = true;
		is_omitting = false;
	}
	printf("%08" PRIx64 "\n", place.offset);
	return STATUS_DONE;
}

/* Parse a place for one access; the default of @width is 8. */
static bool parse_access(const struct context *context, const char *command,
			 char **operands, const char *width, struct place *place)
{
	if (!parse_place(context, command, operands[0], operands[1], width, 8, place))
		return false;
	if (place->length != 1 && place->length != 2 && place->length != 4 &&
	    place->length != 8) {
		print_error("%s: the width is 1, 2, 4 or 8 bytes, not %s",
			    command, width);
		return false;
	}
	if (!(place->offset % place->length))
		return true;

	print_error("%s: offset %s is not a multiple of %" PRIu64, command,
		    operands[1], place->length);
	return false;
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
	uint64_t number = 0;
	struct place place;

	if (!parse_access(context, "peek", operands, operands[2], &place))
		return STATUS_USAGE;
	if (!access_piece("peek", &place, low_bytes(&number, place.length),
			  place.length, false))
		return STATUS_REFUSED;

	printf("0x%0*" PRIx64 "\n", (int)place.length * 2, number);
	return STATUS_DONE;
}

int run_poke(struct context *context, int count, char **operands)
{
	struct place place;
	uint64_t number;

	if (!parse_access(context, "poke", operands, operands[3], &place) ||
	    !parse_word("poke", operands[2], &number))
		return STATUS_USAGE;
	if (place.length < 8 && number >> (8 * place.length)) {
		print_error("poke: %s is more than %" PRIu64 " byte%s",
			    operands[2], place.length,
			    place.length == 1 ? "" : "s");
		return STATUS_USAGE;
	}
	if (!access_piece("poke", &place, low_bytes(&number, place.length),
			  place.length, true))
		return STATUS_REFUSED;
	return STATUS_DONE;
}
