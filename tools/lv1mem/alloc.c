// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem alloc: allocate regions, show them, hold them, release them.
 */
#include <lv1/memory.h>

#include "command.h"

/* The most regions that one open file can own. */
#define COUNT_MAX 65536

/* What the command line asks for. */
struct alloc_request {
	struct lv1mem_raw args; /* the inputs of each allocation */
	uint64_t count;		/* number of regions, at least 1 */
	bool raw;		/* pass @args to LV1 unchecked */
	bool has_page_shift;	/* the page size was given; the default is the kernel's */
	bool has_r5;		/* --r5 was given */
	size_t operands;
	char **command; /* the command to run with the regions, or NULL */
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

/* @advice follows the message about a wrong value. */
static bool parse_option(struct alloc_request *request, int option, const char *advice)
{
	const char *wrong = "not a number";
	bool good = false;
	uint64_t size;

	switch (option) {
	case 's':
		good = parse_size(optarg, &request->args.length);
		wrong = "not a size";
		break;
	case 'p':
		request->has_page_shift = true;
		good = parse_size(optarg, &size) && size && !(size & (size - 1));
		if (good)
			request->args.page_shift = __builtin_ctzll(size);
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
	case '?':
		return false;
	default:
		wrong = "unexpected argument";
	}
	if (!good)
		print_error("alloc: %s: %s%s", wrong, optarg, advice);
	return good;
}

static bool check(struct alloc_request *request)
{
	struct lv1mem_raw *args = &request->args;

	/* In a raw request, the driver does not replace a page shift of 0. */
	if (request->raw && !request->has_page_shift)
		args->page_shift = __builtin_ctzl(sysconf(_SC_PAGESIZE));

	if (!request->operands)
		print_error("alloc: SIZE is missing");
	else if (request->has_r5 && !request->raw)
		print_error("alloc: --r5 needs --raw");
	else if (request->has_page_shift && !request->raw &&
		 (args->page_shift < LV1_PAGE_SHIFT_MIN || args->page_shift > 63))
		print_error("alloc: pages are 4K or larger, shifts are 12 to 63; --raw passes any value to LV1");
	else
		return true;
	return false;
}

static int parse(struct alloc_request *request, int argc, char **argv)
{
	/* What the operands mean: SIZE, PAGE-SIZE, FLAGS. */
	static const char operands[] = { 's', 'p', 'f' };
	int option;

	/* With "-", each operand before "--" is an option 1, and COMMAND is left over. */
	while ((option = next_option(argc, argv, "-p:n:f:rjh", options)) != -1) {
		bool is_second = option == 1 && request->operands;

		if (option == 'h')
			return STATUS_HELP;
		if (option == 1 && request->operands < sizeof(operands))
			option = operands[request->operands++];
		if (!parse_option(request, option,
				  is_second ? "; a command goes after --" : ""))
			return STATUS_WRONG_USAGE;
	}
	if (optind < argc)
		request->command = argv + optind;
	return check(request) ? STATUS_DONE : STATUS_WRONG_USAGE;
}

static void report_failure(const struct alloc_request *request, uint64_t number,
			   int err, int32_t lv1_status)
{
	const char *reason = "SIZE must be a multiple of the page size; see --page-size";
	char what[64] = "alloc";

	if (request->count > 1)
		snprintf(what, sizeof(what),
			 "alloc: region %" PRIu64 " of %" PRIu64, number,
			 request->count);
	if (request->args.lv1_flags & ~(uint64_t)LV1MEM_LV1_FLAG_TRY_ALT_UNIT)
		reason = "flags are 0 or 4; --raw passes any value to LV1";
	/* Say which argument the driver refused. */
	if (err == -EINVAL && !lv1_status && !request->raw)
		report(err, 0, "%s: the driver refused, not LV1: EINVAL: %s", what, reason);
	else
		print_refusal(what, err, lv1_status);
}

static void show_region(const struct context *context,
			const struct alloc_request *request, uint64_t number,
			int32_t lv1_status)
{
	const struct lv1mem_region *region =
		&context->regions[context->region_count - 1].region;
	struct lv1mem_address address;

	if (context->in_shell && !request->command)
		printf("Region %zu:\n", context->region_count);
	else if (request->count > 1)
		printf("Allocated %" PRIu64 " of %" PRIu64 ":\n", number,
		       request->count);
	else
		puts("Allocated:");

	printf("  %-12s%" PRId32 " %s\n", "lv1_status", lv1_status,
	       lv1mem_status_name(lv1_status));
	printf("  %-12s0x%" PRIx64 "\n", "lpar_addr", region->lpar_addr);
	if (lv1mem_decode(region->lpar_addr, &address)) {
		printf("  %-12snot an address that lv1_allocate_memory can return\n", "");
	} else {
		printf("  %-12ssize_class 2^%u (%s), counter %" PRIu64 " (0x%" PRIx64 ")\n",
		       "", address.size_class,
		       format_size(1ULL << address.size_class).text,
		       address.counter, address.counter);
	}
	printf("  %-12s%" PRIu64 "\n", "muid", region->muid);
	printf("  %-12s%" PRIu64 "\n  %-12s%" PRIu64 "\n", "length",
	       region->length, "page_shift", region->page_shift);
}

/* @number is 1 for the first region. Returns 0 or a negative errno. */
static int allocate(struct context *context, const struct alloc_request *request,
		    uint64_t number)
{
	const struct lv1mem_raw *args = &request->args;
	struct held_region held = { .is_held = true };
	int32_t lv1_status;
	int err;

	if (request->raw)
		err = lv1mem_alloc_raw(context->fd, args, &held.region,
				       &lv1_status);
	else
		err = lv1mem_alloc(context->fd, args->length, args->page_shift,
				   args->lv1_flags, &held.region, &lv1_status);
	if (err) {
		report_failure(request, number, err, lv1_status);
		return err;
	}
	context->regions[context->region_count++] = held;
	if (!json_wanted())
		show_region(context, request, number, lv1_status);
	return 0;
}

/* With JSON, nothing is printed here: the output stays one document. */
static void hold(void)
{
	int signal_number;

	if (!json_wanted())
		printf("Held until %s, or SIGINT or SIGTERM.\n",
		       isatty(STDIN_FILENO) ? "Enter is pressed" :
					      "stdin gives a line or ends");
	fflush(stdout);
	signal_number = hold_until_key();
	if (signal_number && !json_wanted())
		printf("\n%s: releasing.\n", strsignal(signal_number));
}

/* Without a command, regions of the shell stay. */
static int alloc(struct context *context, const struct alloc_request *request)
{
	size_t first = context->region_count;
	int status = STATUS_REFUSED;
	uint64_t count = 0;
	int released;

	if (!regions_reserve(context, request->count))
		return STATUS_REFUSED;

	catch_interrupts();
	while (count < request->count && !allocate(context, request, count + 1))
		count++;

	if (count == request->count) {
		status = STATUS_DONE;
		if (json_wanted())
			regions_write(context, first);
		if (context->in_shell && !request->command)
			return STATUS_DONE;
		if (request->command)
			status = hold_while_running(context, first, request->command);
		else
			hold();
	}
	released = regions_release(context, first);
	/* The shell has not shown these numbers. */
	if (request->command && !released && !json_wanted())
		context->region_count = first;
	return status == STATUS_DONE ? released : status;
}

int run_alloc(struct context *context, int argc, char **argv)
{
	struct alloc_request request = { .count = 1 };
	int status = parse(&request, argc, argv);

	if (status)
		return status;
	if (!open_device(context, O_RDWR, &status))
		return status;
	return alloc(context, &request);
}

const char help_alloc[] =
	"Allocate a region of hypervisor memory, show LV1's answer, and hold the region\n"
	"until Enter is pressed, stdin ends, or SIGINT or SIGTERM arrives, which is no\n"
	"failure; with COMMAND, until it ends. lv1mem shell holds it until it is freed.\n"
	"\n"
	"SIZE and P are bytes: 4096, 0x1000, 4K, 2M. PAGE-SIZE and FLAGS are P and F.\n"
	"\n"
	"  -p, --page-size P    size of the region's pages; default: the kernel's\n"
	"      --page-shift N   the same as an exponent of two: 12 is 4K\n"
	"  -n, --count N        allocate N regions, or none; default 1\n"
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
	"  lv1mem alloc 2M --page-size 64K -- ./my-program\n";
