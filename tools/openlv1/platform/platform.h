/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The platform interface for core/, linux/ and hcalls/. powernv/ implements it on
 * QEMU's machine. The host tests implement it with a buffer as memory.
 */
#ifndef OPENLV1_PLATFORM_H
#define OPENLV1_PLATFORM_H

#include "../lib/types.h"

/* @real is an address of OpenLV1's memory, or a checked one of the partition's. */
void *real_pointer(u64 real);

u64 real_address(const void *pointer);

/*
 * Flush the translation of the entry (@v, @r) that was removed from @slot of the hash
 * table. After this call, no thread uses it.
 */
void translation_invalidate(u64 v, u64 r, u32 slot);

/* Raise or lower a thread's external interrupt. */
void external_interrupt_set(unsigned int thread, bool level);

/* Returns the seconds since 2000-01-01, and the timebase at that moment. */
u64 clock_seconds(u64 *timebase);

/*
 * Print a whole line that starts with "openlv1: ", to the log and to the port that
 * only OpenLV1 writes to. It must not contain text from the partition.
 */
__printf(1, 2) void console_print(const char *format, ...);

/* For fatal(): release the console lock, so that another thread cannot block it. */
void console_break_lock(void);

/* Write the partition's output to the log. */
void console_write(const char *text, size_t length);

/* The partition's terminal. Both return the number of bytes that were transferred. */
size_t terminal_write(const char *text, size_t length);
size_t terminal_read(char *text, size_t length);

/* The partition's port for files. Returns @length. */
size_t files_write(const char *text, size_t length);

/*
 * Let the calling thread sleep until an interrupt or the decrementer wakes it, or @limit
 * milliseconds have passed.
 */
void thread_sleep(u64 limit);

/* End the partition, and with it the machine. */
__noreturn void partition_end(const char *reason);

/* Report a fault of OpenLV1 itself, with the state of the machine, and stop. */
__noreturn __printf(1, 2) void fatal(const char *format, ...);

#endif
