/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * OpenLV1 on the host: making hypercalls, and its platform.
 */
#ifndef SELFTESTS_PLATFORM_H
#define SELFTESTS_PLATFORM_H

#include <setjmp.h>

#include "hcalls/hypercall.h"

enum {
	CALL_ALLOCATE = 0,
	CALL_WRITE_HTAB = 1,
	CALL_CONSTRUCT = 2,
	CALL_QUERY = 6,
	CALL_SELECT = 7,
	CALL_PAUSE = 9,
	CALL_DESTRUCT = 10,
	CALL_SET_BITMAP = 11,
	CALL_CONNECT = 12,
	CALL_RELEASE = 13,
	CALL_NEW_PORT = 18,
	CALL_SEND_EVENT = 24,
	CALL_END_OF_INTERRUPT = 30,
	CALL_UPDATE_MASK = 31,
	CALL_CREATE_NODE = 90,
	CALL_READ_NODE = 91,
	CALL_WRITE_NODE = 92,
	CALL_DELETE_NODE = 93,
	CALL_READ_HTAB = 95,
	CALL_MAP_HTAB = 122,
	CALL_UNMAP_HTAB = 123,
	CALL_INSERT_HTAB = 158,
	CALL_READ_UART = 162,
	CALL_WRITE_UART = 163,
	CALL_OPEN_DEVICE = 170,
	CALL_ALLOCATE_DMA = 174,
	CALL_MAP_DMA = 176,
	CALL_SEND_PACKET = 187,
	CALL_UNKNOWN = 500,
};

struct reply {
	s64 status;
	u64 out[HYPERCALL_OUTPUTS_MAX];
};

/* Make a hypercall on thread 0. @inputs are r3 to r10. */
struct reply call_lv1(u64 number, const u64 *inputs);

#define CALL(number, ...) call_lv1((number), (u64[8]){ __VA_ARGS__ })

/* The memory at an address in the real mode region. */
void *real_mode(u64 address);

/* Output to a port, with a terminating zero. */
struct text {
	size_t length;
	char text[8192];
};

/* Effects of OpenLV1 on its platform. */
struct platform {
	unsigned int invalidations; /* of hash table entries */
	unsigned int sleeps;
	u64 sleep_limit;   /* of the last one, in ms */
	bool interrupt[2]; /* whether a thread's external interrupt is raised */
	struct text log;
	struct text hypervisor; /* what OpenLV1 itself writes to the log */
	struct text files;
	jmp_buf *partition_ended; /* jump here when the partition ends; NULL to abort */
};

extern struct platform platform;

/* Create a partition with two threads in new memory. */
void platform_reset(void);

/* Clear struct platform and the partition's memory. */
void platform_clear(void);

#endif
