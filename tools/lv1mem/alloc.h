/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of lv1mem alloc.
 */
#ifndef _ALLOC_H
#define _ALLOC_H

#include <stdbool.h>
#include <stdint.h>

#include <lv1mem.h>

/**
 * struct alloc_request - what the arguments ask for
 * @args: of each allocation
 * @count: how many regions, at least 1
 * @raw: hand all of @args to LV1 unchecked
 * @has_page_shift: @args has a page shift; if not, it is the kernel's
 * @has_r5: @args has an R5
 * @size: the length as it was typed
 * @command: to run with the regions, or NULL
 */
struct alloc_request {
	struct lv1mem_raw args;
	uint64_t count;
	bool raw;
	bool has_page_shift;
	bool has_r5;
	const char *size;
	char **command;
};

/*
 * Allocate all regions or none, show and hold them, release them. Returns an exit
 * status and has said what went wrong.
 */
int alloc_and_hold(int fd, const struct alloc_request *request);

#endif /* _ALLOC_H */
