/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _HOLD_H
#define _HOLD_H

#include <lv1mem.h>

/*
 * Block SIGINT, SIGTERM and SIGCHLD, so that one that arrives between the
 * allocation and the wait is not lost: it ends the wait instead.
 */
void hold_prepare(void);

/*
 * Wait until a line or the end of stdin arrives, or SIGINT or SIGTERM. Returns
 * 0 or the signal.
 */
int hold_until_key(void);

/*
 * Run a command with the regions, one or more, in its environment and the
 * descriptor inherited, and wait for its end. SIGTERM is passed on to it. Returns
 * its exit status as a shell reports it.
 */
int hold_while_running(char **command, int fd,
		       const struct lv1mem_region *regions, uint64_t count);

#endif /* _HOLD_H */
