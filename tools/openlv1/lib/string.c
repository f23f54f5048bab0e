// SPDX-License-Identifier: GPL-2.0-only
/*
 * What libfdt uses beyond string.S of Linux' boot wrapper. Beware: memchr() for a
 * length of 0 returns its first argument there.
 */
#include <string.h>

size_t strnlen(const char *string, size_t limit)
{
	const char *end = memchr(string, '\0', limit);

	return end ? (size_t)(end - string) : limit;
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
