// SPDX-License-Identifier: GPL-2.0-only
#include "interrupt.h"

#include "../platform/platform.h"

static u64 *status_words(const struct interrupts *interrupts, u64 thread)
{
	return real_pointer(interrupts->bitmap[thread]);
}

/* The partition may change its mask at any time, hence volatile. */
static bool any_pending(const struct interrupts *interrupts, u64 thread)
{
	const volatile u64 *status, *mask;

	if (!interrupts->bitmap[thread])
		return false;
	status = status_words(interrupts, thread);
	mask = status + BITMAP_WORDS;
	for (unsigned int i = 0; i < BITMAP_WORDS; i++) {
		if (status[i] & mask[i])
			return true;
	}
	return false;
}

/*
 * Lower the interrupt before looking for a pending plug. In the other order, an
 * event that arrives in between is lost.
 */
void interrupts_update(struct interrupts *interrupts, u64 thread)
{
	if (interrupts->raised[thread] && any_pending(interrupts, thread))
		return;
	if (interrupts->raised[thread]) {
		interrupts->raised[thread] = false;
		external_interrupt_set(thread, false);
	}
	if (any_pending(interrupts, thread)) {
		interrupts->raised[thread] = true;
		external_interrupt_set(thread, true);
	}
}

static void disconnect_plugs(struct interrupts *interrupts, u64 thread)
{
	for (unsigned int i = 0; i < OUTLET_COUNT; i++) {
		if (interrupts->outlet[i].thread == thread)
			interrupts->outlet[i].connected = false;
	}
}

void interrupts_set_bitmap(struct interrupts *interrupts, u64 thread,
			   u64 real, u64 region)
{
	if (!real && !PLUGS_OUTLIVE_BITMAP)
		disconnect_plugs(interrupts, thread);
	interrupts->bitmap[thread] = real;
	interrupts->bitmap_region[thread] = region;
	interrupts_update(interrupts, thread);
}

void interrupts_drop_region(struct interrupts *interrupts, u64 region)
{
	for (u64 thread = 0; thread < MAX_THREADS; thread++) {
		if (interrupts->bitmap[thread] &&
		    interrupts->bitmap_region[thread] == region)
			interrupts_set_bitmap(interrupts, thread, 0, 0);
	}
}

static u64 plug_bit(u64 plug)
{
	return 1ULL << (63 - plug % 64);
}

void interrupts_end(struct interrupts *interrupts, u64 thread, u64 plug)
{
	if (interrupts->bitmap[thread])
		__atomic_fetch_and(status_words(interrupts, thread) + plug / 64,
				   ~plug_bit(plug), __ATOMIC_SEQ_CST);
	interrupts_update(interrupts, thread);
}

u64 outlet_construct(struct interrupts *interrupts)
{
	for (unsigned int i = 0; i < OUTLET_COUNT; i++) {
		if (!interrupts->outlet[i].used) {
			interrupts->outlet[i] = (struct outlet){ .used = true };
			return i + 1;
		}
	}
	return 0;
}

struct outlet *outlet_find(struct interrupts *interrupts, u64 id)
{
	if (id == 0 || id > OUTLET_COUNT || !interrupts->outlet[id - 1].used)
		return NULL;
	return &interrupts->outlet[id - 1];
}

struct outlet *outlet_of_plug(struct interrupts *interrupts, u64 thread, u64 plug)
{
	for (unsigned int i = 0; i < OUTLET_COUNT; i++) {
		struct outlet *outlet = &interrupts->outlet[i];

		if (outlet->used && outlet->connected &&
		    outlet->thread == thread && outlet->plug == plug)
			return outlet;
	}
	return NULL;
}

void outlet_signal(struct interrupts *interrupts, const struct outlet *outlet)
{
	if (!outlet->connected || !interrupts->bitmap[outlet->thread])
		return;
	__atomic_fetch_or(status_words(interrupts, outlet->thread) +
				  outlet->plug / 64,
			  plug_bit(outlet->plug), __ATOMIC_SEQ_CST);
	interrupts_update(interrupts, outlet->thread);
}
