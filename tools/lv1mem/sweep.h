/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SWEEP_H
#define _SWEEP_H

/*
 * Try every case of the reference page on a device that is open for writing,
 * release at once what it gives, and print a table and a summary. Returns 0, or
 * the exit status if LV1 differs from the page or could not be asked.
 */
int sweep_reference(int fd);

#endif /* _SWEEP_H */
