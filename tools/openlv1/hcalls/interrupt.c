// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts: calls 11, 12, 17, 18, 19, 24, 30 and 31. Inputs as Linux,
 * arch/powerpc/platforms/ps3/interrupt.c, gives them.
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

/* Address 0 takes the bitmap away. */
static s64 configure_irq_state_bitmap(unsigned int thread, const u64 *in,
				      u64 *out)
{
	u64 region = 0;
	u64 real = 0;

	if (!is_thread(in[0], in[1]))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (in[2]) {
		if (in[2] % BITMAP_BYTES ||
		    !region_translate(&partition.regions, in[2], BITMAP_BYTES,
				      &real))
			return STATUS_BAD_ADDRESS;
		region = region_find(&partition.regions, in[2])->lpar_addr;
	}
	interrupts_set_bitmap(&partition.interrupts, (unsigned int)in[1], real,
			      region);
	return LV1_SUCCESS;
}

HYPERCALL(11, configure_irq_state_bitmap, 3, 0, "Linux ps3/interrupt.c");

static s64 connect_irq_plug_ext(unsigned int thread, const u64 *in, u64 *out)
{
	struct outlet *outlet = outlet_find(&partition.interrupts, in[3]);

	if (!is_plug(in[0], in[1], in[2]))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (!outlet)
		return LV1_NO_ENTRY;
	if (outlet->connected ||
	    outlet_of_plug(&partition.interrupts, (unsigned int)in[1],
			   (unsigned int)in[2]))
		return LV1_ALREADY_CONNECTED;
	outlet->thread = (u8)in[1];
	outlet->plug = (u8)in[2];
	outlet->connected = true;
	return LV1_SUCCESS;
}

HYPERCALL(12, connect_irq_plug_ext, 5, 0, "Linux ps3/interrupt.c");

static s64 disconnect_irq_plug_ext(unsigned int thread, const u64 *in, u64 *out)
{
	struct outlet *outlet;

	if (!is_plug(in[0], in[1], in[2]))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	outlet = outlet_of_plug(&partition.interrupts, (unsigned int)in[1],
				(unsigned int)in[2]);
	if (!outlet)
		return LV1_NO_ENTRY;
	outlet->connected = false;
	return LV1_SUCCESS;
}

HYPERCALL(17, disconnect_irq_plug_ext, 3, 0, "Linux ps3/interrupt.c");

static s64 construct_event_receive_port(unsigned int thread, const u64 *in,
					u64 *out)
{
	out[0] = outlet_construct(&partition.interrupts);
	return out[0] ? LV1_SUCCESS : LV1_RESOURCE_SHORTAGE;
}

HYPERCALL(18, construct_event_receive_port, 0, 1, "Linux ps3/interrupt.c");

/* Its connection to a plug goes with it. */
static s64 destruct_event_receive_port(unsigned int thread, const u64 *in,
				       u64 *out)
{
	struct outlet *outlet = outlet_find(&partition.interrupts, in[0]);

	if (!outlet)
		return LV1_NO_ENTRY;
	outlet->used = false;
	return LV1_SUCCESS;
}

HYPERCALL(19, destruct_event_receive_port, 1, 0, "Linux ps3/interrupt.c");

static s64 send_event_locally(unsigned int thread, const u64 *in, u64 *out)
{
	struct outlet *outlet = outlet_find(&partition.interrupts, in[0]);

	if (!outlet)
		return LV1_NO_ENTRY;
	outlet_signal(&partition.interrupts, outlet);
	return LV1_SUCCESS;
}

HYPERCALL(24, send_event_locally, 1, 0, "Linux ps3/interrupt.c");

static s64 end_of_interrupt_ext(unsigned int thread, const u64 *in, u64 *out)
{
	if (!is_plug(in[0], in[1], in[2]))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	interrupts_end(&partition.interrupts, (unsigned int)in[1],
		       (unsigned int)in[2]);
	return LV1_SUCCESS;
}

HYPERCALL(30, end_of_interrupt_ext, 3, 0, "Linux ps3/interrupt.c");

static s64 did_update_interrupt_mask(unsigned int thread, const u64 *in,
				     u64 *out)
{
	if (!is_thread(in[0], in[1]))
		return LV1_ILLEGAL_PARAMETER_VALUE;
	interrupts_update(&partition.interrupts, (unsigned int)in[1]);
	return LV1_SUCCESS;
}

HYPERCALL(31, did_update_interrupt_mask, 2, 0, "Linux ps3/interrupt.c");
