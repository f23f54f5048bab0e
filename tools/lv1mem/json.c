// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes one JSON document to a stream, piece by piece.
 */
#include <inttypes.h>

#include "json.h"

static void begin_value(struct json *json)
{
	bool another = json->continued && !json->keyed;

	if (another)
		fputc(',', json->out);
	if (json->newline)
		fputc('\n', json->out);
	else if (another)
		fputc(' ', json->out);
	json->continued = true;
	json->keyed = false;
	json->newline = false;
}

static void write_text(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		unsigned char byte = *text;

		if (byte < 0x20 || byte > 0x7e || byte == '"' || byte == '\\')
			fprintf(out, "\\u%04x", byte);
		else
			fputc(byte, out);
	}
	fputc('"', out);
}

void json_open(struct json *json, char bracket)
{
	begin_value(json);
	fputc(bracket, json->out);
	json->continued = false;
}

void json_close(struct json *json, char bracket)
{
	fputc(bracket, json->out);
	json->continued = true;
}

void json_newline(struct json *json)
{
	json->newline = true;
}

void json_key(struct json *json, const char *key)
{
	begin_value(json);
	write_text(json->out, key);
	fputs(": ", json->out);
	json->keyed = true;
}

void json_string(struct json *json, const char *text)
{
	if (!text) {
		json_null(json);
		return;
	}
	begin_value(json);
	write_text(json->out, text);
}

void json_u64(struct json *json, uint64_t number)
{
	begin_value(json);
	fprintf(json->out, "%" PRIu64, number);
}

void json_s64(struct json *json, int64_t number)
{
	begin_value(json);
	fprintf(json->out, "%" PRId64, number);
}

void json_hex(struct json *json, uint64_t number)
{
	begin_value(json);
	fprintf(json->out, "\"0x%" PRIx64 "\"", number);
}

void json_bool(struct json *json, bool value)
{
	begin_value(json);
	fputs(value ? "true" : "false", json->out);
}

void json_null(struct json *json)
{
	begin_value(json);
	fputs("null", json->out);
}
