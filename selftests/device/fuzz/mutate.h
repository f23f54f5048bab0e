/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * New programs, at random or from what there is.
 */
#ifndef _LV1MEM_FUZZ_MUTATE_H
#define _LV1MEM_FUZZ_MUTATE_H

#include <stdint.h>

#include "program.h"

/* A generator of random numbers; not 0. */
struct chance {
	uint64_t state;
};

/* Less than @bound. */
uint64_t below(struct chance *chance, uint64_t bound);

/* Change @program a little; what it gets may come from @other. */
void mutate_program(struct chance *chance, struct program *program, const struct program *other);

void remove_step(struct program *program, unsigned int at);

#endif /* _LV1MEM_FUZZ_MUTATE_H */
