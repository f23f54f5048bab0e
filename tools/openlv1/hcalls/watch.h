/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trace and fault injection: calls that are printed, or answered without being done.
 * A call that nobody watches pays nothing for it.
 */
#ifndef OPENLV1_WATCH_H
#define OPENLV1_WATCH_H

#include "../lib/types.h"

/**
 * watch_inject() - let one call of a kind fail without being done
 * @number: of the kind
 * @at: which call of the kind, counted from the next, which is 1
 * @status: the answer; any number, also one that is no LV1 status
 *
 * Return: whether there is such a call, and room to remember it. There is room again
 * when it has come to pass.
 */
bool watch_inject(u64 number, u64 at, s64 status);

/* Take back what has not come to pass for a kind. */
void watch_cancel(u64 number);

#endif
