/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether all is well with the driver when a program has ended.
 */
#ifndef _LV1MEM_FUZZ_HEALTH_H
#define _LV1MEM_FUZZ_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "execute.h"
#include "program.h"

/* Once, before the first program. Returns false, with errno set, if it cannot be told. */
bool health_open(void);

/* Undo what the program may have left on purpose, and see whether all is as before. */
void health_check(const struct program *program, struct outcome *outcome);

/* Take what is there now for what was there before. */
void health_accept(void);

/* Whether LV1 is OpenLV1. */
bool lv1_is_ours(void);

/* A parameter of the driver, by its number in limits of program.c; 0 or a negative errno. */
int set_parameter(unsigned int which, const char *text);

#endif /* _LV1MEM_FUZZ_HEALTH_H */
