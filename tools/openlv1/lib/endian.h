/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lies in memory as the partition and kernel files have it, big-endian,
 * to a number and back. Nothing on the target; the host tests need it.
 */
#ifndef OPENLV1_ENDIAN_H
#define OPENLV1_ENDIAN_H

#include "types.h"

#define BIG_ENDIAN_HOST (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

static inline u16 be16(u16 value)
{
	return BIG_ENDIAN_HOST ? value : __builtin_bswap16(value);
}

static inline u32 be32(u32 value)
{
	return BIG_ENDIAN_HOST ? value : __builtin_bswap32(value);
}

static inline u64 be64(u64 value)
{
	return BIG_ENDIAN_HOST ? value : __builtin_bswap64(value);
}

#endif
