/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_CELL_IDENTITY_H
#define OPENLV1_CELL_IDENTITY_H

#include "../lib/types.h"

/**
 * cell_identity_apply() - make a kernel in memory take this POWER8 for a Cell
 * @memory: the loaded kernel, aligned to 8 bytes
 * @size: its bytes
 *
 * The kernel finds its CPU in a table of {mask, value} of the processor version
 * register. In this copy, the Cell's entry takes the POWER8's value.
 *
 * Return: whether the kernel knows the Cell at all.
 */
bool cell_identity_apply(void *memory, u64 size);

#endif
