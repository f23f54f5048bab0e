// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem decode: the parts of an LPAR address.
 */
#include <inttypes.h>
#include <stdio.h>

#include "command.h"
#include "json.h"

static void print_address(uint64_t lpar_addr, const struct lv1mem_address *address)
{
	printf("0x%" PRIx64 "\n", lpar_addr);
	printf("  %-12s2^%u (%s)\n", "size class", address->size_class,
	       format_size(1ULL << address->size_class).text);
	printf("  %-12s%" PRIu64 " (0x%" PRIx64 ")\n", "counter",
	       address->counter, address->counter);
	printf("  %-12s0x%" PRIx64 "\n", "offset", address->offset);
}

static void write_address(uint64_t lpar_addr,
			  const struct lv1mem_address *address)
{
	json_begin();
	json_hex("lpar_addr", lpar_addr);
	json_u64("size_class", address->size_class);
	json_u64("counter", address->counter);
	json_u64("offset", address->offset);
	json_end();
}

int run_decode(struct context *context, int count, char **operands)
{
	struct lv1mem_address address;
	uint64_t lpar_addr;
	int err;

	if (!parse_address(context, operands[0], &lpar_addr))
		return STATUS_WRONG_USAGE;

	err = lv1mem_decode(lpar_addr, &address);
	if (err)
		return report(err, 0,
			      "decode: 0x%" PRIx64 " is in no region of lv1_allocate_memory",
			      lpar_addr);
	if (json_wanted())
		write_address(lpar_addr, &address);
	else
		print_address(lpar_addr, &address);
	return STATUS_DONE;
}

const char help_decode[] =
	"Show the parts of an address that lv1_allocate_memory returned, or of one within\n"
	"such a region: the size class (log2 of the region's length, rounded up), the\n"
	"counter (number of regions that LV1 had allocated to the partition before) and\n"
	"the offset in the region. Needs no device.\n"
	"\n" HELP_JSON_AND_EXAMPLE
	"  lv1mem decode 0x400000030000\n";
