// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads JSON of unknown origin. After an error, the text is at its end for all functions.
 */
#include "report.h"

/* Arrays and objects within each other. */
#define DEPTH_MAX 16

void json_fail(struct json_reader *reader, const char *wrong)
{
	if (!reader->wrong)
		reader->wrong = wrong;
	reader->at += strlen(reader->at);
}

/* Read @byte, if it comes next. */
static bool take(struct json_reader *reader, char byte)
{
	reader->at += strspn(reader->at, " \t\r\n");
	if (*reader->at != byte)
		return false;
	reader->at++;
	return true;
}

static void expect(struct json_reader *reader, char byte, const char *wrong)
{
	if (!take(reader, byte))
		json_fail(reader, wrong);
}

static bool take_word(struct json_reader *reader, const char *word)
{
	reader->at += strspn(reader->at, " \t\r\n");
	if (strncmp(reader->at, word, strlen(word)))
		return false;
	reader->at += strlen(word);
	return true;
}

/* The four digits behind a \u. */
static uint32_t read_digits(struct json_reader *reader)
{
	char digits[5];

	snprintf(digits, sizeof(digits), "%.4s", reader->at);
	if (strspn(digits, "0123456789abcdefABCDEF") != 4) {
		json_fail(reader, "\\u without four digits");
		return 0;
	}
	reader->at += 4;
	return strtoul(digits, NULL, 16);
}

/* Append a character as UTF-8, which is never longer than its escape sequence. */
static char *append(char *to, uint32_t code)
{
	unsigned int more = (code >= 0x80) + (code >= 0x800) + (code >= 0x10000);

	if (!more) {
		*to++ = code;
		return to;
	}
	*to++ = (0xff00 >> (more + 1)) | code >> 6 * more;
	while (more--)
		*to++ = 0x80 | (code >> 6 * more & 0x3f);
	return to;
}

static char *read_escape(struct json_reader *reader, char *to)
{
	static const char names[] = "\"\\/bfnrt";
	static const char bytes[] = "\"\\/\b\f\n\r\t";
	const char *name = *reader->at ? strchr(names, *reader->at) : NULL;
	uint32_t code;

	if (name) {
		reader->at++;
		return append(to, bytes[name - names]);
	}
	if (*reader->at++ != 'u') {
		reader->at--;
		json_fail(reader, "an unknown escape sequence");
		return to;
	}
	code = read_digits(reader);
	if ((code & 0xfc00) == 0xd800 && !strncmp(reader->at, "\\u", 2)) {
		reader->at += 2;
		code = 0x10000 + ((code & 0x3ff) << 10) + (read_digits(reader) & 0x3ff);
	}
	return append(to, code ? code : '?');
}

/* Returns NULL for null and after an error. */
static char *read_string(struct json_reader *reader)
{
	char *text;
	char *to;

	if (take_word(reader, "null"))
		return NULL;
	expect(reader, '"', "a string is missing");
	text = reader->at;
	to = text;
	while (*reader->at && *reader->at != '"') {
		char byte = *reader->at++;

		if (byte == '\\')
			to = read_escape(reader, to);
		else
			*to++ = byte;
	}
	expect(reader, '"', "a string does not end");
	if (reader->wrong)
		return NULL;
	*to = '\0';
	make_printable(text);
	return text;
}

void json_read_string(struct json_reader *reader, void *to)
{
	*(char **)to = read_string(reader);
}

void json_read_u64(struct json_reader *reader, void *to)
{
	uint64_t *number = to;
	char *end;

	*number = 0;
	if (take_word(reader, "null"))
		return;
	reader->at += strspn(reader->at, " \t\r\n");
	errno = 0;
	*number = strtoull(reader->at, &end, 10);
	if (*reader->at < '0' || *reader->at > '9' || errno)
		json_fail(reader, "a number is missing");
	else
		reader->at = end;
}

void json_read_bool(struct json_reader *reader, void *to)
{
	bool *flag = to;

	*flag = take_word(reader, "true");
	if (!*flag && !take_word(reader, "false"))
		json_fail(reader, "neither true nor false");
}

/* Enter an object or an array. */
static void enter(struct json_reader *reader, char bracket, const char *wrong)
{
	expect(reader, bracket, wrong);
	if (++reader->depth > DEPTH_MAX)
		json_fail(reader, "too many brackets within each other");
}

/* True if another member follows; *@first is true before the first one. */
static bool next(struct json_reader *reader, char bracket, bool *first)
{
	if (take(reader, bracket)) {
		reader->depth--;
		return false;
	}
	if (!*first)
		expect(reader, ',', "a comma or a bracket is missing");
	*first = false;
	return !reader->wrong;
}

void json_read_object(struct json_reader *reader, const struct json_member *members, void *data)
{
	const struct json_member *member;
	bool first = true;
	char *name;

	enter(reader, '{', "an object is missing");
	while (next(reader, '}', &first)) {
		name = read_string(reader);
		expect(reader, ':', "a colon is missing");
		member = members;
		while (name && member->name && strcmp(member->name, name))
			member++;
		if (name && member->name)
			member->read(reader, (char *)data + member->offset);
		else
			json_skip(reader, NULL);
	}
}

void json_read_array(struct json_reader *reader, json_read_function *read, void *data)
{
	bool first = true;

	enter(reader, '[', "an array is missing");
	while (next(reader, ']', &first))
		read(reader, data);
}

void json_skip(struct json_reader *reader, void *to)
{
	static const struct json_member none[] = { { 0 } };

	reader->at += strspn(reader->at, " \t\r\n");
	switch (*reader->at) {
	case '{':
		json_read_object(reader, none, NULL);
		return;
	case '[':
		json_read_array(reader, json_skip, NULL);
		return;
	case '"':
		read_string(reader);
		return;
	}
	if (take_word(reader, "true") || take_word(reader, "false") || take_word(reader, "null"))
		return;
	if (!strspn(reader->at, "-0123456789"))
		json_fail(reader, "a value is missing");
	reader->at += strspn(reader->at, "+-.eE0123456789");
}
