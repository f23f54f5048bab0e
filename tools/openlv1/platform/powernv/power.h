/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef OPENLV1_POWER_H
#define OPENLV1_POWER_H

/* Switch the machine off, which ends QEMU. */
void power_off(void) __attribute__((noreturn));

#endif
