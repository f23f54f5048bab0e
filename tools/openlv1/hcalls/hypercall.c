// SPDX-License-Identifier: GPL-2.0-only
#include "hypercall.h"

#include "../core/lock.h"

/* Bounds of the section in which HYPERCALL() puts its pointers; the linker's. */
extern const struct hypercall *const __start_hypercalls[];
extern const struct hypercall *const __stop_hypercalls[];

#define HISTORY 16

/* Covers all of struct partition and what is below. */
struct lock partition_lock;

static const struct hypercall *table[HYPERCALL_NUMBERS];
static bool unknown_seen[HYPERCALL_NUMBERS];
static struct {
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

		if (table[call->number])
			fatal("hypercall %u is implemented twice: %s, %s",
			      call->number, table[call->number]->name,
			      call->name);
		table[call->number] = call;
	}
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
	partition.ledger.unknown++;
	if (number >= HYPERCALL_NUMBERS) {
		console_print("openlv1: unknown hypercall %llu\n",
			      (unsigned long long)number);
	} else if (!unknown_seen[number]) {
		unknown_seen[number] = true;
		console_print("openlv1: hypercall %llu is not implemented\n",
			      (unsigned long long)number);
	}
	return LV1_NOT_IMPLEMENTED;
}

static s64 known_call(const struct hypercall *call, unsigned int thread,
		      u64 *registers)
{
	u64 out[HYPERCALL_OUTPUTS_MAX];
	s64 status = call->function(thread, registers, out);

	if (status) {
		partition.ledger.refused++;
		if (!status_known(status))
			fatal("%s answered %lld, which is no LV1 status",
			      call->name, (long long)status);
		return status;
	}
	for (unsigned int i = 0; i < call->outputs; i++)
		registers[i + 1] = out[i];
	return LV1_SUCCESS;
}

void hypercall(unsigned int thread, u64 number, u64 *registers)
{
	const struct hypercall *call = NULL;
	unsigned int slot;
	s64 status;

	if (number < HYPERCALL_NUMBERS)
		call = table[number];

	lock(&partition_lock);
	kernel_log_show(&partition.kernel_log, &partition.regions, false);
	slot = history_next++ % HISTORY;
	history[slot].number = number;
	history[slot].first_input = registers[0];
	history[slot].thread = thread;
	status = call ? known_call(call, thread, registers) : unknown_call(number);
	history[slot].status = status;
	unlock(&partition_lock);
	registers[0] = (u64)status;
}

void hypercall_history_print(void)
{
	unsigned int count = history_next < HISTORY ? history_next : HISTORY;

	for (unsigned int i = history_next - count; i != history_next; i++) {
		u64 number = history[i % HISTORY].number;
		const struct hypercall *call =
			number < HYPERCALL_NUMBERS ? table[number] : NULL;

		console_print("openlv1: thread %u called %llu (%s) 0x%llx: %lld\n",
			      history[i % HISTORY].thread,
			      (unsigned long long)number,
			      call ? call->name : "unknown",
			      (unsigned long long)history[i % HISTORY].first_input,
			      (long long)history[i % HISTORY].status);
	}
}
