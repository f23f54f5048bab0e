/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writes JSON to stdout, one document at a time, member by member.
 */
#ifndef _JSON_H
#define _JSON_H

#include <stdint.h>

/* Begin a document: an object. */
void json_begin(void);

/* Close all objects and arrays, and end the line. */
void json_end(void);

/* Begin a line at the next member. */
void json_newline(void);

/* Close the innermost object or array. */
void json_close(void);

/*
 * The functions below write a member: @key is its name in an object, and NULL in an
 * array.
 */

/* Open an object or an array; @bracket is '{' or '['. */
void json_open(const char *key, char bracket);

/* NULL becomes null; bytes above 0x7e are taken as Latin-1. */
void json_string(const char *key, const char *text);
void json_u64(const char *key, uint64_t number);
void json_s64(const char *key, int64_t number);

/* A string with 0x: not every reader holds numbers of 64 bits. */
void json_hex(const char *key, uint64_t number);
void json_null(const char *key);

#endif /* _JSON_H */
