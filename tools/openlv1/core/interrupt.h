/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interrupts of the partition. An outlet is a source of events. It is connected to
 * a plug, one of the numbers 0 to 255 of a thread. A pending plug is a bit in the
 * thread's status bitmap, which lies in the partition's memory, next to a mask.
 * Layout: Linux arch/powerpc/platforms/ps3/interrupt.c, struct ps3_bmp.
 */
#ifndef OPENLV1_INTERRUPT_H
#define OPENLV1_INTERRUPT_H

#include "choices.h"
#include "../lib/types.h"

#define MAX_THREADS  2
#define PLUGS	     256
#define BITMAP_WORDS (PLUGS / 64)
#define BITMAP_BYTES 64 /* status and mask */

/**
 * struct outlet - a source of interrupts
 * @used: whether the outlet exists
 * @connected: whether @thread and @plug are valid
 */
struct outlet {
	bool used;
	bool connected;
	u8 thread;
	u8 plug;
};

/**
 * struct interrupts - all outlets and the bitmaps of the threads
 * @outlet: outlet id i is at index i - 1
 * @bitmap: per thread, the real address of its bitmap, or 0
 * @bitmap_region: per thread, the LPAR address of the region with the bitmap
 * @raised: per thread, whether its external interrupt is pending
 */
struct interrupts {
	struct outlet outlet[OUTLET_COUNT];
	u64 bitmap[MAX_THREADS];
	u64 bitmap_region[MAX_THREADS];
	bool raised[MAX_THREADS];
};

/* Raise or lower the thread's external interrupt by its status and mask. */
void interrupts_update(struct interrupts *interrupts, u64 thread);

/*
 * Change the bitmap of @thread: its real address, or 0 for none, which disconnects the
 * thread's plugs, and the LPAR address of the region with it.
 */
void interrupts_set_bitmap(struct interrupts *interrupts, u64 thread,
			   u64 real, u64 region);

/* Stop using bitmaps that lie in the region at @region. */
void interrupts_drop_region(struct interrupts *interrupts, u64 region);

/* End of interrupt: clear the status bit of a plug. */
void interrupts_end(struct interrupts *interrupts, u64 thread, u64 plug);

/* Returns the id of a new outlet, or 0 when all are in use. */
u64 outlet_construct(struct interrupts *interrupts);

/* Returns NULL when there is no such outlet. */
struct outlet *outlet_find(struct interrupts *interrupts, u64 id);

/* Returns the outlet that is connected to a plug, or NULL. */
struct outlet *outlet_of_plug(struct interrupts *interrupts, u64 thread, u64 plug);

/* Make the plug of the outlet pending. */
void outlet_signal(struct interrupts *interrupts, const struct outlet *outlet);

#endif
