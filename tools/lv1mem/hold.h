/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOLD_H
#define _HOLD_H

#include <lv1mem.h>

/*
 * Block SIGINT, SIGTERM and SIGCHLD: a signal that arrives between the allocation
 * and the wait then ends the wait.
 */
void hold_prepare(void);

/*
 * Wait for a line of stdin, its end, SIGINT or SIGTERM. Returns the signal, or 0.
 */
int hold_until_key(void);

/*
 * Run a command, with @fd inherited and the regions in its environment, and wait
 * for its end. SIGINT and SIGTERM are passed on to it. Returns its exit status as
 * a shell reports it.
 */
int hold_while_running(char **command, int fd,
		       const struct lv1mem_region *regions, uint64_t count);

#endif /* _HOLD_H */
