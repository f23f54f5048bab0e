// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem alloc: allocate regions, show them, hold them, release them.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lv1/memory.h>

#include "command.h"
#include "hold.h"
#include "json.h"

/* The most regions that one open file can own. */
#define COUNT_MAX 65536

/**
 * struct alloc_request - the command line
 * @args: the inputs of each allocation
 * @count: number of regions, at least 1
 * @raw: pass @args to LV1 unchecked
 * @has_page_shift: the page size was given; the default is the kernel's
 * @has_r5: --r5 was given
 * @size: the length as typed
 * @command: the command to run with the regions, or NULL
 */
struct alloc_request {
	struct lv1mem_raw args;
	uint64_t count;
	bool raw;
	bool has_page_shift;
	bool has_r5;
	const char *size;
	char **command;
};

enum {
	OPTION_PAGE_SHIFT = 256,
	OPTION_R5,
};

static const struct option options[] = {
	{ "page-size", required_argument, NULL, 'p' },
	{ "page-shift", required_argument, NULL, OPTION_PAGE_SHIFT },
	{ "count", required_argument, NULL, 'n' },
	{ "flags", required_argument, NULL, 'f' },
	{ "raw", no_argument, NULL, 'r' },
	{ "r5", required_argument, NULL, OPTION_R5 },
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static bool parse_option(struct alloc_request *request, int option)
{
	const char *wrong = "not a number";
	bool good;

	switch (option) {
	case 'p':
		request->has_page_shift = true;
		good = parse_page_size(optarg, &request->args.page_shift);
		wrong = "not a power of two";
		break;
	case OPTION_PAGE_SHIFT:
		request->has_page_shift = true;
		good = parse_number(optarg, &request->args.page_shift);
		break;
	case 'n':
		good = parse_number(optarg, &request->count) &&
		       request->count && request->count <= COUNT_MAX;
		wrong = "not a number from 1 to 65536";
		break;
	case 'f':
		good = parse_number(optarg, &request->args.lv1_flags);
		break;
	case OPTION_R5:
		request->has_r5 = true;
		good = parse_number(optarg, &request->args.r5);
		break;
	case 'r':
		request->raw = true;
		return true;
	case 'j':
		report_as_json();
		return true;
	case 1:
		good = !request->size;
		request->size = optarg;
		wrong = "a command goes after --; unexpected argument";
		break;
	default:
		return false;
	}
	if (!good)
		print_error("alloc: %s: %s", wrong, optarg);
	return good;
}

static bool is_page_shift(uint64_t page_shift)
{
	return page_shift >= LV1_PAGE_SHIFT_MIN && page_shift < 64;
}

static bool check(struct alloc_request *request)
{
	struct lv1mem_raw *args = &request->args;

	/* In a raw request, the driver does not replace a page shift of 0. */
	if (request->raw && !request->has_page_shift)
		args->page_shift = __builtin_ctzl(sysconf(_SC_PAGESIZE));

	if (!request->size)
		print_error("alloc: SIZE is missing");
	else if (!parse_size(request->size, &args->length))
		print_error("alloc: not a size: %s", request->size);
	else if (request->has_r5 && !request->raw)
		print_error("alloc: --r5 needs --raw");
	else if (request->has_page_shift && !request->raw &&
		 !is_page_shift(args->page_shift))
		print_error("alloc: pages are 4K or larger, shifts are 12 to 63; --raw passes any value to LV1");
	else
		return true;
	return false;
}

/* Returns false if the command ends here, with exit status *@status. */
static bool parse(struct alloc_request *request, int argc, char **argv, int *status)
{
	int option;

	*status = STATUS_USAGE;
	/* With "-", each operand before "--" is an option 1, and COMMAND is left over. */
	while ((option = getopt_long(argc, argv, "-p:n:f:rjh", options,
				     NULL)) != -1) {
		if (option == 'h') {
			*status = command_print_help(&command_alloc);
			return false;
		}
		if (!parse_option(request, option)) {
			command_usage_error(&command_alloc);
			return false;
		}
	}
	if (optind < argc)
		request->command = argv + optind;
	if (check(request))
		return true;

	command_usage_error(&command_alloc);
	return false;
}

/* Say which argument the driver refused. */
static void print_advice(const struct lv1mem_raw *args)
{
	if (args->lv1_flags & ~(uint64_t)LV1MEM_LV1_FLAG_TRY_ALT_UNIT)
		print_error("alloc: flags are 0 or 4; --raw passes any value to LV1");
	else
		print_error("alloc: SIZE must be a multiple of the page size; see --page-size");
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

/* @number is 1 for the first region. Returns 0 or a negative errno. */
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

/* Release all regions. If one cannot be released, go on with the next. */
static int release(int fd, const struct lv1mem_region *regions, uint64_t count)
{
	int status = STATUS_DONE;
	int32_t lv1_status;

	while (count--) {
		int err = lv1mem_free(fd, regions[count].lpar_addr,
				      &lv1_status);

		if (err)
			status = print_refusal("release", err, lv1_status);
		else if (!json_wanted())
			printf("Released: status %" PRId32 " %s\n", lv1_status,
			       lv1mem_status_name(lv1_status));
	}
	return status;
}

static void write_region(const struct lv1mem_region *region)
{
	json_open(NULL, '{');
	json_hex("lpar_addr", region->lpar_addr);
	json_u64("muid", region->muid);
	json_u64("length", region->length);
	json_u64("page_shift", region->page_shift);
	if (region->mmap_offset == LV1MEM_NOT_MAPPABLE)
		json_null("mmap_offset");
	else
		json_hex("mmap_offset", region->mmap_offset);
	json_close();
}

static void write_regions(const struct lv1mem_region *regions, uint64_t count)
{
	json_begin();
	json_open("regions", '[');
	for (uint64_t i = 0; i < count; i++)
		write_region(&regions[i]);
	json_end();
}

/* With JSON, nothing is printed here: the output stays one document. */
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

static int alloc_and_hold(int fd, const struct alloc_request *request)
{
	struct lv1mem_region *regions;
	int status = STATUS_REFUSED;
	uint64_t count = 0;
	int released;

	regions = calloc(request->count, sizeof(*regions));
	if (!regions)
		return report(-ENOMEM, 0, "alloc: %s", strerror(ENOMEM));

	hold_prepare();
	while (count < request->count &&
	       !allocate(fd, request, count + 1, &regions[count]))
		count++;

	if (count == request->count)
		status = hold_all(fd, request, regions);
	released = release(fd, regions, count);
	free(regions);
	return status == STATUS_DONE ? released : status;
}

static int run(int argc, char **argv)
{
	struct alloc_request request = { .count = 1 };
	int flags = O_RDWR;
	int status;
	int fd;

	if (!parse(&request, argc, argv, &status))
		return status;

	if (!request.command)
		flags |= O_CLOEXEC;
	fd = open_device(flags, &status);
	if (fd < 0)
		return status;

	status = alloc_and_hold(fd, &request);
	lv1mem_close(fd);
	return status;
}

const struct command command_alloc = {
	.name = "alloc",
	.summary = "allocate regions and hold them, or run a command with them",
	.help = "Usage: lv1mem alloc SIZE [OPTIONS] [-- COMMAND [ARGUMENTS]]\n"
		"\n"
		"Allocate a region of hypervisor memory, show LV1's answer, and hold the region\n"
		"until Enter is pressed, stdin ends, or SIGINT or SIGTERM arrives; with COMMAND,\n"
		"until COMMAND ends. Then release it.\n"
		"\n"
		"SIZE and P are bytes: 4096, 0x1000, 4K, 2M.\n"
		"\n"
		"  -p, --page-size P    size of the region's pages; default: the kernel's\n"
		"      --page-shift N   the same as a power of two: 12 is 4K\n"
		"  -n, --count N        number of regions, all or none; default 1\n"
		"  -f, --flags F        flags for LV1 (R6), 0 or 4; default 0\n"
		"  -r, --raw            pass all values to LV1 unchecked, any flags too; needs\n"
		"                       CAP_SYS_RAWIO\n"
		"      --r5 V           with --raw: value of R5, default 0\n"
		"  -j, --json           write one JSON document, before the wait or COMMAND\n"
		"  -h, --help           this text\n"
		"\n"
		"COMMAND inherits the open device. Its environment has LV1MEM_FD, LV1MEM_ADDR,\n"
		"LV1MEM_LENGTH, LV1MEM_PAGE_SHIFT and, if the region can be mapped,\n"
		"LV1MEM_MMAP_OFFSET. With --count, LV1MEM_ADDR and LV1MEM_MMAP_OFFSET have one\n"
		"word for each region. The exit status is that of COMMAND, 126 if it cannot be\n"
		"started, or 127 if it is not found.\n"
		"\n"
		"Example:\n"
		"  lv1mem alloc 2M --page-size 64K -- ./my-program\n",
	.run = run,
};
