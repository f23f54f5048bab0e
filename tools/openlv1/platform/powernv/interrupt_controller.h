/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_INTERRUPT_CONTROLLER_H
#define OPENLV1_INTERRUPT_CONTROLLER_H

#include "thread.h"

/* Let @thread take interrupts of every priority; none is pending. */
void interrupt_controller_init(const struct thread *thread);

/* Where a register of 32 bits is that only keeps its value. */
u64 interrupt_controller_spare(void);

#endif
