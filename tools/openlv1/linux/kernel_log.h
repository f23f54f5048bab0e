/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prints the messages of a kernel without a console: reads printk's ring buffer in the
 * partition's memory.
 *
 * The ring buffer is found by its initial contents. Linux initialises it statically,
 * with ids and positions that soon overflow and occur nowhere else in an image. This
 * works for kernels since 5.10, without symbols, which distributions strip, and
 * without VMCOREINFO, which some configurations lack. Layouts are those of Linux,
 * kernel/printk/printk_ringbuffer.h.
 */
#ifndef OPENLV1_KERNEL_LOG_H
#define OPENLV1_KERNEL_LOG_H

#include "../lib/types.h"

/* Longer messages are cut. Linux' own limit is 2 KiB. */
#define KERNEL_LOG_TEXT_MAX	4096
#define KERNEL_LOG_POINTERS_MAX 4

/**
 * struct kernel_log - state of reading a kernel's messages
 * @expected: whether the ring buffer of a new kernel must be searched for
 * @static_ring: kernel address of the static ring buffer, 0 if none is known
 * @data_end: end of the kernel's data
 * @text_offset: offset of the text ring in the ring buffer's struct
 * @initial_id: the bits that the ring buffer's initial id has
 * @pointer: kernel addresses of variables that point to the ring buffer; Linux has one
 *	and redirects it to a larger buffer for log_buf_len=
 * @pointers: number of entries in @pointer
 * @searched: whether the search for @pointer is done
 * @always: read from memory and suppress the debug console
 * @shown: whether to read at all; false if the kernel has a debug console
 * @next: sequence number of the next message
 * @lost: number of messages that were overwritten since the last one that was read
 * @text: buffer for a message
 */
struct kernel_log {
	bool expected;
	u64 static_ring;
	u64 data_end;
	u64 text_offset;
	u64 initial_id;
	u64 pointer[KERNEL_LOG_POINTERS_MAX];
	unsigned int pointers;
	bool searched;
	bool always;
	bool shown;
	u64 next;
	u64 lost;
	char text[KERNEL_LOG_TEXT_MAX];
};

/* Protected by the partition's lock. */
extern struct kernel_log kernel_log;

/**
 * kernel_log_expect() - prepare for another kernel
 *
 * The search for the ring buffer waits for the kernel's first hypercall, because kexec
 * moves the kernel.
 */
void kernel_log_expect(void);

/**
 * kernel_log_find() - find the ring buffer of a kernel that has just started
 * @memory: the real mode region, from address 0
 * @size: bytes to search
 *
 * Return: whether there is a ring buffer.
 */
bool kernel_log_find(const void *memory, u64 size);

/**
 * kernel_log_show() - print new messages
 * @all: whether to print a last line that the kernel may still extend
 *
 * Nothing in the partition's memory is trusted. If a record is not valid, this prints a
 * line that says so and reads no more.
 */
void kernel_log_show(bool all);

/* Stop reading: the kernel has a debug console. */
void kernel_log_silence(void);

#endif
