/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A spin lock. There are at most two threads, and OpenLV1 takes no interrupts.
 */
#ifndef OPENLV1_LOCK_H
#define OPENLV1_LOCK_H

struct lock {
	int held;
};

static inline void lock(struct lock *lock)
{
	while (__atomic_exchange_n(&lock->held, 1, __ATOMIC_ACQUIRE))
		;
}

static inline void unlock(struct lock *lock)
{
	__atomic_store_n(&lock->held, 0, __ATOMIC_RELEASE);
}

#endif
