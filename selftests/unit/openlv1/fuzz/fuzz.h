/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share. A target is one LLVMFuzzerTestOneInput(), which
 * takes bytes for operations on a part of OpenLV1 and compares what happens
 * with a model or with rules. libFuzzer drives it, or replay.c.
 */
#ifndef SELFTESTS_FUZZ_H
#define SELFTESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "../platform.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

/* Stop with an account of what is wrong; the driver tells the input. */
#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: not so: %s\n", \
				__FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

/* The input; where it ends, it gives zeros. */
struct input {
	const u8 *data;
	size_t size;
};

u8 input_byte(struct input *input);
u64 input_number(struct input *input, unsigned int bytes);

/*
 * A number of the kind that finds faults, in few bytes: a small one, one near a
 * power of two, one near the largest, or any.
 */
u64 input_interesting(struct input *input);

/* A fresh partition for each input: cheaper than platform_reset(). */
void partition_begin(void);

/* A partition whose address space is in use. */
void partition_begin_with_space(void);

/*
 * Check what must hold at any time: each valid entry of the hardware's table
 * maps memory of the real mode region or of one page of a live region, each
 * region counts as many entries as it has, and bitmaps lie in live memory.
 */
void partition_check(void);

/* Take everything back by calls and check that nothing is left behind. */
void partition_finish(void);

#endif
