/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The programs that taught something, and what they reached.
 */
#ifndef _LV1MEM_FUZZ_LEARN_H
#define _LV1MEM_FUZZ_LEARN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "execute.h"
#include "mutate.h"
#include "program.h"

/* The most interesting new thing that a program did. */
enum lesson {
	LESSON_NONE,
	LESSON_WAY,   /* an answer, or a way from place to place */
	LESSON_PLACE, /* a place in the driver */
};

/* Look at a program that was just done. */
enum lesson learn(const struct program *program, const struct outcome *outcome);

/* Whether what was done last reached all those places that the last lesson was. */
bool reaches_again(void);

/* Keep a program. A seed is in the tree already. */
void keep(const struct program *program, bool seed);

/* One that was kept. */
const struct program *choose(struct chance *chance);

unsigned int programs_kept(void);
unsigned int places_reached(void);

/* Programs that are no seeds and are needed to reach all that was reached. */
void print_learned(FILE *to);

/* Each place that was reached, as a section of the module and an offset in it. */
void print_places(FILE *to);

#endif /* _LV1MEM_FUZZ_LEARN_H */
