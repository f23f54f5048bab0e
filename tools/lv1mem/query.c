// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem query: what LV1 says of the region at an address.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include "command.h"
#include "json.h"
#include "report.h"
#include "show.h"

static const char help_text[] =
	"Usage: lv1mem query ADDR [OPTIONS]\n"
	"\n"
	"Ask LV1 about the region at an address of the partition, its own memory too:\n"
	"lv1_query_logical_partition_address_region_info. Needs CAP_SYS_RAWIO.\n"
	"\n"
	"  -j, --json           write JSON\n"
	"  -h, --help           this text\n"
	"\n"
	"Example:\n"
	"  lv1mem query 0\n";

static void print_hex(const char *name, uint64_t number)
{
	printf("  %-22s0x%" PRIx64 "\n", name, number);
}

static void print_number(const char *name, uint64_t number)
{
	printf("  %-22s%" PRIu64 "\n", name, number);
}

void print_query(const struct lv1mem_query *answer)
{
	print_hex("start", answer->start);
	print_number("length in bytes", answer->length);
	print_number("access right", answer->access_right);
	print_number("largest page shift", answer->page_shift);
	print_hex("flags", answer->lv1_flags);
}

static void write_answer(const struct lv1mem_query *answer)
{
	struct json json = { .out = stdout };

	json_open(&json, '{');
	json_key(&json, "lpar_addr");
	json_hex(&json, answer->lpar_addr);
	json_key(&json, "start");
	json_hex(&json, answer->start);
	json_key(&json, "length");
	json_u64(&json, answer->length);
	json_key(&json, "access_right");
	json_u64(&json, answer->access_right);
	json_key(&json, "page_shift");
	json_u64(&json, answer->page_shift);
	json_key(&json, "lv1_flags");
	json_hex(&json, answer->lv1_flags);
	json_close(&json, '}');
	putchar('\n');
}

static int run(int argc, char **argv)
{
	struct lv1mem_query answer;
	int32_t lv1_status;
	uint64_t lpar_addr;
	int status;
	int err;
	int fd;

	if (command_parse_address(&command_query, argc, argv, &lpar_addr,
				  &status))
		return status;

	fd = open_device(O_RDONLY | O_CLOEXEC, &status);
	if (fd < 0)
		return status;

	err = lv1mem_query(fd, lpar_addr, &answer, &lv1_status);
	lv1mem_close(fd);
	if (err) {
		print_refusal("query", err, lv1_status);
		return STATUS_REFUSED;
	}
	if (json_wanted())
		write_answer(&answer);
	else
		print_query(&answer);
	return STATUS_DONE;
}

const struct command command_query = {
	.name = "query",
	.summary = "ask LV1 about the region at an address",
	.help = help_text,
	.run = run,
};
