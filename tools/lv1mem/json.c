// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes one JSON document to stdout, member by member.
 */
#include <inttypes.h>
#include <stdio.h>

#include "json.h"

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

static void begin_member(struct json *json, const char *key)
{
	if (json->continued)
		putchar(',');
	if (json->newline)
		putchar('\n');
	else if (json->continued)
		putchar(' ');
	json->continued = true;
	json->newline = false;
	if (key) {
		write_text(key);
		fputs(": ", stdout);
	}
}

struct json json_begin(void)
{
	struct json json = { .depth = 0 };

	json_open(&json, NULL, '{');
	return json;
}

void json_end(struct json *json)
{
	while (json->depth)
		json_close(json);
	putchar('\n');
}

void json_newline(struct json *json)
{
	json->newline = true;
}

void json_open(struct json *json, const char *key, char bracket)
{
	begin_member(json, key);
	putchar(bracket);
	json->closing[json->depth++] = bracket == '{' ? '}' : ']';
	json->continued = false;
}

void json_close(struct json *json)
{
	putchar(json->closing[--json->depth]);
	json->continued = true;
}

void json_string(struct json *json, const char *key, const char *text)
{
	begin_member(json, key);
	if (text)
		write_text(text);
	else
		fputs("null", stdout);
}

void json_u64(struct json *json, const char *key, uint64_t number)
{
	begin_member(json, key);
	printf("%" PRIu64, number);
}

void json_s64(struct json *json, const char *key, int64_t number)
{
	begin_member(json, key);
	printf("%" PRId64, number);
}

void json_hex(struct json *json, const char *key, uint64_t number)
{
	begin_member(json, key);
	printf("\"0x%" PRIx64 "\"", number);
}

void json_null(struct json *json, const char *key)
{
	json_string(json, key, NULL);
}
