/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_POWER_H
#define OPENLV1_POWER_H

#include "../../lib/types.h"

/* Switch the machine off, which ends QEMU. */
__noreturn void power_off(void);

#endif
