// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: the commands that ask, and change nothing.
 */
#include "command.h"
#include "shell.h"

/* The address of a region given by its number, or any address. */
static bool parse_address(struct shell *shell, char **words, uint64_t *address)
{
	const struct shell_region *held;

	if (!parse_number(words[1], address)) {
		print_error("%s: not a region's number or address: %s",
			    words[0], words[1]);
		return false;
	}
	if (!*address || *address > shell->region_count)
		return true;

	held = shell_find(shell, words[1]);
	if (held)
		*address = held->region.lpar_addr;
	return held;
}

int shell_query(struct shell *shell, int count, char **words)
{
	struct lv1mem_query query;
	int32_t lv1_status;
	uint64_t address;
	int err;

	(void)count;
	if (!parse_address(shell, words, &address))
		return STATUS_USAGE;

	err = lv1mem_query(shell->fd, address, &query, &lv1_status);
	if (err) {
		print_refusal("query", err, lv1_status);
		return STATUS_REFUSED;
	}
	print_query(&query);
	return STATUS_DONE;
}

int shell_info(struct shell *shell, int count, char **words)
{
	struct lv1mem_info info;
	int err;

	(void)count;
	(void)words;
	err = lv1mem_get_info(shell->fd, &info);
	if (err) {
		print_refusal("info", err, 0);
		return STATUS_REFUSED;
	}
	print_info(&info);
	return STATUS_DONE;
}

int shell_decode(struct shell *shell, int count, char **words)
{
	struct lv1mem_address decoded;
	uint64_t address;
	int err;

	(void)count;
	if (!parse_address(shell, words, &address))
		return STATUS_USAGE;

	err = lv1mem_decode(address, &decoded);
	if (err) {
		print_no_address(err, address);
		return STATUS_REFUSED;
	}
	print_address(address, &decoded);
	return STATUS_DONE;
}

int shell_status(struct shell *shell, int count, char **words)
{
	int32_t code;

	(void)shell;
	(void)count;
	if (!parse_status(words[1], &code)) {
		print_error("status: not the number or name of a status: %s",
			    words[1]);
		return STATUS_USAGE;
	}
	print_status(code);
	return STATUS_DONE;
}
