// SPDX-License-Identifier: GPL-2.0-only
#include "hypercall.h"

#include <string.h>

/* Start and end of the section with HYPERCALL()'s pointers. The linker defines both. */
extern const struct hypercall *const __start_hypercalls[];
extern const struct hypercall *const __stop_hypercalls[];

hypercall_function *hypercall_table[HYPERCALL_NUMBERS + 1];

const struct hypercall *hypercall_by_number[HYPERCALL_NUMBERS];

/* Logs each number once, and all numbers from HYPERCALL_NUMBERS on as one. */
static s64 unknown_call(HYPERCALL_PARAMETERS)
{
	static bool logged[HYPERCALL_NUMBERS + 1];
	u64 number = call->number < HYPERCALL_NUMBERS ? call->number :
							HYPERCALL_NUMBERS;

	partition_enter();
	ledger_count(&partition.ledger, LEDGER_unknown);
	memset(call->out, 0, sizeof(call->out));
	if (!logged[number])
		console_print("openlv1: hypercall %llu is not implemented\n",
			      call->number);
	logged[number] = true;
	partition_leave();
	return LV1_NOT_IMPLEMENTED;
}

void hypercalls_init(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(hypercall_table); i++)
		hypercall_table[i] = unknown_call;
	for (const struct hypercall *const *each = __start_hypercalls;
	     each < __stop_hypercalls; each++) {
		const struct hypercall *call = *each;

		if (hypercall_by_number[call->number])
			fatal("hypercall %u is defined twice: %s, %s",
			      call->number, hypercall_by_number[call->number]->name, call->name);
		hypercall_by_number[call->number] = call;
		hypercall_table[call->number] = call->function;
	}
}

const char *hypercall_name(u64 number)
{
	if (number >= HYPERCALL_NUMBERS || !hypercall_by_number[number])
		return "unknown";
	return hypercall_by_number[number]->name;
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

s64 hypercall_refused(s64 status, struct call *call)
{
	if (!status_known(status))
		fatal("%s returned %lld, which is not an LV1 status",
		      hypercall_name(call->number), status);
	ledger_count(&partition.ledger, LEDGER_refused);
	memset(call->out, 0, sizeof(call->out));
	return status;
}
