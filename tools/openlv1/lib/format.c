// SPDX-License-Identifier: GPL-2.0-only
#include "format.h"

#include "types.h"

struct output {
	char *text;
	size_t size;
	size_t length;
};

struct conversion {
	unsigned int width;
	unsigned int longs;
	char padding;
	char type;
};

static void put(struct output *output, char character)
{
	if (output->length + 1 < output->size)
		output->text[output->length++] = character;
}

static void put_number(struct output *output, u64 value, unsigned int base,
		       const struct conversion *conversion, bool negative)
{
	char digits[24];
	unsigned int count = 0, length;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	length = count + negative;
	/* The sign precedes zeros and follows blanks. */
	if (negative && conversion->padding == '0')
		put(output, '-');
	for (; length < conversion->width; length++)
		put(output, conversion->padding);
	if (negative && conversion->padding != '0')
		put(output, '-');
	while (count)
		put(output, digits[--count]);
}

static const char *parse(const char *format, struct conversion *conversion)
{
	*conversion = (struct conversion){ .padding = ' ' };
	if (*format == '0')
		conversion->padding = '0';
	while (*format >= '0' && *format <= '9')
		conversion->width = conversion->width * 10 + (unsigned int)(*format++ - '0');
	while (*format == 'l') {
		conversion->longs++;
		format++;
	}
	conversion->type = *format;
	return format + (*format != '\0');
}

size_t format_text(char *text, size_t size, const char *format,
		   va_list arguments)
{
	struct output output = { .text = text, .size = size };
	struct conversion conversion;

	while (*format) {
		if (*format != '%') {
			put(&output, *format++);
			continue;
		}
		format = parse(format + 1, &conversion);
		switch (conversion.type) {
		case 's':
			for (const char *s = va_arg(arguments, const char *); *s; s++)
				put(&output, *s);
			break;
		case 'd': {
			s64 value = conversion.longs ? va_arg(arguments, s64) :
						       va_arg(arguments, int);

			put_number(&output, value < 0 ? -(u64)value : (u64)value,
				   10, &conversion, value < 0);
			break;
		}
		case 'u':
		case 'x': {
			u64 value = conversion.longs ? va_arg(arguments, u64) :
						       va_arg(arguments, unsigned int);

			put_number(&output, value, conversion.type == 'x' ? 16 : 10,
				   &conversion, false);
			break;
		}
		default:
			put(&output, conversion.type);
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
