// SPDX-License-Identifier: GPL-2.0-only
/*
 * The subcommands that ask: info the driver, query LV1, decode the address itself.
 */
#include "command.h"

/* What somebody owns: who in words, and as a key. */
static void show_use(const char *who, const char *key, uint64_t regions,
		     uint64_t bytes)
{
	if (!json_wanted()) {
		printf("  %-20s%" PRIu64 " region%s, %" PRIu64 " bytes\n", who,
		       regions, regions == 1 ? "" : "s", bytes);
		return;
	}
	json_open(key, '{');
	json_u64("regions", regions);
	json_u64("bytes", bytes);
	json_close();
}

static void show_uses(const struct lv1mem_info *info)
{
	show_use("this file owns", "file", info->file_regions, info->file_bytes);
	show_use("all files own", "total", info->total_regions, info->total_bytes);
	show_use("quarantined", "quarantined", info->quarantined_regions,
		 info->quarantined_bytes);
}

static void print_info(const struct lv1mem_info *info)
{
	puts(LV1MEM_DEVICE);
	provenance_print();
	show_uses(info);
	printf("  %-20s%" PRIu64 "\n", "limit of regions",
	       (uint64_t)info->max_regions);
	printf("  %-20s%s\n", "limit of bytes",
	       info->max_bytes == LV1MEM_UNLIMITED ?
		       "unlimited" :
		       format_size(info->max_bytes).text);
}

static void write_limit(const char *name, uint64_t limit)
{
	if (limit == LV1MEM_UNLIMITED)
		json_null(name);
	else
		json_u64(name, limit);
}

static void write_info(const struct lv1mem_info *info)
{
	json_begin();
	provenance_write();
	show_uses(info);
	write_limit("max_regions", info->max_regions);
	write_limit("max_bytes", info->max_bytes);
	json_end();
}

int run_info(struct context *context, int count, char **operands)
{
	struct lv1mem_info info;
	int status;
	int err;

	if (!open_device(context, O_RDONLY, &status))
		return status;

	err = lv1mem_get_info(context->fd, &info);
	if (err)
		return print_refusal("info", err, 0);

	if (json_wanted())
		write_info(&info);
	else
		print_info(&info);
	return STATUS_DONE;
}

const char help_info[] =
	"Show the hypervisor and versions, what is allocated, and the driver's limits,\n"
	"which are for all files together. \"This file\" is this run of lv1mem. \"All files\"\n"
	"are those of all programs, with the quarantine: regions of closed files that LV1\n"
	"refused to release.\n";

/* The operand is an address or, in lv1mem shell, the number of a region. */
static bool parse_address(const struct context *context, const char *text,
			  uint64_t *lpar_addr)
{
	const struct held_region *held;

	if (!parse_number(text, lpar_addr)) {
		print_error("not an address: %s", text);
		return false;
	}
	if (!*lpar_addr || *lpar_addr > context->region_count)
		return true;

	held = regions_find(context, text);
	if (held)
		*lpar_addr = held->region.lpar_addr;
	return held;
}

static void print_query(const struct lv1mem_query *answer)
{
	printf("  start         0x%" PRIx64 "\n"
	       "  length        %" PRIu64 "\n"
	       "  access_right  %" PRIu64 "\n"
	       "  page_shift    %" PRIu64 "\n"
	       "  lv1_flags     0x%" PRIx64 "\n",
	       (uint64_t)answer->start, (uint64_t)answer->length,
	       (uint64_t)answer->access_right, (uint64_t)answer->page_shift,
	       (uint64_t)answer->lv1_flags);
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
	if (!json_wanted()) {
		print_query(&answer);
		return STATUS_DONE;
	}
	json_begin();
	json_hex("lpar_addr", answer.lpar_addr);
	json_hex("start", answer.start);
	json_u64("length", answer.length);
	json_u64("access_right", answer.access_right);
	json_u64("page_shift", answer.page_shift);
	json_hex("lv1_flags", answer.lv1_flags);
	json_end();
	return STATUS_DONE;
}

const char help_query[] =
	"Ask LV1 about the region at any address of the partition, with the call\n"
	"lv1_query_logical_partition_address_region_info. Needs CAP_SYS_RAWIO. In lv1mem\n"
	"shell, ADDR can be a region's number in its list.\n";

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
	if (!json_wanted()) {
		printf("0x%" PRIx64 "\n"
		       "  size_class  2^%u (%s)\n"
		       "  counter     %" PRIu64 " (0x%" PRIx64 ")\n"
		       "  offset      0x%" PRIx64 "\n",
		       lpar_addr, address.size_class,
		       format_size(1ULL << address.size_class).text,
		       address.counter, address.counter, address.offset);
		return STATUS_DONE;
	}
	json_begin();
	json_hex("lpar_addr", lpar_addr);
	json_u64("size_class", address.size_class);
	json_u64("counter", address.counter);
	json_u64("offset", address.offset);
	json_end();
	return STATUS_DONE;
}

const char help_decode[] =
	"Show the parts of an address that lv1_allocate_memory returned, or of one within\n"
	"such a region: the size class (log2 of the region's length, rounded up), the\n"
	"counter (number of regions that LV1 had allocated to the partition before) and\n"
	"the offset in the region. In lv1mem shell, ADDR can be a region's number in its\n"
	"list. Needs no device.\n";
