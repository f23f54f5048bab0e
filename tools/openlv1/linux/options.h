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

#include "../lib/types.h"

/**
 * struct option - an option
 * @name: its name with the "="
 * @apply: called for each item in the list; returns false if the item is not valid
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
 * options_apply() - apply all options on a command line
 *
 * Return: NULL, or the first option that is not valid.
 */
const char *options_apply(const char *command_line);

/* For apply(): parse @length characters of @text as a decimal number. */
bool option_number(const char *text, size_t length, s64 *number);

#endif
