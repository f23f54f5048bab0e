// SPDX-License-Identifier: GPL-2.0-only
/*
 * The LPC bus, and two devices on it: the clock, and the BMC that ends the machine.
 */
#include "../platform.h"
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

/* The MC146818 on the LPC bus. */
#define CLOCK_INDEX	 0x70
#define CLOCK_DATA	 0x71
#define REGISTER_SECONDS 0x00
#define REGISTER_MINUTES 0x02
#define REGISTER_HOURS	 0x04
#define REGISTER_DAY	 0x07
#define REGISTER_MONTH	 0x08
#define REGISTER_YEAR	 0x09
#define REGISTER_A	 0x0a
#define UPDATING	 0x80

/* The clock is read at the start, and the timebase counts from there. */
static u64 seconds_at_start;
static u64 timebase_at_start;

static u64 clock_register(u8 index)
{
	u8 value;

	lpc_write(CLOCK_INDEX, index);
	value = lpc_read(CLOCK_DATA);
	return (value >> 4) * 10 + (value & 0xf);
}

static u64 days_since_2000(u64 year, u64 month, u64 day)
{
	static const u16 before_month[] = {
		0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
	};
	u64 days = year * 365 + (year + 3) / 4;

	days += before_month[(month - 1) % ARRAY_SIZE(before_month)] + day - 1;
	return days + (month > 2 && year % 4 == 0);
}

void clock_init(void)
{
	u64 days;

	do
		lpc_write(CLOCK_INDEX, REGISTER_A);
	while (lpc_read(CLOCK_DATA) & UPDATING);
	days = days_since_2000(clock_register(REGISTER_YEAR),
			       clock_register(REGISTER_MONTH),
			       clock_register(REGISTER_DAY));
	seconds_at_start = days * 86400 + clock_register(REGISTER_HOURS) * 3600 +
			   clock_register(REGISTER_MINUTES) * 60 +
			   clock_register(REGISTER_SECONDS);
	timebase_at_start = mfspr(SPR_TBL);
}

u64 clock_seconds(u64 *timebase)
{
	*timebase = mfspr(SPR_TBL);
	return seconds_at_start +
	       (*timebase - timebase_at_start) / TIMEBASE_FREQUENCY;
}
