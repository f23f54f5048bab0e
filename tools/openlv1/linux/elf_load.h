/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_ELF_LOAD_H
#define OPENLV1_ELF_LOAD_H

#include "../lib/types.h"

/**
 * elf_load() - load a kernel into the real mode region, at its physical address
 * @file: the ELF file
 * @file_size: how much of it there can be
 * @memory: start of the real mode region
 * @memory_size: bytes of it that it may fill
 * @end: out: end of what it filled, as an offset
 *
 * Return: NULL, or what is wrong with the file.
 */
const char *elf_load(const void *file, u64 file_size, void *memory,
		     u64 memory_size, u64 *end);

#endif
