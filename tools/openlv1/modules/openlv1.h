/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_MODULE_H
#define OPENLV1_MODULE_H

#ifdef CONFIG_HVC_DRIVER
int terminal_init(void);
#else
static inline int terminal_init(void)
{
	return 0;
}
#endif

#endif
