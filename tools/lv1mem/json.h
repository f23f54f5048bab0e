/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes one JSON document to stdout, member by member.
 */
#ifndef _JSON_H
#define _JSON_H

#include <stdbool.h>
#include <stdint.h>

/* How deep objects and arrays can be nested. */
#define JSON_DEPTH_MAX 8

/**
 * struct json - a document that is being written
 * @closing: the bracket that closes each open object or array, the innermost last
 * @depth: number of brackets in @closing
 * @continued: the innermost object or array has a member
 * @newline: the next member begins a line
 */
struct json {
	char closing[JSON_DEPTH_MAX];
	unsigned int depth;
	bool continued;
	bool newline;
};

/* Begin a document: an object. */
struct json json_begin(void);

/* Close all objects and arrays, and end the line. */
void json_end(struct json *json);

/* Begin a line at the next member. */
void json_newline(struct json *json);

/* Close the innermost object or array. */
void json_close(struct json *json);

/*
 * The functions below write a member: @key is its name in an object, and NULL in an
 * array.
 */

/* Open an object or an array; @bracket is '{' or '['. */
void json_open(struct json *json, const char *key, char bracket);

/* NULL becomes null; bytes above 0x7e are taken as Latin-1. */
void json_string(struct json *json, const char *key, const char *text);
void json_u64(struct json *json, const char *key, uint64_t number);
void json_s64(struct json *json, const char *key, int64_t number);

/* A string with 0x: not every reader holds numbers of 64 bits. */
void json_hex(struct json *json, const char *key, uint64_t number);
void json_null(struct json *json, const char *key);

#endif /* _JSON_H */
