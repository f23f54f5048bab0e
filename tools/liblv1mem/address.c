// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Takes LPAR addresses apart.
 */
#include <errno.h>

#include <lv1/memory.h>

#include "lv1mem.h"

int lv1mem_decode(uint64_t lpar_addr, struct lv1mem_address *address)
{
	const uint64_t below_class = (1ULL << LV1_LPAR_ADDR_CLASS_SHIFT) - 1;
	uint64_t size_class = lpar_addr >> LV1_LPAR_ADDR_CLASS_SHIFT;

	if (size_class < LV1_PAGE_SHIFT_MIN)
		return -EINVAL;
	/* A larger class leaves no bits for the counter. */
	if (size_class >= LV1_LPAR_ADDR_CLASS_SHIFT)
		return -EINVAL;

	address->size_class = size_class;
	address->counter = (lpar_addr & below_class) >> size_class;
	address->offset = lpar_addr & ((1ULL << size_class) - 1);
	return 0;
}
