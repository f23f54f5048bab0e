// SPDX-License-Identifier: GPL-2.0-only
#include "../platform.h"
#include "machine.h"

#define POLYNOMIAL 0x04c11db7U

/* From the linker script. */
extern const u8 __vectors_start[], __vectors_end[];
extern const u8 __image_start[], __image_end[];
extern const u32 image_sum_linked;

static u32 add_byte(u32 crc, u8 byte)
{
	crc ^= (u32)byte << 24;
	for (unsigned int bit = 0; bit < 8; bit++)
		crc = crc << 1 ^ (crc >> 31 ? POLYNOMIAL : 0);
	return crc;
}

static u32 add_bytes(u32 crc, const u8 *start, const u8 *end)
{
	while (start < end)
		crc = add_byte(crc, *start++);
	return crc;
}

/* The checksum of the command cksum, as POSIX defines it. */
static u32 image_sum(void)
{
	u64 length = (u64)(__vectors_end - __vectors_start) +
		     (u64)(__image_end - __image_start);
	u32 crc = add_bytes(0, __vectors_start, __vectors_end);

	crc = add_bytes(crc, __image_start, __image_end);
	for (; length; length >>= 8)
		crc = add_byte(crc, (u8)length);
	return ~crc;
}

void image_check(void)
{
	u32 found = image_sum();

	if (found == image_sum_linked)
		return;
	console_print("openlv1: FATAL: something changed OpenLV1's image before it ran: its sum is %u, not %u\n",
		      found, image_sum_linked);
	console_print("openlv1: QEMU may write to fixed areas of its machine's firmware: see openlv1.lds\n");
	power_off();
}
