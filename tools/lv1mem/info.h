/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _INFO_H
#define _INFO_H

#include <lv1mem.h>

/* Print what the driver says of itself, one line a fact. */
void print_info(const struct lv1mem_info *info);

#endif /* _INFO_H */
