// SPDX-License-Identifier: GPL-2.0-only
#include "watch.h"

#include <string.h>

#include "../lib/format.h"
#include "hypercall.h"

#define INJECTIONS_MAX 64

/* A hypercall that is watched: whether each call is printed, and calls so far. */
static struct watch {
	bool traced;
	u64 count;
} watches[HYPERCALL_NUMBERS];

/*
 * Call number @at of hypercall @number returns @status without being done. 0 in @at
 * marks a free entry. Protected by the partition's lock, as are the counts.
 */
static struct injection {
	u64 number;
	u64 at;
	s64 status;
} injections[INJECTIONS_MAX];

/* A free entry has any number. */
static struct injection *find_injection(u64 number, u64 at)
{
	for (unsigned int i = 0; i < INJECTIONS_MAX; i++) {
		if (injections[i].at == at && (!at || injections[i].number == number))
			return &injections[i];
	}
	return NULL;
}

/* Returns whether this call is answered with @status instead of being done. */
static bool take_injection(u64 number, s64 *status)
{
	struct injection *injection;

	lock(&partition.lock);
	injection = find_injection(number, ++watches[number].count);
	if (injection) {
		*status = injection->status;
		injection->at = 0;
	}
	unlock(&partition.lock);
	return injection;
}

static void add_list(struct line *line, const u64 *values, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		line_add(line, "%s0x%llx", i ? ", " : "", values[i]);
}

static void print_trace(const u64 *inputs, s64 status, const struct call *call)
{
	const struct hypercall *kind = hypercall_by_number[call->number];
	struct line line = { .length = 0 };

	line_add(&line, "openlv1: trace: thread %u %s(", call->thread, kind->name);
	add_list(&line, inputs, kind->inputs);
	line_add(&line, ") = %lld", status);
	if (!status && kind->outputs) {
		line_add(&line, ", ");
		add_list(&line, call->out, kind->outputs);
	}
	partition_enter();
	console_print("%s\n", line.text);
	partition_leave();
}

/* Replaces the function of a watched call in the table. */
static s64 watched_call(HYPERCALL_PARAMETERS)
{
	const u64 inputs[] = { in_1, in_2, in_3, in_4, in_5, in_6, in_7 };
	s64 status;

	if (take_injection(call->number, &status)) {
		ledger_count(&partition.ledger, LEDGER_injected);
		memset(call->out, 0, sizeof(call->out));
	} else {
		status = hypercall_by_number[call->number]->function(in_1, in_2, in_3, in_4,
								     in_5, in_6, in_7, call);
	}
	if (watches[call->number].traced)
		print_trace(inputs, status, call);
	return status;
}

void watch_trace(u64 number)
{
	hypercall_table[number] = watched_call;
	watches[number].traced = true;
}

bool watch_inject(u64 number, u64 at, s64 status)
{
	struct injection *injection = find_injection(number, 0);

	if (number >= HYPERCALL_NUMBERS || !hypercall_by_number[number] || !injection)
		return false;
	hypercall_table[number] = watched_call;
	injection->number = number;
	injection->status = status;
	injection->at = watches[number].count + at;
	return true;
}

void watch_cancel(u64 number)
{
	for (unsigned int i = 0; i < INJECTIONS_MAX; i++) {
		if (injections[i].number == number)
			injections[i].at = 0;
	}
}
