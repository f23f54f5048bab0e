// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem info: what the device says of itself.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "report.h"
#include "show.h"

static const char help_text[] =
	"Usage: lv1mem info [OPTIONS]\n"
	"\n"
	"Show the driver's features and limits, and what is allocated. \"This file\" is\n"
	"what this run of lv1mem owns, \"all files\" what every program together owns.\n"
	"Quarantined are regions that LV1 refused to take back.\n"
	"\n"
	"  -j, --json           write JSON\n"
	"  -h, --help           this text\n"
	"\n"
	"Example:\n"
	"  lv1mem info\n";

static const char *const feature_names[] = { "raw", "mmap" };

#define FEATURE_COUNT (sizeof(feature_names) / sizeof(feature_names[0]))

static void print_features(uint32_t features)
{
	const char *separator = "";

	printf("  %-20s", "features");
	for (unsigned int bit = 0; bit < 32; bit++) {
		if (!(features & (1u << bit)))
			continue;
		fputs(separator, stdout);
		separator = ", ";
		if (bit < FEATURE_COUNT)
			fputs(feature_names[bit], stdout);
		else
			printf("bit %u", bit);
	}
	puts(features ? "" : "none");
}

static struct size_text format_limit(uint64_t limit)
{
	static const struct size_text unlimited = { "unlimited" };

	return limit == LV1MEM_UNLIMITED ? unlimited : format_size(limit);
}

static void print_use(const char *who, uint64_t regions, uint64_t bytes)
{
	printf("  %-20s%" PRIu64 " region%s, %" PRIu64 " bytes\n", who, regions,
	       regions == 1 ? "" : "s", bytes);
}

void print_info(const struct lv1mem_info *info)
{
	print_features(info->features);
	printf("  %-20s%s\n", "kernel page size",
	       format_size(1ULL << (info->page_shift & 63)).text);
	print_use("this file owns", info->file_regions, info->file_bytes);
	print_use("all files own", info->total_regions, info->total_bytes);
	print_use("quarantined", info->quarantined_regions,
		  info->quarantined_bytes);
	printf("  %-20s%" PRIu64 " regions, %s bytes\n", "limit of a file",
	       (uint64_t)info->file_max_regions,
	       format_limit(info->file_max_bytes).text);
	printf("  %-20s%s bytes\n", "limit of all files",
	       format_limit(info->total_max_bytes).text);
}

static void write_features(struct json *json, uint32_t features)
{
	json_key(json, "features");
	json_open(json, '[');
	for (unsigned int bit = 0; bit < FEATURE_COUNT; bit++) {
		if (features & (1u << bit))
			json_string(json, feature_names[bit]);
	}
	json_close(json, ']');
}

static void write_use(struct json *json, const char *who, uint64_t regions,
		      uint64_t bytes)
{
	json_key(json, who);
	json_open(json, '{');
	json_key(json, "regions");
	json_u64(json, regions);
	json_key(json, "bytes");
	json_u64(json, bytes);
	json_close(json, '}');
}

static void write_limit(struct json *json, const char *name, uint64_t limit)
{
	json_key(json, name);
	if (limit == LV1MEM_UNLIMITED)
		json_null(json);
	else
		json_u64(json, limit);
}

static void write_info(const struct lv1mem_info *info)
{
	struct json json = { .out = stdout };

	json_open(&json, '{');
	write_features(&json, info->features);
	json_key(&json, "page_shift");
	json_u64(&json, info->page_shift);
	write_use(&json, "file", info->file_regions, info->file_bytes);
	write_use(&json, "total", info->total_regions, info->total_bytes);
	write_use(&json, "quarantined", info->quarantined_regions,
		  info->quarantined_bytes);
	write_limit(&json, "file_max_regions", info->file_max_regions);
	write_limit(&json, "file_max_bytes", info->file_max_bytes);
	write_limit(&json, "total_max_bytes", info->total_max_bytes);
	json_close(&json, '}');
	putchar('\n');
}

static int run(int argc, char **argv)
{
	struct lv1mem_info info;
	int status;
	int err;
	int fd;

	if (command_parse_operand(&command_info, argc, argv, NULL, &status))
		return status;

	fd = open_device(O_RDONLY | O_CLOEXEC, &status);
	if (fd < 0)
		return status;

	err = lv1mem_get_info(fd, &info);
	lv1mem_close(fd);
	if (err) {
		print_refusal("info", err, 0);
		return STATUS_REFUSED;
	}

	if (json_wanted()) {
		write_info(&info);
	} else {
		puts(LV1MEM_DEVICE);
		print_info(&info);
	}
	return STATUS_DONE;
}

const struct command command_info = {
	.name = "info",
	.summary = "show what the device offers, allows and holds",
	.help = help_text,
	.run = run,
};
