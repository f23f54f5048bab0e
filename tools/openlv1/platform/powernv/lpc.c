// SPDX-License-Identifier: GPL-2.0-only
#include "machine.h"
#include "spr.h"

/*
 * XSCOM addresses of the bridge (ECCB). Source of the facts: skiboot hw/lpc.c and QEMU
 * hw/ppc/pnv_lpc.c.
 */
#define XSCOM_BASE   0x0003fc0000000000ULL
#define ECCB_CONTROL 0xb0020
#define ECCB_STATUS  0xb0022
#define ECCB_DATA    0xb0023

#define CONTROL_MAGIC	       (0xdULL << 60)
#define CONTROL_ONE_BYTE       BIT_ULL(56)
#define CONTROL_READ	       BIT_ULL(48)
#define CONTROL_ADDRESS_LENGTH (4ULL << 38)
#define STATUS_DONE	       BIT_ULL(11)
#define STATUS_DATA_SHIFT      26
#define LPC_IO_SPACE	       0xd0010000ULL

/* The BMC's block transfer interface, IPMI v2.0, chapter 11. */
#define BT_CONTROL	       0xe4
#define BT_DATA		       0xe5
#define BT_CLEAR_WRITE_POINTER 0x01
#define BT_HOST_TO_BMC	       0x04

static u64 xscom_address(u32 address)
{
	return XSCOM_BASE | (u64)(address & ~0xfU) << 4 |
	       (u64)(address & 0xf) << 3;
}

static void transfer(u16 port, u64 direction)
{
	write_register64(xscom_address(ECCB_CONTROL),
			 CONTROL_MAGIC | CONTROL_ONE_BYTE | direction |
				 CONTROL_ADDRESS_LENGTH | (LPC_IO_SPACE + port));
}

/*
 * The byte goes into the top of the data register. QEMU's bridge performs the write
 * during the store to the control register, so there is nothing to wait for.
 */
void lpc_write(u16 port, u8 value)
{
	write_register64(xscom_address(ECCB_DATA), (u64)value << 56);
	transfer(port, 0);
}

u8 lpc_read(u16 port)
{
	u64 status;

	transfer(port, CONTROL_READ);
	do
		status = read_register64(xscom_address(ECCB_STATUS));
	while (!(status & STATUS_DONE));
	return (u8)(status >> (STATUS_DATA_SHIFT + 24));
}

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
