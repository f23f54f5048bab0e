/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where things lie in the real mode region when the partition starts: the
 * kernel from 0 up, the device tree at the top, the initial ramdisk below it.
 */
#ifndef OPENLV1_BOOT_LAYOUT_H
#define OPENLV1_BOOT_LAYOUT_H

#include "../core/choices.h"
#include "../lib/types.h"

#define TREE_SIZE  KIB(64)
#define TREE_START (REAL_MODE_SIZE - TREE_SIZE)

/**
 * initrd_place() - find room for the initial ramdisk
 * @kernel_end: end of the kernel, at most TREE_START
 * @size: bytes of the ramdisk
 * @start: out: where it goes, aligned to 64 KiB
 *
 * Return: whether there is room.
 */
bool initrd_place(u64 kernel_end, u64 size, u64 *start);

#endif
