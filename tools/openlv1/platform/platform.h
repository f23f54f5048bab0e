/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What core/, linux/ and hcalls/ need from below. powernv/ implements it on
 * QEMU's machine; the host tests implement it on a buffer.
 */
#ifndef OPENLV1_PLATFORM_H
#define OPENLV1_PLATFORM_H

#include "../lib/types.h"

/**
 * real_pointer() - a real address, for reading and writing
 * @real: an address that belongs to OpenLV1 or, checked, to the partition
 */
void *real_pointer(u64 real);

/* The inverse of real_pointer(). */
u64 real_address(const void *pointer);

/**
 * translation_invalidate() - forget a hash table entry's translation everywhere
 * @v: first doubleword of the entry that was taken out of the table
 * @r: its second doubleword
 * @slot: where it stood
 *
 * When it returns, no thread uses the translation any more.
 */
void translation_invalidate(u64 v, u64 r, u32 slot);

/**
 * external_interrupt_set() - drive a thread's external interrupt
 * @thread: index of the thread
 * @level: whether it is pending
 */
void external_interrupt_set(unsigned int thread, bool level);

/* Seconds since 2000-01-01 and the timebase, at one moment. */
u64 clock_seconds(u64 *timebase);

/*
 * What OpenLV1 itself has to say: a whole line, which the caller begins with
 * "openlv1: ". It goes to the log, and to a port of OpenLV1's own, so nothing that
 * the partition wrote may be in it.
 */
__printf(1, 2) void console_print(const char *format, ...);

/* For fatal() alone: print even if another print is under way. */
void console_break_lock(void);

/* Bytes that the partition printed, to the log alone and as they are. */
void console_write(const char *text, size_t length);

/* The partition's terminal: how many bytes were taken, or were there. */
size_t terminal_write(const char *text, size_t length);
size_t terminal_read(char *text, size_t length);

/* The partition's port for files: how many bytes were taken, which is all of them. */
size_t files_write(const char *text, size_t length);

/* Let the calling thread sleep until an interrupt or the decrementer. */
void thread_sleep(void);

/* The partition is to end; the calling thread does not return. */
__noreturn void partition_end(const char *reason);

/**
 * fatal() - report a fault of OpenLV1 itself, with all it knows, and stop
 */
__noreturn __printf(1, 2) void fatal(const char *format, ...);

#endif
