/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The checksum that POSIX defines for the command cksum.
 */
#ifndef OPENLV1_CHECKSUM_H
#define OPENLV1_CHECKSUM_H

#include "types.h"

/* Zero at the start. */
struct checksum {
	u32 crc;
	u64 length;
};

void checksum_add(struct checksum *sum, const u8 *bytes, size_t length);

/* What cksum prints for all that was added. */
u32 checksum_end(struct checksum *sum);

#endif
