// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts: calls 11, 12, 17, 18, 19, 24, 30 and 31. The inputs are those that
 * Linux passes in arch/powerpc/platforms/ps3/interrupt.c. core/interrupt.h explains
 * outlets and plugs.
 */
#include "hypercall.h"

static bool is_thread(u64 ppe, u64 thread)
{
	return ppe == PPE_ID && thread < partition.threads;
}

static bool is_plug(u64 ppe, u64 thread, u64 plug)
{
	return is_thread(ppe, thread) && plug < PLUGS;
}

/* Address 0 removes the bitmap. */
static s64 configure_irq_state_bitmap(struct call *call, u64 ppe, u64 thread,
				      u64 lpar_addr)
{
	u64 region = 0;
	u64 real = 0;

	if (!is_thread(ppe, thread))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (lpar_addr) {
		if (lpar_addr % BITMAP_BYTES ||
		    !region_translate(&partition.regions, lpar_addr, BITMAP_BYTES,
				      &real))
			return STATUS_BAD_ADDRESS;
		region = region_find(&partition.regions, lpar_addr)->lpar_addr;
	}
	interrupts_set_bitmap(&partition.interrupts, thread, real, region);
	return LV1_SUCCESS;
}

HYPERCALL(11, configure_irq_state_bitmap, 3, 0, "Linux ps3/interrupt.c");

static s64 connect_irq_plug_ext(struct call *call, u64 ppe, u64 thread,
				u64 plug, u64 outlet_id, u64 unused)
{
	struct outlet *outlet = outlet_find(&partition.interrupts, outlet_id);

	if (!is_plug(ppe, thread, plug))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (!outlet)
		return LV1_NO_ENTRY;
	if (outlet->connected ||
	    outlet_of_plug(&partition.interrupts, thread, plug))
		return LV1_ALREADY_CONNECTED;
	outlet->thread = (u8)thread;
	outlet->plug = (u8)plug;
	outlet->connected = true;
	return LV1_SUCCESS;
}

HYPERCALL(12, connect_irq_plug_ext, 5, 0, "Linux ps3/interrupt.c");

static s64 disconnect_irq_plug_ext(struct call *call, u64 ppe, u64 thread,
				   u64 plug)
{
	struct outlet *outlet;

	if (!is_plug(ppe, thread, plug))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	outlet = outlet_of_plug(&partition.interrupts, thread, plug);
	if (!outlet)
		return LV1_NO_ENTRY;
	outlet->connected = false;
	return LV1_SUCCESS;
}

HYPERCALL(17, disconnect_irq_plug_ext, 3, 0, "Linux ps3/interrupt.c");

static s64 construct_event_receive_port(struct call *call)
{
	call->out[0] = outlet_construct(&partition.interrupts);
	return call->out[0] ? LV1_SUCCESS : LV1_RESOURCE_SHORTAGE;
}

HYPERCALL(18, construct_event_receive_port, 0, 1, "Linux ps3/interrupt.c");

/* This also disconnects the outlet from its plug. */
static s64 destruct_event_receive_port(struct call *call, u64 outlet_id)
{
	struct outlet *outlet = outlet_find(&partition.interrupts, outlet_id);

	if (!outlet)
		return LV1_NO_ENTRY;
	outlet->used = false;
	return LV1_SUCCESS;
}

HYPERCALL(19, destruct_event_receive_port, 1, 0, "Linux ps3/interrupt.c");

static s64 send_event_locally(struct call *call, u64 outlet_id)
{
	struct outlet *outlet = outlet_find(&partition.interrupts, outlet_id);

	if (!outlet)
		return LV1_NO_ENTRY;
	outlet_signal(&partition.interrupts, outlet);
	return LV1_SUCCESS;
}

HYPERCALL(24, send_event_locally, 1, 0, "Linux ps3/interrupt.c");

static s64 end_of_interrupt_ext(struct call *call, u64 ppe, u64 thread,
				u64 plug)
{
	if (!is_plug(ppe, thread, plug))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	interrupts_end(&partition.interrupts, thread, plug);
	return LV1_SUCCESS;
}

HYPERCALL(30, end_of_interrupt_ext, 3, 0, "Linux ps3/interrupt.c");

static s64 did_update_interrupt_mask(struct call *call, u64 ppe, u64 thread)
{
	if (!is_thread(ppe, thread))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	interrupts_update(&partition.interrupts, thread);
	return LV1_SUCCESS;
}

HYPERCALL(31, did_update_interrupt_mask, 2, 0, "Linux ps3/interrupt.c");
