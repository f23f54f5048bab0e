// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: the commands that ask, and change nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <lv1/status.h>

#include "command.h"
#include "info.h"
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

static void print_hex(const char *name, uint64_t value)
{
	printf("  %-14s0x%" PRIx64 "\n", name, value);
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
	printf("  %-14s%" PRId32 " %s\n", "status", lv1_status,
	       lv1mem_status_name(lv1_status));
	print_hex("start", query.start);
	print_hex("length", query.length);
	print_hex("access right", query.access_right);
	printf("  %-14s%" PRIu64 "\n", "page shift",
	       (uint64_t)query.page_shift);
	print_hex("flags", query.lv1_flags);
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

	(void)count;
	if (!parse_address(shell, words, &address))
		return STATUS_USAGE;
	if (lv1mem_decode(address, &decoded)) {
		print_error("decode: no region has the address 0x%" PRIx64,
			    address);
		return STATUS_REFUSED;
	}
	printf("  %-14s2^%u (%s)\n", "size class", decoded.size_class,
	       format_size(1ULL << decoded.size_class).text);
	printf("  %-14s%" PRIu64 "\n", "counter", decoded.counter);
	print_hex("offset", decoded.offset);
	return STATUS_DONE;
}

struct named_status {
	int32_t code;
	const char *name;
};

#define NAMED_STATUS(code, name, number) { (code), #name },

static const struct named_status named_statuses[] = {
	LV1_STATUS_TABLE(NAMED_STATUS)
};

static bool parse_status(const char *text, int32_t *status)
{
	size_t count = sizeof(named_statuses) / sizeof(named_statuses[0]);
	bool is_negative = *text == '-';
	uint64_t number;

	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(text, named_statuses[i].name))
			continue;
		*status = named_statuses[i].code;
		return true;
	}
	if (!parse_number(text + is_negative, &number) || number > INT32_MAX)
		return false;

	*status = is_negative ? -(int32_t)number : (int32_t)number;
	return true;
}

int shell_status(struct shell *shell, int count, char **words)
{
	int32_t status;
	int number;

	(void)shell;
	(void)count;
	if (!parse_status(words[1], &status)) {
		print_error("status: neither a number nor a name: %s", words[1]);
		return STATUS_USAGE;
	}
	number = lv1mem_status_errno(status);
	printf("%" PRId32 " %s: %s; errno %d (%s)\n", status,
	       lv1mem_status_name(status), lv1mem_status_meaning(status),
	       number, number ? strerror(number) : "none");
	return STATUS_DONE;
}
