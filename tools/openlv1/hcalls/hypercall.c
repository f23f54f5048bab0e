// SPDX-License-Identifier: GPL-2.0-only
#include "hypercall.h"

#include <string.h>

/* Bounds of the section in which HYPERCALL() puts its pointers; the linker's. */
extern const struct hypercall *const __start_hypercalls[];
extern const struct hypercall *const __stop_hypercalls[];

#define INJECTIONS_MAX 64

hypercall_function *hypercall_table[HYPERCALL_NUMBERS + 1];

static const struct hypercall *calls[HYPERCALL_NUMBERS];

/**
 * struct watch - what is asked for of a call; set before the partition runs
 * @traced: each call is printed
 * @count: how many there were
 */
static struct watch {
	bool traced;
	u64 count;
} watches[HYPERCALL_NUMBERS];

/*
 * The call of a kind, counted from 1, that gets @status instead of being done. @at is
 * 0 where there is none, and written last: other threads look meanwhile.
 */
static struct injection {
	u64 number;
	u64 at;
	s64 status;
} injections[INJECTIONS_MAX];

static void count(enum ledger_count what)
{
	__atomic_fetch_add(&partition.ledger.count[what], 1, __ATOMIC_RELAXED);
}

/* Said once for each number, and once for all numbers that no call can have. */
static s64 unknown_call(HYPERCALL_PARAMETERS)
{
	static bool said[HYPERCALL_NUMBERS + 1];
	u64 number = call->number < HYPERCALL_NUMBERS ? call->number :
							HYPERCALL_NUMBERS;

	partition_enter();
	count(LEDGER_unknown);
	memset(call->out, 0, sizeof(call->out));
	if (!said[number])
		console_print("openlv1: hypercall %llu is not implemented\n",
			      (unsigned long long)call->number);
	said[number] = true;
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

		if (calls[call->number])
			fatal("hypercall %u is implemented twice: %s, %s",
			      call->number, calls[call->number]->name, call->name);
		calls[call->number] = call;
		hypercall_table[call->number] = call->function;
	}
}

const char *hypercall_name(u64 number)
{
	if (number >= HYPERCALL_NUMBERS || !calls[number])
		return "unknown";
	return calls[number]->name;
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
		fatal("%s answered %lld, which is no LV1 status",
		      hypercall_name(call->number), (long long)status);
	count(LEDGER_refused);
	memset(call->out, 0, sizeof(call->out));
	return status;
}

static u64 injection_at(const struct injection *injection)
{
	return __atomic_load_n(&injection->at, __ATOMIC_ACQUIRE);
}

static void set_injection_at(struct injection *injection, u64 at)
{
	__atomic_store_n(&injection->at, at, __ATOMIC_RELEASE);
}

static struct injection *find_injection(u64 number, u64 at)
{
	for (unsigned int i = 0; i < INJECTIONS_MAX; i++) {
		if (injections[i].number == number &&
		    injection_at(&injections[i]) == at)
			return &injections[i];
	}
	return NULL;
}

static struct injection *find_room(void)
{
	for (unsigned int i = 0; i < INJECTIONS_MAX; i++) {
		if (!injection_at(&injections[i]))
			return &injections[i];
	}
	return NULL;
}

static void print_list(const u64 *values, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		console_print("%s0x%llx", i ? ", " : "",
			      (unsigned long long)values[i]);
}

/* In the partition's section, so that no other line comes between. */
static void print_trace(const u64 *inputs, s64 status, const struct call *call)
{
	const struct hypercall *kind = calls[call->number];

	partition_enter();
	console_print("openlv1: trace: thread %u %s(", call->thread, kind->name);
	print_list(inputs, kind->inputs);
	console_print(") = %lld", (long long)status);
	if (!status && kind->outputs) {
		console_print(", ");
		print_list(call->out, kind->outputs);
	}
	console_print("\n");
	partition_leave();
}

/* Stands in the table for a call that is traced or may be answered by injection. */
static s64 watched_call(HYPERCALL_PARAMETERS)
{
	const u64 inputs[] = { in_1, in_2, in_3, in_4, in_5, in_6, in_7 };
	struct watch *watch = &watches[call->number];
	u64 at = __atomic_add_fetch(&watch->count, 1, __ATOMIC_RELAXED);
	struct injection *injection = find_injection(call->number, at);
	s64 status;

	if (injection) {
		count(LEDGER_injected);
		memset(call->out, 0, sizeof(call->out));
		status = injection->status;
		set_injection_at(injection, 0);
	} else {
		status = calls[call->number]->function(in_1, in_2, in_3, in_4,
						       in_5, in_6, in_7, call);
	}
	if (watch->traced)
		print_trace(inputs, status, call);
	return status;
}

static bool name_is(const struct hypercall *call, const char *name,
		    size_t length)
{
	return strlen(call->name) == length && !memcmp(call->name, name, length);
}

static const struct hypercall *find_call(const char *name, size_t length)
{
	for (unsigned int i = 0; i < HYPERCALL_NUMBERS; i++) {
		if (calls[i] && name_is(calls[i], name, length))
			return calls[i];
	}
	return NULL;
}

bool hypercall_trace(const char *name, size_t length)
{
	const struct hypercall *call = find_call(name, length);

	if (!call)
		return false;
	hypercall_table[call->number] = watched_call;
	watches[call->number].traced = true;
	return true;
}

bool hypercall_inject(u64 number, u64 at, s64 status)
{
	struct injection *injection = find_room();

	if (number >= HYPERCALL_NUMBERS || !calls[number] || !injection)
		return false;
	hypercall_table[number] = watched_call;
	injection->number = number;
	injection->status = status;
	set_injection_at(injection, watches[number].count + at);
	return true;
}

bool hypercall_inject_named(const char *name, size_t length, u64 at, s64 status)
{
	const struct hypercall *call = find_call(name, length);

	return call && hypercall_inject(call->number, at, status);
}

void hypercall_inject_no_more(u64 number)
{
	for (unsigned int i = 0; i < INJECTIONS_MAX; i++) {
		if (injections[i].number == number)
			set_injection_at(&injections[i], 0);
	}
}
