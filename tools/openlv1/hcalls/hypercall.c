// SPDX-License-Identifier: GPL-2.0-only
#include "hypercall.h"

#include <string.h>

#include "../core/lock.h"

/* Bounds of the section in which HYPERCALL() puts its pointers; the linker's. */
extern const struct hypercall *const __start_hypercalls[];
extern const struct hypercall *const __stop_hypercalls[];

#define HISTORY	   16
#define INPUTS_MAX 8

/* Covers all of struct partition and what is below. */
struct lock partition_lock;

/**
 * struct call_state - what is known of a number
 * @call: its implementation, or NULL
 * @count: how often it was called
 * @traced: whether each call is printed
 * @inject_at: the call, counted from 1, that is answered with @inject_status
 *	instead of being done; 0 for none
 */
static struct call_state {
	const struct hypercall *call;
	u64 count;
	bool traced;
	u64 inject_at;
	s64 inject_status;
} states[HYPERCALL_NUMBERS];

static struct past_call {
	u64 number;
	u64 first_input;
	s64 status;
	unsigned int thread;
} history[HISTORY];
static unsigned int history_next;

void hypercalls_init(void)
{
	for (const struct hypercall *const *each = __start_hypercalls;
	     each < __stop_hypercalls; each++) {
		const struct hypercall *call = *each;
		struct call_state *state = &states[call->number];

		if (state->call)
			fatal("hypercall %u is implemented twice: %s, %s",
			      call->number, state->call->name, call->name);
		state->call = call;
	}
}

static bool name_is(const struct hypercall *call, const char *name,
		    size_t length)
{
	return strlen(call->name) == length && !memcmp(call->name, name, length);
}

static struct call_state *find_by_name(const char *name, size_t length)
{
	for (unsigned int i = 0; i < HYPERCALL_NUMBERS; i++) {
		if (states[i].call && name_is(states[i].call, name, length))
			return &states[i];
	}
	return NULL;
}

bool hypercall_trace(const char *name, size_t length)
{
	struct call_state *state = find_by_name(name, length);

	if (state)
		state->traced = true;
	return state;
}

bool hypercall_inject(const char *name, size_t length, u64 at, s64 status)
{
	struct call_state *state = find_by_name(name, length);

	if (!state)
		return false;
	state->inject_at = at;
	state->inject_status = status;
	return true;
}

static bool status_known(s64 status)
{
#define STATUS_CODE(code, name, number) (code),
	static const s32 codes[] = { LV1_STATUS_TABLE(STATUS_CODE) };
#undef STATUS_CODE

	for (unsigned int i = 0; i < ARRAY_SIZE(codes); i++) {
		if (codes[i] == status)
			return true;
	}
	return false;
}

static s64 unknown_call(u64 number)
{
	partition.ledger.count[LEDGER_unknown]++;
	if (number >= HYPERCALL_NUMBERS)
		console_print("openlv1: unknown hypercall %llu\n",
			      (unsigned long long)number);
	else if (states[number].count == 1)
		console_print("openlv1: hypercall %llu is not implemented\n",
			      (unsigned long long)number);
	return LV1_NOT_IMPLEMENTED;
}

static s64 known_call(const struct hypercall *call, unsigned int thread,
		      u64 *registers)
{
	u64 out[HYPERCALL_OUTPUTS_MAX];
	s64 status = call->function(thread, registers, out);

	if (status) {
		partition.ledger.count[LEDGER_refused]++;
		if (!status_known(status))
			fatal("%s answered %lld, which is no LV1 status",
			      call->name, (long long)status);
		return status;
	}
	for (unsigned int i = 0; i < call->outputs; i++)
		registers[i + 1] = out[i];
	return LV1_SUCCESS;
}

static void print_list(const u64 *values, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		console_print("%s0x%llx", i ? ", " : "",
			      (unsigned long long)values[i]);
}

static void print_trace(const struct hypercall *call, unsigned int thread,
			const u64 *inputs, s64 status, const u64 *registers)
{
	console_print("openlv1: trace: thread %u %s(", thread, call->name);
	print_list(inputs, call->inputs);
	console_print(") = %lld", (long long)status);
	if (!status && call->outputs) {
		console_print(", ");
		print_list(registers + 1, call->outputs);
	}
	console_print("\n");
}

/*
 * A call that is traced or may be answered by injection; apart, so that the
 * others need not save the registers that this takes.
 */
static noinline s64 watched_call(const struct call_state *state,
				 unsigned int thread, u64 *registers)
{
	u64 inputs[INPUTS_MAX];
	s64 status;

	memcpy(inputs, registers, sizeof(inputs));
	if (state->count == state->inject_at) {
		partition.ledger.count[LEDGER_injected]++;
		status = state->inject_status;
	} else {
		status = known_call(state->call, thread, registers);
	}
	if (state->traced)
		print_trace(state->call, thread, inputs, status, registers);
	return status;
}

static s64 answer(unsigned int thread, u64 number, u64 *registers)
{
	struct call_state *state;

	if (number >= HYPERCALL_NUMBERS)
		return unknown_call(number);
	state = &states[number];
	state->count++;
	if (!state->call)
		return unknown_call(number);
	if (state->traced || state->inject_at)
		return watched_call(state, thread, registers);
	return known_call(state->call, thread, registers);
}

void hypercall(unsigned int thread, u64 number, u64 *registers)
{
	struct past_call *past;
	s64 status;

	lock(&partition_lock);
	if (kernel_log_is_shown(&partition.kernel_log))
		kernel_log_show(&partition.kernel_log, &partition.regions,
				false);
	past = &history[history_next++ % HISTORY];
	past->number = number;
	past->first_input = registers[0];
	past->thread = thread;
	status = answer(thread, number, registers);
	past->status = status;
	unlock(&partition_lock);
	registers[0] = (u64)status;
}

static const char *number_name(u64 number)
{
	if (number >= HYPERCALL_NUMBERS || !states[number].call)
		return "unknown";
	return states[number].call->name;
}

void hypercall_history_print(void)
{
	unsigned int count = history_next < HISTORY ? history_next : HISTORY;

	for (unsigned int i = history_next - count; i != history_next; i++) {
		u64 number = history[i % HISTORY].number;

		console_print("openlv1: thread %u called %llu (%s) 0x%llx: %lld\n",
			      history[i % HISTORY].thread,
			      (unsigned long long)number, number_name(number),
			      (unsigned long long)history[i % HISTORY].first_input,
			      (long long)history[i % HISTORY].status);
	}
}

void hypercall_counts_print(void)
{
	for (unsigned int i = 0; i < HYPERCALL_NUMBERS; i++) {
		if (states[i].count)
			console_print("openlv1: %llu calls of %u (%s)\n",
				      (unsigned long long)states[i].count, i,
				      number_name(i));
	}
}
