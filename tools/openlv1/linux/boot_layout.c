// SPDX-License-Identifier: GPL-2.0-only
#include "boot_layout.h"

bool initrd_place(u64 kernel_end, u64 size, u64 *start)
{
	if (size > TREE_START)
		return false;
	*start = align_down(TREE_START - size, KIB(64));
	return *start >= kernel_end;
}
