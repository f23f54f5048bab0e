/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trace and fault injection. Calls that are not watched have no overhead.
 */
#ifndef OPENLV1_WATCH_H
#define OPENLV1_WATCH_H

#include "../lib/types.h"

/* Print each call of a hypercall that exists. */
void watch_trace(u64 number);

/*
 * Let call number @at of a hypercall from now on return @status, any number, without being
 * done. Returns false if there is no such hypercall or too many injections are pending.
 */
bool watch_inject(u64 number, u64 at, s64 status);

/* Cancel all pending injections for a hypercall. */
void watch_cancel(u64 number);

#endif
