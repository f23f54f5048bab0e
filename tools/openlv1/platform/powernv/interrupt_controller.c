// SPDX-License-Identifier: GPL-2.0-only
/*
 * External interrupts. The interrupt presentation controller (ICP) of a thread raises
 * an inter-processor interrupt to the thread itself, which LPCR[LPES0] delivers to the
 * partition directly.
 */
#include "../platform.h"
#include "spr.h"
#include "thread.h"

#define ICP_BASE	0x0003ffff80000000ULL
#define ICP_SIZE	0x1000
#define ICP_XIRR	0x4
#define ICP_MFRR	0xc
#define ICP_LINKA	0x10
#define PRIORITY_NONE	0xff
#define PRIORITY_RAISED 0x04
#define XIRR_SOURCE	0x00ffffff

static u64 controller(const struct thread *thread)
{
	return ICP_BASE + thread->pir * ICP_SIZE;
}

void interrupt_controller_init(const struct thread *thread)
{
	write_register8(controller(thread) + ICP_MFRR, PRIORITY_NONE);
	write_register8(controller(thread) + ICP_XIRR, PRIORITY_NONE);
}

u64 icp_scratch_register(void)
{
	return controller(&threads[0]) + ICP_LINKA;
}

/* To lower it, withdraw the request, then end it in case it was presented. */
void external_interrupt_set(unsigned int thread, bool level)
{
	u64 icp = controller(&threads[thread]);
	u32 xirr;

	if (level) {
		write_register8(icp + ICP_MFRR, PRIORITY_RAISED);
		return;
	}
	write_register8(icp + ICP_MFRR, PRIORITY_NONE);
	xirr = read_register32(icp + ICP_XIRR);
	write_register32(icp + ICP_XIRR,
			 (u32)PRIORITY_NONE << 24 | (xirr & XIRR_SOURCE));
}
