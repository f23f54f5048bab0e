/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hypervisor's own counts. OpenLV1 shows them, a console does not.
 */
#ifndef _LV1MEM_TEST_WITNESS_H
#define _LV1MEM_TEST_WITNESS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEDGER "/sys/kernel/debug/openlv1/ledger"

/* A count of OpenLV1's ledger, or @otherwise if there is none. */
static inline uint64_t ledger_count(const char *name, uint64_t otherwise)
{
	FILE *ledger = fopen(LEDGER, "re");
	uint64_t count = otherwise;
	char line[64];
	size_t length = strlen(name);

	if (!ledger)
		return otherwise;
	while (fgets(line, sizeof(line), ledger)) {
		if (!strncmp(line, name, length) && line[length] == '=')
			count = strtoull(line + length + 1, NULL, 10);
	}
	fclose(ledger);
	return count;
}

#endif /* _LV1MEM_TEST_WITNESS_H */
