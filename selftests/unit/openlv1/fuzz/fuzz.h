/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For all fuzz targets. A target defines fuzz(), which interprets the bytes of an input
 * as operations on a part of OpenLV1 and compares the results with a model or with
 * invariants.
 */
#ifndef SELFTESTS_FUZZ_H
#define SELFTESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "../platform.h"

/* Abort with the failed condition. libFuzzer prints the input. */
#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: not so: %s\n", \
				__FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

/* The rest of the input. Reading past its end gives zeros. */
struct input {
	const u8 *data;
	size_t size;
};

void fuzz(struct input *input);

u8 input_byte(struct input *input);
u64 input_number(struct input *input, unsigned int bytes);

/*
 * A number from a few bytes of input: small, near a power of two, near the largest
 * number, or arbitrary.
 */
u64 input_interesting(struct input *input);

/* Prepare a partition for an input; cheaper than platform_reset(). */
void partition_begin(void);

/* The same with an address space in use. */
void partition_begin_with_space(void);

/*
 * Check the invariants: each valid entry of the hardware's table maps memory of one page
 * of a live region, each region has the right number of entries, and bitmaps are in
 * live memory. Then release everything by hypercalls and check that nothing is left.
 */
void partition_finish(void);

#endif
