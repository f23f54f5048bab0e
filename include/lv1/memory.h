/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Names for the numbers in LV1's memory calls.
 *
 * Sources: the reference page of lv1_allocate_memory; Linux
 * arch/powerpc/platforms/ps3/mm.c for the names of 0x04 and 0x08.
 */
#ifndef _LV1_MEMORY_H
#define _LV1_MEMORY_H

/* Call numbers, from Linux asm/lv1call.h */
#define LV1_CALL_ALLOCATE_MEMORY 0
#define LV1_CALL_QUERY_REGION	 6
#define LV1_CALL_RELEASE_MEMORY	 13

/* Flags of lv1_allocate_memory (R6) */
#define LV1_MEMORY_TRANSFERABLE	   0x01 /* TF_YES */
#define LV1_MEMORY_DESTROY_ANYTIME 0x02 /* DS_ANYTIME */
#define LV1_MEMORY_TRY_ALT_UNIT	   0x04
#define LV1_MEMORY_ADDR_ZERO	   0x08

/* LV1 refuses flags of this value or above with LV1_ILLEGAL_PARAMETER_VALUE. */
#define LV1_MEMORY_FLAGS_ILLEGAL 0x400

/* The smallest page size is 4 KiB. */
#define LV1_PAGE_SHIFT_MIN 12

/*
 * An LPAR address is (L << 42) | (counter << L), where L is log2 of the region's
 * size, rounded up.
 */
#define LV1_LPAR_ADDR_CLASS_SHIFT 42

#endif /* _LV1_MEMORY_H */
