// SPDX-License-Identifier: GPL-2.0-only
/*
 * A document with every kind of value, for the test "json" to read.
 */
#include "json.h"

int main(void)
{
	struct json json = { .out = stdout };

	json_open(&json, '{');
	json_key(&json, "a\"\\\n");
	json_open(&json, '[');
	json_u64(&json, UINT64_MAX);
	json_s64(&json, INT64_MIN);
	json_hex(&json, 0x1000);
	json_bool(&json, true);
	json_null(&json);
	json_string(&json, NULL);
	json_newline(&json);
	json_open(&json, '{');
	json_close(&json, '}');
	json_close(&json, ']');
	json_newline(&json);
	json_key(&json, "b");
	json_string(&json, "\xe9");
	json_close(&json, '}');
	return 0;
}
