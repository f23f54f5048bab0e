// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem alloc: allocate a region, show it, hold it, release it.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "hold.h"

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
	"  -f, --flags F        flags for LV1 (R6), 0 to 7; default 0\n"
	"  -r, --raw            hand all values to LV1 unchecked; needs CAP_SYS_RAWIO\n"
	"      --r5 V           with --raw: value of R5, default 0\n"
	"  -h, --help           this text\n"
	"\n"
	"COMMAND inherits the open device and finds in its environment LV1MEM_FD,\n"
	"LV1MEM_ADDR, LV1MEM_LENGTH, LV1MEM_PAGE_SHIFT and, if the region can be mapped,\n"
	"LV1MEM_MMAP_OFFSET. The exit status is then that of COMMAND, 126 if it cannot\n"
	"be started, 127 if it is not found.\n"
	"\n"
	"Example:\n"
	"  lv1mem alloc 2M --page-size 64K -- ./my-program\n";

struct request {
	struct lv1mem_raw args;
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
	{ "flags", required_argument, NULL, 'f' },
	{ "raw", no_argument, NULL, 'r' },
	{ "r5", required_argument, NULL, OPTION_R5 },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static bool parse_option(struct request *request, int option)
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
	case 'f':
		if (parse_number(optarg, &request->args.lv1_flags))
			return true;
		break;
	case 'r':
		request->raw = true;
		return true;
	case OPTION_R5:
		request->has_r5 = true;
		if (parse_number(optarg, &request->args.unknown_r5))
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

static bool check(struct request *request)
{
	if (!request->size) {
		print_error("alloc: SIZE is missing");
		return false;
	}
	if (!parse_size(request->size, &request->args.length)) {
		print_error("alloc: not a size: %s", request->size);
		return false;
	}
	if (request->raw)
		return true;

	if (request->has_r5) {
		print_error("alloc: --r5 goes with --raw only");
		return false;
	}
	if (request->args.page_shift > 63) {
		print_error("alloc: the page shift is out of range");
		return false;
	}
	return true;
}

/* True to go on; false if *@status is final. */
static bool parse(struct request *request, int argc, char **argv, int *status)
{
	int option;

	*status = STATUS_USAGE;
	/* '-': operands come as option 1, and only "--" leaves something over. */
	while ((option = getopt_long(argc, argv, "-p:f:rh", options,
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

/* Say which argument the driver did not like, as far as it can be known. */
static void print_advice(const struct lv1mem_raw *args)
{
	struct size_text page;

	if (args->page_shift < 12) {
		print_error("alloc: the page size has to be 4K or more; --raw asks LV1 anyway");
		return;
	}
	if (args->lv1_flags & ~7ULL) {
		print_error("alloc: flags above 7 need --raw");
		return;
	}
	page = format_size(1ULL << args->page_shift);
	print_error("alloc: SIZE has to be a multiple of the page size, %s; see --page-size",
		    page.text);
}

static int allocate(int fd, const struct request *request,
		    struct lv1mem_region *region, int32_t *lv1_status)
{
	const struct lv1mem_raw *args = &request->args;
	int err;

	if (request->raw)
		err = lv1mem_alloc_raw(fd, args, region, lv1_status);
	else
		err = lv1mem_alloc(fd, args->length, args->page_shift,
				   args->lv1_flags, region, lv1_status);
	if (!err)
		return 0;

	print_refusal("alloc", err, *lv1_status);
	if (err == -EINVAL && !*lv1_status && !request->raw)
		print_advice(args);
	return err;
}

static int release(int fd, const struct lv1mem_region *region)
{
	int32_t lv1_status;
	int err = lv1mem_free(fd, region->lpar_addr, &lv1_status);

	if (err) {
		print_refusal("release", err, lv1_status);
		return err;
	}
	printf("Released: status %" PRId32 " %s\n", lv1_status,
	       lv1mem_status_name(lv1_status));
	return 0;
}

static void hold(void)
{
	bool terminal = isatty(STDIN_FILENO);
	int signal_number;

	printf("Held until %sSIGINT or SIGTERM.\n",
	       terminal ? "Enter is pressed, or " : "stdin gives a line or ends, or ");
	fflush(stdout);

	signal_number = hold_until_key();
	if (signal_number)
		printf("%s%s: releasing.\n", terminal ? "\n" : "",
		       signal_number == SIGINT ? "SIGINT" : "SIGTERM");
}

static int allocate_and_hold(int fd, const struct request *request)
{
	struct lv1mem_region region;
	int32_t lv1_status;
	int status = STATUS_DONE;

	hold_prepare();
	if (allocate(fd, request, &region, &lv1_status))
		return STATUS_REFUSED;

	puts("Allocated:");
	print_region(&region, lv1_status);

	if (request->command)
		status = hold_while_running(request->command, fd, &region);
	else
		hold();

	if (release(fd, &region) && status == STATUS_DONE)
		status = STATUS_REFUSED;
	return status;
}

static int default_page_shift(int fd, struct request *request)
{
	struct lv1mem_info info;
	int err;

	if (request->has_page_shift)
		return 0;

	err = lv1mem_get_info(fd, &info);
	if (err) {
		print_refusal("alloc", err, 0);
		return err;
	}
	request->args.page_shift = info.page_shift;
	return 0;
}

static int run(int argc, char **argv)
{
	struct request request = { 0 };
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

	if (default_page_shift(fd, &request))
		status = STATUS_REFUSED;
	else
		status = allocate_and_hold(fd, &request);
	lv1mem_close(fd);
	return status;
}

const struct command command_alloc = {
	.name = "alloc",
	.summary = "allocate a region and hold it, or run a command with it",
	.help = help_text,
	.run = run,
};
