/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the C library's string.h that OpenLV1 and libfdt use.
 */
#ifndef OPENLV1_STRING_H
#define OPENLV1_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int value, size_t length);
int memcmp(const void *a, const void *b, size_t length);
void *memchr(const void *start, int value, size_t length);
size_t strlen(const char *string);
size_t strnlen(const char *string, size_t limit);
int strncmp(const char *a, const char *b, size_t length);
int strcmp(const char *a, const char *b);
char *strchr(const char *string, int value);
char *strrchr(const char *string, int value);

#endif
