/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a person asks of OpenLV1, on the kernel's command line:
 *
 *	openlv1.trace=CALL[,CALL...]	print every such call
 *	openlv1.inject=CALL:N:STATUS[,...]	answer the Nth such call with STATUS
 *
 * Linux takes them for parameters of a module that is not there.
 */
#ifndef OPENLV1_OPTIONS_H
#define OPENLV1_OPTIONS_H

/**
 * options_apply() - do what the command line asks for
 *
 * Return: NULL, or the word that cannot be done.
 */
const char *options_apply(const char *command_line);

#endif
