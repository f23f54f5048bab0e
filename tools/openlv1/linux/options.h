/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a person asks of OpenLV1, on the kernel's command line:
 *
 *	openlv1.trace=CALL[,CALL...]	print every such call
 *	openlv1.inject=CALL:N:STATUS[,...]	answer the Nth such call with STATUS
 *	openlv1.console=memory	show the kernel's messages from its memory, even if
 *				it has the debug console
 *	openlv1.pool=MIB	have a larger pool
 *
 * Linux takes them for parameters of the module openlv1, and ignores them as long as
 * that is no part of the kernel.
 */
#ifndef OPENLV1_OPTIONS_H
#define OPENLV1_OPTIONS_H

#include "../lib/types.h"

/**
 * struct option - something that can be asked for
 * @name: up to the "="
 * @apply: called for each item of its list; returns whether it could be done
 */
struct option {
	const char *name;
	bool (*apply)(const char *item, size_t length);
};

/* An option is declared where it is implemented. */
#define OPTION(name_, apply_) \
	static const struct option option_##name_ = { #name_ "=", (apply_) }; \
	static const struct option *const option_pointer_##name_ \
		__used __section("options") = &option_##name_

/**
 * options_apply() - do what the command line asks for
 *
 * Return: NULL, or the word that cannot be done.
 */
const char *options_apply(const char *command_line);

/* Whether the first @length characters of @text are a decimal number. */
bool option_number(const char *text, size_t length, s64 *number);

#endif
