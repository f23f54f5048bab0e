/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interrupts of the partition: outlets, where events come from, are connected
 * to plugs, numbers 0 to 255 of a thread. A pending plug is a bit in the
 * thread's status bitmap, which the partition keeps in its own memory, beside a
 * mask. Layout: Linux arch/powerpc/platforms/ps3/interrupt.c, struct ps3_bmp.
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
 * @used: whether it exists
 * @connected: whether @thread and @plug are set
 */
struct outlet {
	bool used;
	bool connected;
	u8 thread;
	u8 plug;
};

/**
 * struct interrupts - all outlets, and where each thread's bitmap is
 * @outlet: the outlet with id i + 1
 * @bitmap: per thread, real address of its bitmap, or 0
 * @bitmap_region: per thread, LPAR address of the region that has the bitmap
 * @raised: per thread, whether its external interrupt is pending
 */
struct interrupts {
	struct outlet outlet[OUTLET_COUNT];
	u64 bitmap[MAX_THREADS];
	u64 bitmap_region[MAX_THREADS];
	bool raised[MAX_THREADS];
};

/* Let the thread's external interrupt follow its status and mask. */
void interrupts_update(struct interrupts *interrupts, unsigned int thread);

/**
 * interrupts_set_bitmap() - use another bitmap for @thread
 * @real: its real address, 0 for none: then its plugs are disconnected
 * @region: LPAR address of the region that has it
 */
void interrupts_set_bitmap(struct interrupts *interrupts, unsigned int thread,
			   u64 real, u64 region);

/* Use no bitmap any more that the region at @region has. */
void interrupts_drop_region(struct interrupts *interrupts, u64 region);

/* Clear a plug's status bit. */
void interrupts_end(struct interrupts *interrupts, unsigned int thread,
		    unsigned int plug);

/* Returns the new outlet's id, or 0 when all are in use. */
u64 outlet_construct(struct interrupts *interrupts);

/* NULL when there is no such outlet. */
struct outlet *outlet_find(struct interrupts *interrupts, u64 id);

/* The outlet that is connected to a plug, or NULL. */
struct outlet *outlet_of_plug(struct interrupts *interrupts,
			      unsigned int thread, unsigned int plug);

/* Make the outlet's plug pending. */
void outlet_signal(struct interrupts *interrupts, const struct outlet *outlet);

#endif
