/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a subcommand could not do, for a person or for a program.
 */
#ifndef _REPORT_H
#define _REPORT_H

#include <stdbool.h>
#include <stdint.h>

/* From now on write errors to stdout, each a JSON document. */
void report_as_json(void);

/* True after report_as_json(): results are to be JSON too. */
bool json_wanted(void);

/*
 * Say what went wrong. @err is a negative errno; @lv1_status is 0 where LV1 did
 * not refuse or was not asked.
 */
void report(int err, int32_t lv1_status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif /* _REPORT_H */
