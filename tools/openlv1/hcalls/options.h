/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options of OpenLV1 on the kernel's command line:
 *
 *	openlv1.trace=CALL[,...]		print each hypercall with this name
 *	openlv1.inject=CALL:N:STATUS[,...]	answer the Nth such hypercall with STATUS,
 *						and do not execute it
 *	openlv1.console=memory			read the kernel's messages from its
 *						memory even if it has a debug console
 *	openlv1.pool=MIB			add this many MiB to the memory that
 *						the partition can allocate
 *	openlv1.pause=MS			end each lv1_pause after this time, instead
 *						of after PAUSE_LIMIT_MS
 *
 * Linux takes a word with a dot for a parameter of a module, and ignores it while it
 * boots. The module openlv1 has no such parameters.
 */
#ifndef OPENLV1_OPTIONS_H
#define OPENLV1_OPTIONS_H

/* Apply all options. Returns NULL, or the command line from the first invalid one on. */
const char *options_apply(const char *command_line);

#endif
