// SPDX-License-Identifier: GPL-2.0-only
#include "format.h"

#include "types.h"

struct output {
	char *text;
	size_t size;
	size_t length;
};

static void put(struct output *output, char character)
{
	if (output->length + 1 < output->size)
		output->text[output->length++] = character;
}

static void put_number(struct output *output, u64 value, unsigned int base,
		       unsigned int width, char padding)
{
	char digits[24];
	unsigned int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	for (; width > count; width--)
		put(output, padding);
	while (count)
		put(output, digits[--count]);
}

size_t format_text(char *text, size_t size, const char *format,
		   va_list arguments)
{
	struct output output = { .text = text, .size = size };

	while (*format) {
		unsigned int width = 0, longs = 0;
		char padding;
		u64 value;

		if (*format != '%') {
			put(&output, *format++);
			continue;
		}
		padding = *++format == '0' ? '0' : ' ';
		for (; *format >= '0' && *format <= '9'; format++)
			width = width * 10 + (unsigned int)(*format - '0');
		for (; *format == 'l'; format++)
			longs++;
		switch (*format++) {
		case 's':
			for (const char *s = va_arg(arguments, const char *); *s; s++)
				put(&output, *s);
			break;
		case 'd':
			value = longs ? va_arg(arguments, u64) : (u64)va_arg(arguments, int);
			if ((s64)value < 0)
				put(&output, '-');
			put_number(&output, (s64)value < 0 ? -value : value, 10, width, padding);
			break;
		case 'u':
			value = longs ? va_arg(arguments, u64) : va_arg(arguments, unsigned int);
			put_number(&output, value, 10, width, padding);
			break;
		case 'x':
			value = longs ? va_arg(arguments, u64) : va_arg(arguments, unsigned int);
			put_number(&output, value, 16, width, padding);
			break;
		default:
			put(&output, format[-1]);
		}
	}
	if (size)
		text[output.length] = '\0';
	return output.length;
}

void line_add(struct line *line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	line->length += format_text(line->text + line->length,
				    sizeof(line->text) - line->length, format,
				    arguments);
	va_end(arguments);
}
