// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes JSON to stdout, one document at a time, member by member.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "json.h"

/* The bracket that closes each open object or array, the innermost last. */
static char closing[8];
static unsigned int depth;

/* The innermost object or array has a member. */
static bool continued;

/* The next member begins a line. */
static bool newline;

static void write_text(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		unsigned char byte = *text;

		if (byte < 0x20 || byte > 0x7e || byte == '"' || byte == '\\')
			printf("\\u%04x", byte);
		else
			putchar(byte);
	}
	putchar('"');
}

static void begin_member(const char *key)
{
	if (continued)
		putchar(',');
	if (newline)
		putchar('\n');
	else if (continued)
		putchar(' ');
	continued = true;
	newline = false;
	if (key) {
		write_text(key);
		fputs(": ", stdout);
	}
}

void json_begin(void)
{
	continued = false;
	json_open(NULL, '{');
}

void json_end(void)
{
	while (depth)
		json_close();
	putchar('\n');
}

void json_newline(void)
{
	newline = true;
}

void json_open(const char *key, char bracket)
{
	begin_member(key);
	putchar(bracket);
	closing[depth++] = bracket == '{' ? '}' : ']';
	continued = false;
}

void json_close(void)
{
	putchar(closing[--depth]);
	continued = true;
}

void json_string(const char *key, const char *text)
{
	begin_member(key);
	if (text)
		write_text(text);
	else
		fputs("null", stdout);
}

void json_u64(const char *key, uint64_t number)
{
	begin_member(key);
	printf("%" PRIu64, number);
}

void json_s64(const char *key, int64_t number)
{
	begin_member(key);
	printf("%" PRId64, number);
}

void json_hex(const char *key, uint64_t number)
{
	begin_member(key);
	printf("\"0x%" PRIx64 "\"", number);
}

void json_null(const char *key)
{
	json_string(key, NULL);
}
