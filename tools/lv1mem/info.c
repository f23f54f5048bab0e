// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem info: what is allocated, and the limits.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "json.h"

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
	printf("  %-20s%s\n", "kernel page size",
	       format_size(1ULL << (info->page_shift & 63)).text);
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
	json_u64("page_shift", info->page_shift);
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
	"Show what is allocated, and the driver's limits, which are for all files\n"
	"together. \"This file\" is this run of lv1mem. \"All files\" are those of all\n"
	"programs, with the quarantine: regions of closed files that LV1 refused to\n"
	"release.\n"
	"\n" HELP_JSON_AND_EXAMPLE
	"  lv1mem info\n";
