/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_CLOCK_H
#define OPENLV1_CLOCK_H

/* Hz; fixed by the architecture's implementations and by QEMU. */
#define TIMEBASE_FREQUENCY 512000000ULL

void clock_init(void);

#endif
