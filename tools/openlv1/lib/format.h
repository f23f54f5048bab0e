/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_FORMAT_H
#define OPENLV1_FORMAT_H

#include <stdarg.h>
#include "types.h"

/**
 * format_text() - a small vsnprintf() that cuts text that does not fit
 * @format: with %s %d %u %x, lengths l and ll; numbers without a sign also with a width
 *	and zero padding
 *
 * Return: number of bytes without the terminating zero.
 */
__printf(3, 0) size_t format_text(char *text, size_t size, const char *format,
				  va_list arguments);

#define FORMAT_LINE_MAX 512

/**
 * struct line - buffer to compose a line that is printed as a whole
 * @length: length of the text, initially 0
 * @text: text with a terminating zero; text that does not fit is cut
 */
struct line {
	size_t length;
	char text[FORMAT_LINE_MAX];
};

__printf(2, 3) void line_add(struct line *line, const char *format, ...);

#endif
