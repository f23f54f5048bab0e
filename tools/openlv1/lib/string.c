// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory and string functions. The Makefile prevents that the compiler turns their
 * loops into calls of themselves.
 */
#include <string.h>

#include "types.h"

static bool aligned_words(const void *a, const void *b, size_t length)
{
	return (((uintptr_t)a | (uintptr_t)b | length) & 7) == 0;
}

void *memcpy(void *to, const void *from, size_t length)
{
	u8 *target = to;
	const u8 *source = from;

	if (aligned_words(to, from, length)) {
		for (size_t i = 0; i < length / 8; i++)
			((u64 *)to)[i] = ((const u64 *)from)[i];
		return to;
	}
	while (length--)
		*target++ = *source++;
	return to;
}

void *memmove(void *to, const void *from, size_t length)
{
	u8 *target = to;
	const u8 *source = from;

	if (target <= source)
		return memcpy(to, from, length);
	while (length--)
		target[length] = source[length];
	return to;
}

void *memset(void *to, int value, size_t length)
{
	u8 *target = to;

	if (value == 0 && aligned_words(to, to, length)) {
		for (size_t i = 0; i < length / 8; i++)
			((u64 *)to)[i] = 0;
		return to;
	}
	while (length--)
		*target++ = (u8)value;
	return to;
}

int memcmp(const void *a, const void *b, size_t length)
{
	const u8 *left = a;
	const u8 *right = b;

	for (; length; length--, left++, right++) {
		if (*left != *right)
			return *left - *right;
	}
	return 0;
}

void *memchr(const void *start, int value, size_t length)
{
	const u8 *byte = start;

	for (; length; length--, byte++) {
		if (*byte == (u8)value)
			return (void *)byte;
	}
	return NULL;
}

size_t strlen(const char *string)
{
	size_t length = 0;

	while (string[length])
		length++;
	return length;
}

size_t strnlen(const char *string, size_t limit)
{
	size_t length = 0;

	while (length < limit && string[length])
		length++;
	return length;
}

int strncmp(const char *a, const char *b, size_t length)
{
	for (; length; length--, a++, b++) {
		if (*a != *b || !*a)
			return (u8)*a - (u8)*b;
	}
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, SIZE_MAX);
}

char *strchr(const char *string, int value)
{
	for (; *string; string++) {
		if (*string == (char)value)
			return (char *)string;
	}
	return value ? NULL : (char *)string;
}

char *strrchr(const char *string, int value)
{
	const char *found = NULL;

	for (;; string++) {
		if (*string == (char)value)
			found = string;
		if (!*string)
			return (char *)found;
	}
}
