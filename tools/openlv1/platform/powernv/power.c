// SPDX-License-Identifier: GPL-2.0-only
#include "power.h"

#include "../../lib/types.h"
#include "lpc.h"

/* The BMC's block transfer interface, IPMI v2.0, chapter 11. */
#define BT_CONTROL	       0xe4
#define BT_DATA		       0xe5
#define BT_CLEAR_WRITE_POINTER 0x01
#define BT_HOST_TO_BMC	       0x04

void power_off(void)
{
	/* length, NetFn chassis, sequence, chassis control, power down */
	static const u8 request[] = { 4, 0, 1, 2, 0 };

	lpc_write(BT_CONTROL, BT_CLEAR_WRITE_POINTER);
	for (unsigned int i = 0; i < ARRAY_SIZE(request); i++)
		lpc_write(BT_DATA, request[i]);
	lpc_write(BT_CONTROL, BT_HOST_TO_BMC);
	for (;;)
		;
}
