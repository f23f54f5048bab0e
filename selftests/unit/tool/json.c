// SPDX-License-Identifier: GPL-2.0-only
/*
 * A document with every kind of value, for the test "commands" to read.
 */
#include <stddef.h>

#include "json.h"

int main(void)
{
	struct json json = json_begin();

	json_open(&json, "a\"\\\n", '[');
	json_u64(&json, NULL, UINT64_MAX);
	json_s64(&json, NULL, INT64_MIN);
	json_hex(&json, NULL, 0x1000);
	json_null(&json, NULL);
	json_string(&json, NULL, NULL);
	json_newline(&json);
	json_open(&json, NULL, '{');
	json_close(&json);
	json_close(&json);
	json_newline(&json);
	json_string(&json, "b", "\xe9");
	json_open(&json, "c", '[');
	json_end(&json);
	return 0;
}
