// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem alloc: allocate regions, show them, hold them, release them. Its options.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stddef.h>
#include <unistd.h>

#include <lv1/memory.h>

#include "alloc.h"
#include "command.h"
#include "report.h"

/* So many regions can be mapped by one open file. */
#define MAX_COUNT 65536

static const char help_text[] =
	"Usage: lv1mem alloc SIZE [OPTIONS] [-- COMMAND [ARGUMENTS]]\n"
	"\n"
	"Allocate a region of the hypervisor's memory, show what LV1 answered, and hold\n"
	"the region until Enter is pressed, stdin ends or SIGINT or SIGTERM arrives, or,\n"
	"with COMMAND, until COMMAND ends. Then release it.\n"
	"\n"
	"SIZE and P are bytes: 4096, 0x1000, 4K, 2M.\n"
	"\n"
	"  -p, --page-size P    size of the region's pages; default: the kernel's\n"
	"      --page-shift N   the same as a power of two: 12 is 4K\n"
	"  -n, --count N        so many regions, all or none; default 1\n"
	"  -f, --flags F        flags for LV1 (R6), 0 or 4; default 0\n"
	"  -r, --raw            hand all values to LV1 unchecked, any flags too; needs\n"
	"                       CAP_SYS_RAWIO\n"
	"      --r5 V           with --raw: value of R5, default 0\n"
	"  -j, --json           write JSON: one document, before the wait or COMMAND\n"
	"  -h, --help           this text\n"
	"\n"
	"COMMAND inherits the open device and finds in its environment LV1MEM_FD,\n"
	"LV1MEM_ADDR, LV1MEM_LENGTH, LV1MEM_PAGE_SHIFT and, if the region can be mapped,\n"
	"LV1MEM_MMAP_OFFSET. With --count, LV1MEM_ADDR and LV1MEM_MMAP_OFFSET have one\n"
	"word for each region. The exit status is then that of COMMAND, 126 if it cannot\n"
	"be started, 127 if it is not found.\n"
	"\n"
	"Example:\n"
	"  lv1mem alloc 2M --page-size 64K -- ./my-program\n";

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
	switch (option) {
	case 'p':
		request->has_page_shift = true;
		if (parse_page_size(optarg, &request->args.page_shift))
			return true;
		print_error("alloc: not a power of two: %s", optarg);
		return false;
	case OPTION_PAGE_SHIFT:
		request->has_page_shift = true;
		if (parse_number(optarg, &request->args.page_shift))
			return true;
		break;
	case 'n':
		if (parse_number(optarg, &request->count) && request->count &&
		    request->count <= MAX_COUNT)
			return true;
		print_error("alloc: not a number from 1 to %d: %s", MAX_COUNT,
			    optarg);
		return false;
	case 'f':
		if (parse_number(optarg, &request->args.lv1_flags))
			return true;
		break;
	case 'r':
		request->raw = true;
		return true;
	case 'j':
		report_as_json();
		return true;
	case OPTION_R5:
		request->has_r5 = true;
		if (parse_number(optarg, &request->args.r5))
			return true;
		break;
	case 1:
		if (!request->size) {
			request->size = optarg;
			return true;
		}
		print_error("alloc: unexpected argument: %s; a command goes after --",
			    optarg);
		return false;
	default:
		return false;
	}
	print_error("alloc: not a number: %s", optarg);
	return false;
}

/* For raw requests, which the driver does not change. */
static unsigned int kernel_page_shift(void)
{
	return __builtin_ctzl(sysconf(_SC_PAGESIZE));
}

static bool is_page_shift(uint64_t page_shift)
{
	return page_shift >= LV1_PAGE_SHIFT_MIN && page_shift < 64;
}

static bool check(struct alloc_request *request)
{
	if (!request->size) {
		print_error("alloc: SIZE is missing");
		return false;
	}
	if (!parse_size(request->size, &request->args.length)) {
		print_error("alloc: not a size: %s", request->size);
		return false;
	}
	if (request->raw) {
		if (!request->has_page_shift)
			request->args.page_shift = kernel_page_shift();
		return true;
	}

	if (request->has_r5) {
		print_error("alloc: --r5 goes with --raw only");
		return false;
	}
	if (request->has_page_shift && !is_page_shift(request->args.page_shift)) {
		print_error("alloc: pages have 4K or more, shifts are 12 to 63; --raw asks LV1 anyway");
		return false;
	}
	return true;
}

/* True to go on; false if *@status is final. */
static bool parse(struct alloc_request *request, int argc, char **argv, int *status)
{
	int option;

	*status = STATUS_USAGE;
	/* '-': operands come as option 1, and only "--" leaves something over. */
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
	.help = help_text,
	.run = run,
};
