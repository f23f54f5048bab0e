// SPDX-License-Identifier: GPL-2.0-only
/*
 * The environment of OpenLV1's core on the host: real memory is a buffer.
 */
#include "environment.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/environment.h"
#include "hcalls/hypercall.h"

#define OWN_SIZE       MIB(32)
#define REAL_SIZE      MIB(1024)
#define OWN_BASE       MIB(1)
#define HASH_TABLE     MIB(64)
#define REAL_MODE_BASE MIB(128)
#define POOL_BASE      MIB(256)

struct environment environment;

static u8 *real_memory;

void environment_reset(void)
{
	static const struct partition_memory memory = {
		.real_mode_base = REAL_MODE_BASE,
		.pool_base = POOL_BASE,
		.own_base = OWN_BASE,
		.own_size = OWN_SIZE,
		.hash_table = HASH_TABLE,
	};
	static bool registered;

	/* Fresh memory each time, so that nothing is left of another test. */
	if (real_memory)
		munmap(real_memory, REAL_SIZE);
	real_memory = mmap(NULL, REAL_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (real_memory == MAP_FAILED)
		abort();
	/* All of it is read when a partition's kernel may be another. */
	madvise(real_memory, REAL_SIZE, MADV_HUGEPAGE);
	environment = (struct environment){ 0 };
	if (!registered)
		hypercalls_init();
	registered = true;
	partition_init(&memory, 2, 512000000);
}

void environment_forget(void)
{
	environment = (struct environment){ 0 };
	if (madvise(real_memory + REAL_MODE_BASE, REAL_MODE_SIZE, MADV_DONTNEED) ||
	    madvise(real_memory + POOL_BASE, POOL_SPAN, MADV_DONTNEED))
		abort();
}

/* As platform/powernv/entry.S does it. */
s64 environment_call(u64 number, u64 *registers)
{
	struct call call = { .number = number, .first_input = registers[0] };
	u64 entry = number < HYPERCALL_NUMBERS ? number : HYPERCALL_NUMBERS;

	/* A record is one of an earlier call. */
	memset(call.out, 0xa5, sizeof(call.out));
	call.status = hypercall_table[entry](registers[0], registers[1],
					     registers[2], registers[3],
					     registers[4], registers[5],
					     registers[6], &call);
	registers[0] = (u64)call.status;
	memcpy(registers + 1, call.out, sizeof(call.out));
	return call.status;
}

void *real_pointer(u64 real)
{
	if (real >= REAL_SIZE)
		abort();
	return real_memory + real;
}

u64 real_address(const void *pointer)
{
	return (u64)((const u8 *)pointer - real_memory);
}

void translation_invalidate(u64 v, u64 r, u32 slot)
{
	(void)v;
	(void)r;
	(void)slot;
	environment.invalidations++;
}

void external_interrupt_set(unsigned int thread, bool level)
{
	environment.interrupt[thread] = level;
}

u64 clock_seconds(u64 *timebase)
{
	*timebase = 7;
	return 42;
}

void console_print(const char *format, ...)
{
	size_t room = sizeof(environment.log) - environment.log_length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(environment.log + environment.log_length, room,
			   format, arguments);
	va_end(arguments);
	if (length > 0 && (size_t)length < room)
		environment.log_length += (size_t)length;
}

void console_write(const char *text, size_t length)
{
	console_print("%.*s", (int)length, text);
}

size_t terminal_write(const char *text, size_t length)
{
	console_write(text, length);
	return length;
}

size_t terminal_read(char *text, size_t length)
{
	(void)text;
	(void)length;
	return 0;
}

void fatal(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	abort();
}

/* The call does not return, so it does not end the lock's section either. */
void partition_end(const char *reason)
{
	if (environment.partition_ended) {
		unlock(&partition.lock);
		longjmp(*environment.partition_ended, 1);
	}
	fprintf(stderr, "the partition ended: %s\n", reason);
	exit(ENVIRONMENT_PARTITION_ENDED);
}

void thread_sleep(void)
{
	environment.sleeps++;
}
