// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: bytes as hexadecimal numbers and characters.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shell.h"

static bool is_elided(struct dump *dump, const unsigned char *bytes,
		      size_t length)
{
	if (length < DUMP_WIDTH || !dump->has_previous)
		return false;
	return !memcmp(dump->previous, bytes, DUMP_WIDTH);
}

static char printable(unsigned char byte)
{
	return byte >= ' ' && byte <= '~' ? byte : '.';
}

static void print_bytes(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < DUMP_WIDTH; i++) {
		fputs(i == DUMP_WIDTH / 2 ? "  " : " ", stdout);
		if (i < length)
			printf("%02x", bytes[i]);
		else
			fputs("  ", stdout);
	}
	fputs("  |", stdout);
	for (size_t i = 0; i < length; i++)
		putchar(printable(bytes[i]));
	puts("|");
}

void dump_line(struct dump *dump, const unsigned char *bytes, size_t length)
{
	if (is_elided(dump, bytes, length)) {
		if (!dump->is_eliding)
			puts("*");
		dump->is_eliding = true;
	} else {
		printf("%08" PRIx64 " ", dump->offset);
		print_bytes(bytes, length);
		dump->is_eliding = false;
	}
	memcpy(dump->previous, bytes, length);
	dump->has_previous = length == DUMP_WIDTH;
	dump->offset += length;
}

void dump_end(const struct dump *dump)
{
	printf("%08" PRIx64 "\n", dump->offset);
}
