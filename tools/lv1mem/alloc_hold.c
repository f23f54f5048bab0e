// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem alloc: the regions from their allocation to their release.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "command.h"
#include "hold.h"
#include "json.h"
#include "report.h"

/* Say which argument the driver did not take. */
static void print_advice(const struct lv1mem_raw *args)
{
	if (args->lv1_flags & ~(uint64_t)LV1MEM_LV1_FLAG_TRY_ALT_UNIT)
		print_error("alloc: flags are 0 or 4; --raw asks LV1 anyway");
	else
		print_error("alloc: SIZE has to be a multiple of the page size; see --page-size");
}

static void report_failure(const struct alloc_request *request, uint64_t number,
			   int err, int32_t lv1_status)
{
	char what[64] = "alloc";

	if (request->count > 1)
		snprintf(what, sizeof(what),
			 "alloc: region %" PRIu64 " of %" PRIu64, number,
			 request->count);
	print_refusal(what, err, lv1_status);
	if (err == -EINVAL && !lv1_status && !request->raw && !json_wanted())
		print_advice(&request->args);
}

static void show_region(const struct alloc_request *request, uint64_t number,
			const struct lv1mem_region *region, int32_t lv1_status)
{
	if (request->count > 1)
		printf("Allocated %" PRIu64 " of %" PRIu64 ":\n", number,
		       request->count);
	else
		puts("Allocated:");
	print_region(region, lv1_status);
}

/* The region's number is 1 for the first. Returns a negative errno or 0. */
static int allocate(int fd, const struct alloc_request *request,
		    uint64_t number, struct lv1mem_region *region)
{
	const struct lv1mem_raw *args = &request->args;
	int32_t lv1_status;
	int err;

	if (request->raw)
		err = lv1mem_alloc_raw(fd, args, region, &lv1_status);
	else
		err = lv1mem_alloc(fd, args->length, args->page_shift,
				   args->lv1_flags, region, &lv1_status);
	if (err)
		report_failure(request, number, err, lv1_status);
	else if (!json_wanted())
		show_region(request, number, region, lv1_status);
	return err;
}

/* Each of them, even if one could not be released. */
static int release(int fd, const struct lv1mem_region *regions, uint64_t count)
{
	int status = STATUS_DONE;
	int32_t lv1_status;

	while (count--) {
		int err = lv1mem_free(fd, regions[count].lpar_addr,
				      &lv1_status);

		if (err) {
			print_refusal("release", err, lv1_status);
			status = STATUS_REFUSED;
		} else if (!json_wanted()) {
			printf("Released: status %" PRId32 " %s\n", lv1_status,
			       lv1mem_status_name(lv1_status));
		}
	}
	return status;
}

static void write_region(struct json *json, const struct lv1mem_region *region)
{
	json_open(json, '{');
	json_key(json, "lpar_addr");
	json_hex(json, region->lpar_addr);
	json_key(json, "muid");
	json_u64(json, region->muid);
	json_key(json, "length");
	json_u64(json, region->length);
	json_key(json, "page_shift");
	json_u64(json, region->page_shift);
	json_key(json, "mmap_offset");
	if (region->mmap_offset == LV1MEM_NOT_MAPPABLE)
		json_null(json);
	else
		json_hex(json, region->mmap_offset);
	json_close(json, '}');
}

static void write_regions(const struct lv1mem_region *regions, uint64_t count)
{
	struct json json = { .out = stdout };

	json_open(&json, '{');
	json_key(&json, "regions");
	json_open(&json, '[');
	for (uint64_t i = 0; i < count; i++)
		write_region(&json, &regions[i]);
	json_close(&json, ']');
	json_close(&json, '}');
	putchar('\n');
}

/* JSON stays one document: there, nothing is said of the wait. */
static void hold(void)
{
	bool terminal = isatty(STDIN_FILENO);
	int signal_number;

	if (!json_wanted())
		printf("Held until %sSIGINT or SIGTERM.\n",
		       terminal ? "Enter is pressed, or " :
				  "stdin gives a line or ends, or ");
	fflush(stdout);

	signal_number = hold_until_key();
	if (signal_number && !json_wanted())
		printf("%s%s: releasing.\n", terminal ? "\n" : "",
		       signal_number == SIGINT ? "SIGINT" : "SIGTERM");
}

static int hold_all(int fd, const struct alloc_request *request,
		    const struct lv1mem_region *regions)
{
	if (json_wanted())
		write_regions(regions, request->count);
	if (request->command)
		return hold_while_running(request->command, fd, regions,
					  request->count);
	hold();
	return STATUS_DONE;
}

int alloc_and_hold(int fd, const struct alloc_request *request)
{
	struct lv1mem_region *regions;
	uint64_t count = 0;
	int status;
	int released;

	regions = calloc(request->count, sizeof(*regions));
	if (!regions) {
		report(-ENOMEM, 0, "alloc: %s", strerror(ENOMEM));
		return STATUS_REFUSED;
	}
	hold_prepare();
	while (count < request->count &&
	       !allocate(fd, request, count + 1, &regions[count]))
		count++;

	if (count == request->count)
		status = hold_all(fd, request, regions);
	else
		status = STATUS_REFUSED;

	released = release(fd, regions, count);
	free(regions);
	return status == STATUS_DONE ? released : status;
}
