/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Services that OpenLV1 offers a partition and LV1 does not. They use LV1's own
 * calls, so a console answers LV1_NO_ENTRY.
 */
#ifndef _LV1_OPENLV1_H
#define _LV1_OPENLV1_H

/* Virtual UART ports */
#define OPENLV1_TERMINAL_PORT 1 /* the partition's terminal */
#define OPENLV1_FILES_PORT    2 /* the partition sends files here */

/*
 * The ledger: X(name, meaning). Count number I is the first word of the
 * partition's repository node OPENLV1_LEDGER_FIELD_1.OPENLV1_LEDGER_FIELD_2.I,
 * which is read-only.
 */
/* clang-format off */
#define OPENLV1_LEDGER(X)						\
	X(live, "regions that exist, except the one from boot")		\
	X(live_bytes, "sum of their sizes")				\
	X(boot, "1 while the region exists that the kernel allocated at boot") \
	X(allocated, "regions allocated")				\
	X(released, "regions released")					\
	X(released_mapped, "releases while entries mapped the region")	\
	X(dropped_entries, "hash table entries removed by these releases") \
	X(refused, "calls that OpenLV1 knows and refused")		\
	X(injected, "calls answered by fault injection")		\
	X(unknown, "calls that OpenLV1 does not implement")		\
	X(user_calls, "hypercalls from user mode, refused")
/* clang-format on */

#define OPENLV1_LEDGER_FIELD_1 0x6f6c7631ULL	     /* olv1 */
#define OPENLV1_LEDGER_FIELD_2 0x6c65646765720000ULL /* ledger */

/*
 * Fault injection: write N and STATUS to the partition's node
 * OPENLV1_INJECT_FIELD_1.OPENLV1_INJECT_FIELD_2.CALL, and OpenLV1 answers the
 * Nth call of number CALL from now on with STATUS. An N of 0 cancels what is
 * still pending.
 */
#define OPENLV1_INJECT_FIELD_1 OPENLV1_LEDGER_FIELD_1
#define OPENLV1_INJECT_FIELD_2 0x696e6a6563740000ULL /* inject */

#endif /* _LV1_OPENLV1_H */
