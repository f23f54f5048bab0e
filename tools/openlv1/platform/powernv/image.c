// SPDX-License-Identifier: GPL-2.0-only
#include "image.h"

#include "../platform.h"
#include "../../lib/checksum.h"
#include "power.h"

/* The linker script's. */
extern const u8 __vectors_start[], __vectors_end[];
extern const u8 __image_start[], __image_end[];
extern const u32 image_sum_linked;

void image_check(void)
{
	struct checksum sum = { 0 };
	u32 found;

	checksum_add(&sum, __vectors_start, (size_t)(__vectors_end - __vectors_start));
	checksum_add(&sum, __image_start, (size_t)(__image_end - __image_start));
	found = checksum_end(&sum);
	if (found == image_sum_linked)
		return;
	console_print("openlv1: FATAL: something changed OpenLV1's image before it ran: its sum is %u, not %u\n",
		      found, image_sum_linked);
	console_print("openlv1: QEMU may write where firmware of its machine has fixed areas: see openlv1.lds\n");
	power_off();
}
