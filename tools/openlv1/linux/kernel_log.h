/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Shows the messages of a kernel that has no console here, by reading the ring
 * buffer into which Linux' printk writes them out of the partition's memory.
 *
 * The ring buffer is recognised, not looked up: Linux initialises it statically,
 * with ids and positions that are chosen to overflow soon and occur nowhere else
 * in an image. So it is found in any kernel since 5.10, when this ring buffer
 * came, without symbols, which distributions strip, and without VMCOREINFO,
 * which only some configurations have. Layouts as in Linux,
 * kernel/printk/printk_ringbuffer.h.
 */
#ifndef OPENLV1_KERNEL_LOG_H
#define OPENLV1_KERNEL_LOG_H

#include "../core/region.h"
#include "../lib/types.h"

/* A record's text beyond this is left out; Linux' own limit is 2 KiB. */
#define KERNEL_LOG_TEXT_MAX	4096
#define KERNEL_LOG_POINTERS_MAX 4

/**
 * struct kernel_log - how far a kernel's messages have been shown
 * @expected: a kernel is about to run, or runs and was not looked at yet
 * @static_ring: kernel address of the static ring buffer; 0 when there is none to show
 * @data_end: address below which the kernel's data ends
 * @id_mask: the bits that the first ids of a ring buffer have
 * @text_offset: from a ring buffer's start to its text ring's description
 * @pointer: kernel addresses of what points to the ring buffer: Linux has one
 *	such variable and turns it to a larger buffer for log_buf_len=
 * @pointers: how many were found
 * @searched: whether @pointer has been looked for
 * @always: show them even if the kernel does; its own console is not shown then
 * @shown: there is something to show, or to look for: not when the kernel has a
 *	console of its own
 * @high_memory: LPAR address of the memory behind the real mode region, once needed
 * @next: sequence number of the next message
 * @text: room for a message
 */
struct kernel_log {
	bool expected;
	u64 static_ring;
	u64 data_end;
	u64 id_mask;
	u64 text_offset;
	u64 pointer[KERNEL_LOG_POINTERS_MAX];
	unsigned int pointers;
	bool searched;
	bool always;
	bool shown;
	u64 high_memory;
	u64 next;
	char text[KERNEL_LOG_TEXT_MAX];
};

/* Covered by the partition's lock. */
extern struct kernel_log kernel_log;

/**
 * kernel_log_expect() - another kernel is about to run
 *
 * Its ring buffer is looked for at its first hypercall: until then, one that was
 * started by kexec may lie anywhere. Of @log, only what was asked for is kept,
 * @always.
 */
void kernel_log_expect(struct kernel_log *log);

/**
 * kernel_log_find() - find the ring buffer of a kernel that has hardly run
 * @memory: the real mode region, from address 0
 * @size: bytes of it to look at
 *
 * Of @log, only what was asked for is kept, @always.
 *
 * Return: whether there is one.
 */
bool kernel_log_find(struct kernel_log *log, const void *image, u64 size);

/**
 * kernel_log_show() - print what is new
 * @all: also a last line that the kernel may not have completed
 *
 * Nothing in the partition's memory is trusted; what makes no sense ends the
 * showing, with a line that says so.
 */
void kernel_log_show(struct kernel_log *log, struct region_map *map, bool all);

/* The kernel has a console of its own now, or has it no longer. */
void kernel_log_silence(struct kernel_log *log, struct region_map *map,
			bool silent);

#endif
