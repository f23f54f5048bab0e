// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem sweep: options, and the exit status.
 */
#include "sweep.h"

struct request {
	const char *lists[SWEEP_INPUTS];
	const char *svg;
	bool reference;
};

/* The options of the lists are their inputs. */
enum {
	OPTION_REFERENCE = SWEEP_INPUTS,
	OPTION_SVG,
};

static const struct option options[] = {
	{ "page-shift", required_argument, NULL, SWEEP_PAGE_SHIFT },
	{ "flags", required_argument, NULL, SWEEP_FLAGS },
	{ "r5", required_argument, NULL, SWEEP_R5 },
	{ "size", required_argument, NULL, SWEEP_SIZE },
	{ "reference", no_argument, NULL, OPTION_REFERENCE },
	{ "svg", required_argument, NULL, OPTION_SVG },
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static bool parse_option(struct request *request, int option)
{
	switch (option) {
	case 'f':
		request->lists[SWEEP_FLAGS] = optarg;
		return true;
	case 's':
		request->lists[SWEEP_SIZE] = optarg;
		return true;
	case OPTION_REFERENCE:
		request->reference = true;
		return true;
	case OPTION_SVG:
		request->svg = optarg;
		return true;
	case '?':
		return false;
	}
	request->lists[option] = optarg;
	return true;
}

static bool is_stdout(const char *svg)
{
	return svg && !strcmp(svg, "-");
}

static int parse(struct request *request, int argc, char **argv)
{
	int option;

	while ((option = next_option(argc, argv, "f:s:jh", options)) != -1) {
		if (option == 'h')
			return STATUS_HELP;
		if (!parse_option(request, option))
			return STATUS_WRONG_USAGE;
	}
	if (optind < argc)
		print_error("sweep: unexpected argument: %s", argv[optind]);
	else if (json_wanted() && is_stdout(request->svg))
		print_error("sweep: --json and --svg - cannot both go to stdout");
	else
		return STATUS_DONE;
	return STATUS_WRONG_USAGE;
}

static int close_svg(FILE *svg, const char *name)
{
	const char *reason = close_file(svg);

	if (!reason)
		return STATUS_DONE;
	print_error("sweep: cannot write %s: %s", name, reason);
	return STATUS_REFUSED;
}

/* Show the answers, unless the picture, @svg, is what stdout gets. */
static void show(const struct sweep *sweep, FILE *svg)
{
	if (svg)
		sweep_write_svg(sweep, svg);
	if (svg == stdout)
		return;
	if (json_wanted())
		sweep_print_json(sweep);
	else
		sweep_print(sweep);
}

/* Print why the sweep ended early, if it did. Returns an exit status. */
static int judge_end(const struct sweep *sweep)
{
	if (sweep->release_err) {
		print_refusal("release", sweep->release_err,
			      sweep->release_status);
		print_error("sweep: ended after %zu of %zu calls: 0x%" PRIx64 " could not be released",
			    sweep->tried, sweep->total, sweep->release_addr);
		return STATUS_REFUSED;
	}
	if (sweep->tried == sweep->total)
		return STATUS_DONE;

	print_error("sweep: interrupted after %zu of %zu calls; its regions are released",
		    sweep->tried, sweep->total);
	return 128 + interrupted();
}

/* Returns an exit status: an early end matters more than a difference. */
static int judge(const struct sweep *sweep)
{
	struct sweep_counts counts = sweep_count(sweep);
	int status = judge_end(sweep);

	if (counts.not_asked)
		print_error("sweep: the driver refused %zu calls; see: lv1mem info",
			    counts.not_asked);
	if (!status && (counts.not_asked || (sweep->reference && counts.differing)))
		return STATUS_REFUSED;
	return status;
}

static int sweep_device(struct context *context, struct sweep *sweep,
			const struct request *request)
{
	FILE *svg = NULL;
	int closed = STATUS_DONE;
	int status;

	if (!open_device(context, O_RDWR, &status))
		return status;
	status = sweep_check_privilege(context->fd, "sweep");
	if (status)
		return status;
	/* Before the sweep, which can take long. */
	if (request->svg)
		svg = is_stdout(request->svg) ? stdout : fopen(request->svg, "we");
	if (request->svg && !svg)
		return report(-errno, 0, "sweep: %s: %s", request->svg,
			      strerror(errno));

	sweep_run(sweep, context->fd);
	show(sweep, svg);
	status = judge(sweep);
	if (svg && svg != stdout)
		closed = close_svg(svg, request->svg);
	return status ? status : closed;
}

int run_sweep(struct context *context, int argc, char **argv)
{
	struct request request = { 0 };
	struct sweep sweep = { 0 };
	int status = parse(&request, argc, argv);

	if (status)
		return status;

	sweep.reference = request.reference;
	status = STATUS_WRONG_USAGE;
	if (sweep_init(&sweep, request.lists))
		status = sweep_device(context, &sweep, &request);
	sweep_free(&sweep);
	return status;
}

const char help_sweep[] =
	"Call lv1_allocate_memory with every combination of some values, release each\n"
	"region at once, and draw LV1's answers. Needs CAP_SYS_RAWIO.\n"
	"\n"
	"LIST is a number (12, 0x400), a range (0-31), or several (0-4,8,0x400). A size\n"
	"can have a unit (4K, 1M) or be in pages (1P, 3P); a range of sizes doubles\n"
	"(4K-1M). Without any LIST, the values are those of the reference page and a few\n"
	"more. With a LIST, the others are page shift 12, flags 0, R5 0 and size 1P.\n"
	"\n"
	"      --page-shift LIST   page_size_exp (R4): pages of 2^N bytes\n"
	"  -f, --flags LIST        flags (R6)\n"
	"      --r5 LIST           R5, whose meaning is unknown\n"
	"  -s, --size LIST         size (R3)\n"
	"      --reference         compare with the reference page; mark an answer that\n"
	"                          differs with the number of its statement, A1 to A14\n"
	"      --svg FILE          also write a picture to FILE; with -, write only the\n"
	"                          picture, to stdout\n"
	"  -j, --json              write one JSON document with every call and its answer\n"
	"  -h, --help              this text\n"
	"\n"
	"Ctrl-C ends it early and shows the answers so far.\n"
	"\n"
	"Exit status: as for all subcommands; with --reference, also 1 if an answer\n"
	"differs; 130 after Ctrl-C, 143 after SIGTERM.\n"
	"\n"
	"Example:\n"
	"  lv1mem sweep --page-shift 8-24 --flags 0-15 --r5 0,2 --size 4K,1M\n";
