// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time of day: the machine's clock is read at the start, and the timebase counts
 * from there.
 */
#include "../platform.h"
#include "machine.h"
#include "spr.h"

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
	seconds_at_start = ((days * 24 + clock_register(REGISTER_HOURS)) * 60 +
			    clock_register(REGISTER_MINUTES)) *
				   60 +
			   clock_register(REGISTER_SECONDS);
	timebase_at_start = mfspr(SPR_TBL);
}

u64 clock_seconds(u64 *timebase)
{
	*timebase = mfspr(SPR_TBL);
	return seconds_at_start +
	       (*timebase - timebase_at_start) / TIMEBASE_FREQUENCY;
}
