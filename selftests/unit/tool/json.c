// SPDX-License-Identifier: GPL-2.0-only
/*
 * A document with every kind of value, for the test "commands" to read.
 */
#include <stddef.h>

#include "json.h"

int main(void)
{
	json_begin();
	json_open("a\"\\\n", '[');
	json_u64(NULL, UINT64_MAX);
	json_s64(NULL, INT64_MIN);
	json_hex(NULL, 0x1000);
	json_null(NULL);
	json_string(NULL, NULL);
	json_newline();
	json_open(NULL, '{');
	json_close();
	json_close();
	json_newline();
	json_string("b", "\xe9");
	json_open("c", '[');
	json_end();
	return 0;
}
