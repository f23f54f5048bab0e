/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Real memory of the machine:
 *
 *	0x00000000  OpenLV1's image
 *	0x01000000  QEMU's device tree
 *	0x02000000  hash table, 1 MiB
 *	0x02100000  shadow table of the hash table, 1 MiB
 *	0x02200000  OpenLV1's heap
 *	0x10000000  real mode region, 128 MiB; the next 128 MiB stay empty, since the
 *	            partition can access them in real mode
 *	0x20000000  kernel file, from QEMU's -kernel
 *	0x28000000  initial ramdisk, from QEMU's -initrd
 *	0x30000000  pool, which ends below 1264 MiB
 *	0x50000000  files from the partition
 */
#ifndef OPENLV1_MEMORY_MAP_H
#define OPENLV1_MEMORY_MAP_H

#include "../../lib/types.h"

#define HASH_TABLE_BASE 0x02000000ULL
#define HEAP_BASE	0x02200000ULL
#define HEAP_END	0x10000000ULL
#define REAL_MODE_BASE	0x10000000ULL
#define KERNEL_FILE	0x20000000ULL
#define KERNEL_FILE_MAX MIB(128)
#define INITRD_FILE_END 0x30000000ULL
#define POOL_BASE	0x30000000ULL
#define FILES_BASE	0x50000000ULL
#define FILES_MAX	MIB(512)

#endif
