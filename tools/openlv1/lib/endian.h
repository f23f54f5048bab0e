/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conversion of big-endian data of the partition and of kernel files, in both
 * directions. It has an effect in the host tests only.
 */
#ifndef OPENLV1_ENDIAN_H
#define OPENLV1_ENDIAN_H

#include "types.h"

#define IS_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

static inline u16 be16(u16 value)
{
	return IS_BIG_ENDIAN ? value : __builtin_bswap16(value);
}

static inline u32 be32(u32 value)
{
	return IS_BIG_ENDIAN ? value : __builtin_bswap32(value);
}

static inline u64 be64(u64 value)
{
	return IS_BIG_ENDIAN ? value : __builtin_bswap64(value);
}

#endif
