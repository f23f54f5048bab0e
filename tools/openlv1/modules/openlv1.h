/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_MODULE_H
#define OPENLV1_MODULE_H

#include <linux/types.h>

int ledger_read(unsigned int index, u64 *count);
void debugfs_init(void);

#ifdef CONFIG_HVC_DRIVER
int terminal_init(void);
#else
static inline int terminal_init(void)
{
	return 0;
}
#endif

#endif
