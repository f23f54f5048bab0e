/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes one JSON document to a stream, piece by piece.
 */
#ifndef _JSON_H
#define _JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct json - a document that is being written; start with only @out set
 * @out: where to; stays the caller's, who checks it for errors at the end
 * @continued: the innermost object or array has a member
 * @keyed: a key waits for its value
 * @newline: what comes next begins a line
 */
struct json {
	FILE *out;
	bool continued;
	bool keyed;
	bool newline;
};

/* @bracket is '{' or '['; json_close() takes the one that ends it. */
void json_open(struct json *json, char bracket);
void json_close(struct json *json, char bracket);

/* Let what comes next begin a line. */
void json_newline(struct json *json);

/* The name of the next value; only in an object. */
void json_key(struct json *json, const char *key);

/* NULL becomes null; bytes above 0x7e are taken as Latin-1. */
void json_string(struct json *json, const char *text);
void json_u64(struct json *json, uint64_t number);
void json_s64(struct json *json, int64_t number);

/* A string with 0x, as no JSON number holds all addresses exactly. */
void json_hex(struct json *json, uint64_t number);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

#endif /* _JSON_H */
