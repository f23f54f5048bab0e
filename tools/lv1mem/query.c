// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem query: ask LV1 about the region at an address.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include "command.h"
#include "json.h"

static void print_query(const struct lv1mem_query *answer)
{
	printf("  start                 0x%" PRIx64 "\n"
	       "  length in bytes       %" PRIu64 "\n"
	       "  access right          %" PRIu64 "\n"
	       "  largest page shift    %" PRIu64 "\n"
	       "  flags                 0x%" PRIx64 "\n",
	       (uint64_t)answer->start, (uint64_t)answer->length,
	       (uint64_t)answer->access_right, (uint64_t)answer->page_shift,
	       (uint64_t)answer->lv1_flags);
}

static void write_answer(const struct lv1mem_query *answer)
{
	json_begin();
	json_hex("lpar_addr", answer->lpar_addr);
	json_hex("start", answer->start);
	json_u64("length", answer->length);
	json_u64("access_right", answer->access_right);
	json_u64("page_shift", answer->page_shift);
	json_hex("lv1_flags", answer->lv1_flags);
	json_end();
}

int run_query(struct context *context, int count, char **operands)
{
	struct lv1mem_query answer;
	int32_t lv1_status;
	uint64_t lpar_addr;
	int status;
	int err;

	if (!parse_address(context, operands[0], &lpar_addr))
		return STATUS_WRONG_USAGE;
	if (!open_device(context, O_RDONLY, &status))
		return status;

	err = lv1mem_query(context->fd, lpar_addr, &answer, &lv1_status);
	if (err)
		return print_refusal("query", err, lv1_status);

	if (json_wanted())
		write_answer(&answer);
	else
		print_query(&answer);
	return STATUS_DONE;
}

const char help_query[] =
	"Ask LV1 about the region at any address of the partition, with the call\n"
	"lv1_query_logical_partition_address_region_info. Needs CAP_SYS_RAWIO.\n"
	"\n" HELP_JSON_AND_EXAMPLE
	"  lv1mem query 0\n";
