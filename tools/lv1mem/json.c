// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes JSON, member by member.
 */
#include "command.h"

/* Readers of a document look at it: it changes when a member changes its meaning. */
#define SCHEMA_VERSION 1

static const char *command_name;
static FILE *out;
static bool is_wanted;
static bool has_begun;

/* The bracket that closes each open object or array, the innermost last. */
static char closing[8];
static unsigned int depth;

/* The innermost object or array has a member. */
static bool continued;

void json_start(const char *command, bool wanted)
{
	command_name = command;
	is_wanted = wanted;
	has_begun = false;
	out = stdout;
}

void json_use(FILE *file)
{
	out = file;
}

bool json_wanted(void)
{
	return is_wanted;
}

bool json_is_due(void)
{
	return is_wanted && !has_begun;
}

static void write_text(const char *text)
{
	const char *plain = text; /* what needs no escape up to here is not written yet */
	size_t length;

	putc('"', out);
	for (; *text; text += length ? length : 1) {
		length = printable_length(text);
		if (length && *text != '"' && *text != '\\')
			continue;
		fwrite(plain, 1, text - plain, out);
		fprintf(out, "\\u%04x", (unsigned char)*text);
		plain = text + 1;
	}
	fwrite(plain, 1, text - plain, out);
	putc('"', out);
}

static void begin_member(const char *key)
{
	if (continued)
		fputs(", ", out);
	continued = true;
	if (key) {
		write_text(key);
		fputs(": ", out);
	}
}

void json_begin(void)
{
	/* Another file's document is not the one that is due. */
	has_begun |= out == stdout;
	json_open(NULL, '{');
	json_u64("schema", SCHEMA_VERSION);
	json_string("command", command_name);
}

void json_end(void)
{
	while (depth)
		json_close();
	putc('\n', out);
	continued = false;
}

void json_open(const char *key, char bracket)
{
	if (depth && !key) {
		fputs(continued ? ",\n" : "\n", out);
		continued = false;
	}
	begin_member(key);
	putc(bracket, out);
	closing[depth++] = bracket == '{' ? '}' : ']';
	continued = false;
}

void json_close(void)
{
	putc(closing[--depth], out);
	continued = true;
}

void json_string(const char *key, const char *text)
{
	begin_member(key);
	if (text)
		write_text(text);
	else
		fputs("null", out);
}

void json_u64(const char *key, uint64_t number)
{
	begin_member(key);
	fprintf(out, "%" PRIu64, number);
}

void json_s64(const char *key, int64_t number)
{
	begin_member(key);
	fprintf(out, "%" PRId64, number);
}

void json_hex(const char *key, uint64_t number)
{
	begin_member(key);
	fprintf(out, "\"0x%" PRIx64 "\"", number);
}

void json_bool(const char *key, bool value)
{
	begin_member(key);
	fputs(value ? "true" : "false", out);
}

void json_null(const char *key)
{
	json_string(key, NULL);
}

void json_errno(int err)
{
	if (err)
		json_s64("errno", -err);
	else
		json_null("errno");
	json_string("errno_name", err ? name_of_errno(-err) : NULL);
}

void json_lv1_status(bool answered, int32_t lv1_status)
{
	if (answered)
		json_s64("lv1_status", lv1_status);
	else
		json_null("lv1_status");
	json_string("lv1_name", answered ? lv1mem_status_name(lv1_status) : NULL);
}
