// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: the commands that look at and change a mapped region.
 */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"
#include "shell.h"

/* What a dump shows where no length is given. */
#define DUMP_LENGTH 256

/* Between two looks for Ctrl-C. */
#define FILL_PIECE (1 << 20)

bool is_within(uint64_t size, uint64_t offset, uint64_t length)
{
	return offset <= size && length <= size - offset;
}

static struct shell_region *find_mapped(struct shell *shell, char **words)
{
	struct shell_region *held = shell_find(shell, words[1]);

	if (!held || held->mapping)
		return held;

	print_error("%s: region %s is not mapped; first: map %s", words[0],
		    words[1], words[1]);
	return NULL;
}

static bool parse_word(char **words, int index, uint64_t *number)
{
	if (parse_size(words[index], number))
		return true;

	print_error("%s: not a number: %s", words[0], words[index]);
	return false;
}

static bool check_bounds(char **words, const struct shell_region *held,
			 uint64_t offset, uint64_t length)
{
	if (is_within(held->region.length, offset, length))
		return true;

	print_error("%s: 0x%" PRIx64 " bytes at offset 0x%" PRIx64
		    " are not within the region's 0x%" PRIx64,
		    words[0], length, offset, held->region.length);
	return false;
}

/* Read OFFSET and LENGTH at @index; without LENGTH as much as @most, to the end. */
static bool parse_range(const struct shell_region *held, int count,
			char **words, int index, uint64_t most,
			uint64_t *offset, uint64_t *length)
{
	*offset = 0;
	if (count > index && !parse_word(words, index, offset))
		return false;
	if (count > index + 1) {
		if (!parse_word(words, index + 1, length))
			return false;
		return check_bounds(words, held, *offset, *length);
	}
	if (!check_bounds(words, held, *offset, 1))
		return false;

	*length = held->region.length - *offset;
	if (*length > most)
		*length = most;
	return true;
}

static int report_gone(char **words, uint64_t offset)
{
	print_error("%s: the driver has unmapped offset 0x%" PRIx64 " (SIGBUS)",
		    words[0], offset);
	return STATUS_REFUSED;
}

static int report_interrupt(char **words, uint64_t offset)
{
	print_error("%s: interrupted at offset 0x%" PRIx64, words[0], offset);
	return STATUS_REFUSED;
}

int shell_fill(struct shell *shell, int count, char **words)
{
	struct shell_region *held = find_mapped(shell, words);
	uint64_t length;
	uint64_t offset;
	uint64_t piece;
	uint64_t byte;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_word(words, 2, &byte) ||
	    !parse_range(held, count, words, 3, UINT64_MAX, &offset, &length))
		return STATUS_USAGE;
	if (byte > UINT8_MAX) {
		print_error("fill: not a byte: %s", words[2]);
		return STATUS_USAGE;
	}

	for (; length; offset += piece, length -= piece) {
		piece = length < FILL_PIECE ? length : FILL_PIECE;
		if (shell_take_interrupt())
			return report_interrupt(words, offset);
		if (!memory_fill(held->mapping + offset, byte, piece))
			return report_gone(words, offset);
	}
	return STATUS_DONE;
}

int shell_dump(struct shell *shell, int count, char **words)
{
	struct shell_region *held = find_mapped(shell, words);
	unsigned char bytes[DUMP_WIDTH];
	struct dump dump = { 0 };
	uint64_t length;
	size_t piece;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_range(held, count, words, 2, DUMP_LENGTH, &dump.offset,
			 &length))
		return STATUS_USAGE;

	for (; length; length -= piece) {
		piece = length < DUMP_WIDTH ? length : DUMP_WIDTH;
		if (shell_take_interrupt())
			return report_interrupt(words, dump.offset);
		if (!memory_copy(bytes, held->mapping + dump.offset, piece))
			return report_gone(words, dump.offset);
		dump_line(&dump, bytes, piece);
	}
	dump_end(&dump);
	return STATUS_DONE;
}

/* One value of a width in bytes, in this machine's byte order. */
union value {
	uint8_t of_1;
	uint16_t of_2;
	uint32_t of_4;
	uint64_t of_8;
};

static uint64_t value_get(const union value *value, uint64_t width)
{
	switch (width) {
	case 1:
		return value->of_1;
	case 2:
		return value->of_2;
	case 4:
		return value->of_4;
	}
	return value->of_8;
}

static bool value_set(union value *value, uint64_t width, uint64_t number)
{
	switch (width) {
	case 1:
		value->of_1 = number;
		break;
	case 2:
		value->of_2 = number;
		break;
	case 4:
		value->of_4 = number;
		break;
	default:
		value->of_8 = number;
	}
	return value_get(value, width) == number;
}

/* Read OFFSET, and WIDTH if there is one at @width_index; 8 if not. */
static bool parse_place(const struct shell_region *held, int count,
			char **words, int width_index, uint64_t *offset,
			uint64_t *width)
{
	*width = 8;
	if (!parse_word(words, 2, offset))
		return false;
	if (count > width_index && !parse_word(words, width_index, width))
		return false;
	if (*width != 1 && *width != 2 && *width != 4 && *width != 8) {
		print_error("%s: the width is 1, 2, 4 or 8 bytes, not %s",
			    words[0], words[width_index]);
		return false;
	}
	if (*offset % *width) {
		print_error("%s: offset %s is not a multiple of %" PRIu64,
			    words[0], words[2], *width);
		return false;
	}
	return check_bounds(words, held, *offset, *width);
}

int shell_peek(struct shell *shell, int count, char **words)
{
	struct shell_region *held = find_mapped(shell, words);
	union value value = { 0 };
	uint64_t offset;
	uint64_t width;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_place(held, count, words, 3, &offset, &width))
		return STATUS_USAGE;
	if (!memory_copy(&value, held->mapping + offset, width))
		return report_gone(words, offset);

	printf("0x%0*" PRIx64 "\n", (int)width * 2, value_get(&value, width));
	return STATUS_DONE;
}

int shell_poke(struct shell *shell, int count, char **words)
{
	struct shell_region *held = find_mapped(shell, words);
	union value value = { 0 };
	uint64_t number;
	uint64_t offset;
	uint64_t width;

	if (!held)
		return STATUS_REFUSED;
	if (!parse_place(held, count, words, 4, &offset, &width) ||
	    !parse_word(words, 3, &number))
		return STATUS_USAGE;
	if (!value_set(&value, width, number)) {
		print_error("poke: %s is more than %" PRIu64 " byte%s",
			    words[3], width, width == 1 ? "" : "s");
		return STATUS_USAGE;
	}
	if (!memory_copy(held->mapping + offset, &value, width))
		return report_gone(words, offset);
	return STATUS_DONE;
}
