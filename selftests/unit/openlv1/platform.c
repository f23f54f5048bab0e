// SPDX-License-Identifier: GPL-2.0-only
/*
 * OpenLV1's platform on the host, with a buffer as real memory.
 */
#include "platform.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define HEAP_SIZE      MIB(32)
#define REAL_SIZE      MIB(1024)
#define HEAP_BASE      MIB(1)
#define HASH_TABLE     MIB(64)
#define REAL_MODE_BASE MIB(128)
#define POOL_BASE      MIB(256)

struct platform platform;

static u8 *real_memory;

void platform_reset(void)
{
	static const struct partition_memory memory = {
		.real_mode_base = REAL_MODE_BASE,
		.pool_base = POOL_BASE,
		.heap_base = HEAP_BASE,
		.heap_size = HEAP_SIZE,
		.hash_table = HASH_TABLE,
	};
	static bool registered;

	/* New memory, so that no test depends on another. */
	if (real_memory)
		munmap(real_memory, REAL_SIZE);
	real_memory = mmap(NULL, REAL_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (real_memory == MAP_FAILED)
		abort();
	/* Destroying an address space reads the whole real mode region. */
	madvise(real_memory, REAL_SIZE, MADV_HUGEPAGE);
	platform = (struct platform){ 0 };
	kernel_log = (struct kernel_log){ 0 };
	if (!registered)
		hypercalls_init();
	registered = true;
	partition_init(&memory, 2, 512000000);
}

void platform_clear(void)
{
	platform = (struct platform){ 0 };
	if (madvise(real_memory + REAL_MODE_BASE, REAL_MODE_SIZE, MADV_DONTNEED) ||
	    madvise(real_memory + POOL_BASE, POOL_SPAN, MADV_DONTNEED))
		abort();
}

/* Does what platform/powernv/entry.S does. */
struct reply call_lv1(u64 number, const u64 *in)
{
	struct call call = { .number = number, .first_input = in[0] };
	u64 entry = number < HYPERCALL_NUMBERS ? number : HYPERCALL_NUMBERS;
	struct reply reply;

	/* A record has the outputs of an earlier call. */
	memset(call.out, 0xa5, sizeof(call.out));
	reply.status = hypercall_table[entry](in[0], in[1], in[2], in[3], in[4],
					      in[5], in[6], &call);
	memcpy(reply.out, call.out, sizeof(call.out));
	return reply;
}

void *real_mode(u64 address)
{
	return real_pointer(region_real(&partition.regions.real_mode, address));
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
	platform.invalidations++;
}

void external_interrupt_set(unsigned int thread, bool level)
{
	platform.interrupt[thread] = level;
}

u64 clock_seconds(u64 *timebase)
{
	*timebase = 7;
	return 42;
}

static void append(struct text *text, const char *more, size_t length)
{
	if (length >= sizeof(text->text) - text->length)
		return;
	memcpy(text->text + text->length, more, length);
	text->length += length;
	text->text[text->length] = '\0';
}

void console_print(const char *format, ...)
{
	char line[512];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= sizeof(line))
		abort();
	append(&platform.log, line, (size_t)length);
	append(&platform.hypervisor, line, (size_t)length);
}

void console_write(const char *text, size_t length)
{
	append(&platform.log, text, length);
}

size_t terminal_write(const char *text, size_t length)
{
	console_write(text, length);
	return length;
}

size_t terminal_read(char *text, size_t length)
{
	return 0;
}

size_t files_write(const char *text, size_t length)
{
	append(&platform.files, text, length);
	return length;
}

void fatal(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	abort();
}

/* The call does not return, so nobody else releases the lock. */
void partition_end(const char *reason)
{
	if (!platform.partition_ended)
		fatal("the partition ended: %s\n", reason);
	unlock(&partition.lock);
	longjmp(*platform.partition_ended, 1);
}

void thread_sleep(u64 limit)
{
	platform.sleeps++;
	platform.sleep_limit = limit;
}
