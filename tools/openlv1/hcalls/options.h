/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options of OpenLV1 on the kernel's command line:
 *
 *	openlv1.trace=CALL[,...]		print each call with this name
 *	openlv1.inject=CALL:N:STATUS[,...]	let the Nth call return STATUS
 *	openlv1.console=memory			read the kernel's messages from its
 *						memory even if it has a debug console
 *	openlv1.pool=MIB			add this many MiB to the pool
 *
 * Linux treats them as parameters of the module openlv1, which has no parameters of
 * these names, and ignores them while it boots.
 */
#ifndef OPENLV1_OPTIONS_H
#define OPENLV1_OPTIONS_H

/* Apply all options. Returns NULL, or the first option that is not valid. */
const char *options_apply(const char *command_line);

#endif
