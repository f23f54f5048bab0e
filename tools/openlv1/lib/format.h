/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_FORMAT_H
#define OPENLV1_FORMAT_H

#include <stdarg.h>
#include "types.h"

/**
 * format_text() - a small vsnprintf
 * @format: with %s %d %u %x, lengths l and ll, zero padding and a width
 *
 * Return: bytes written, without the terminating zero; what does not fit is
 * left out.
 */
__printf(3, 0) size_t format_text(char *text, size_t size, const char *format,
				  va_list arguments);

#define FORMAT_LINE_MAX 512

/**
 * struct line - a line that is made of pieces, to be printed as a whole
 * @length: 0 at first
 * @text: with a terminating zero; what does not fit is left out
 */
struct line {
	size_t length;
	char text[FORMAT_LINE_MAX];
};

__printf(2, 3) void line_add(struct line *line, const char *format, ...);

#endif
