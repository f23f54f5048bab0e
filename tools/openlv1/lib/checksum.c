// SPDX-License-Identifier: GPL-2.0-only
#include "checksum.h"

#define POLYNOMIAL 0x04c11db7U

static u32 add_byte(u32 crc, u8 byte)
{
	crc ^= (u32)byte << 24;
	for (unsigned int bit = 0; bit < 8; bit++)
		crc = crc << 1 ^ (crc >> 31 ? POLYNOMIAL : 0);
	return crc;
}

void checksum_add(struct checksum *sum, const u8 *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		sum->crc = add_byte(sum->crc, bytes[i]);
	sum->length += length;
}

u32 checksum_end(struct checksum *sum)
{
	u32 crc = sum->crc;

	for (u64 length = sum->length; length; length >>= 8)
		crc = add_byte(crc, (u8)length);
	return ~crc;
}
