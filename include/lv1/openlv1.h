/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What OpenLV1 offers a partition beyond LV1, through LV1's own calls, so that a
 * console answers the same questions with LV1_NO_ENTRY.
 */
#ifndef _LV1_OPENLV1_H
#define _LV1_OPENLV1_H

/* The virtual UART port on which the partition has its terminal. */
#define OPENLV1_TERMINAL_PORT 1
/* The one to which it sends files. */
#define OPENLV1_FILES_PORT 2

/*
 * The ledger: X(name, meaning). The count with index I is the first word of the
 * repository node OPENLV1_LEDGER_FIELD_1.OPENLV1_LEDGER_FIELD_2.I of the
 * partition, read-only.
 */
/* clang-format off */
#define OPENLV1_LEDGER(X)						\
	X(live, "regions that exist, the one of boot left out")		\
	X(live_bytes, "their sizes, summed")				\
	X(boot, "1 while the kernel has the region that it allocated at boot") \
	X(allocated, "regions made")					\
	X(released, "regions released")					\
	X(released_mapped, "releases while entries mapped the region")	\
	X(dropped_entries, "hash table entries that those removed")	\
	X(refused, "known calls that did not succeed")			\
	X(injected, "calls answered by fault injection")		\
	X(unknown, "calls that are not implemented")			\
	X(user_calls, "hypercalls from user mode, refused")
/* clang-format on */

#define OPENLV1_LEDGER_FIELD_1 0x6f6c7631ULL	     /* olv1 */
#define OPENLV1_LEDGER_FIELD_2 0x6c65646765720000ULL /* ledger */

/*
 * Fault injection: a write of N and STATUS to the partition's node
 * OPENLV1_INJECT_FIELD_1.OPENLV1_INJECT_FIELD_2.CALL has the Nth call of number CALL
 * from now on answered with STATUS. With 0 as N, what has not come to pass is taken
 * back.
 */
#define OPENLV1_INJECT_FIELD_1 OPENLV1_LEDGER_FIELD_1
#define OPENLV1_INJECT_FIELD_2 0x696e6a6563740000ULL /* inject */

#endif /* _LV1_OPENLV1_H */
