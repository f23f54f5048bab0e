// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem sweep: does LV1 answer as the reference page says?
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "reference.h"
#include "sweep.h"

static const char help_text[] =
	"Usage: lv1mem sweep [--reference]\n"
	"\n"
	"Call lv1_allocate_memory with the values that its reference page speaks of, one\n"
	"after the other, and compare LV1's answers with the page. Every region is\n"
	"released at once. The first column has the numbers of the page's statements, as\n"
	"in reference.h. Needs CAP_SYS_RAWIO.\n"
	"\n"
	"      --reference   compare with the reference page; the default\n"
	"  -h, --help        this text\n"
	"\n"
	"Exit status: 0 if nothing differs, 2 if something does.\n"
	"\n"
	"Example:\n"
	"  lv1mem sweep\n";

struct sweep_count {
	unsigned int tried;
	unsigned int differing;
	unsigned int failed;
};

static void print_header(const struct colours *colours)
{
	puts("size in bytes, pages of 2^exp bytes; \"page says\" and \"LV1 answered\": status");
	printf("%s%-11s %5s %3s %-11s %-11s %-12s %-31s %s%s\n", colours->bold,
	       "statements", "size", "exp", "R5", "flags (R6)",
	       "page says", "LV1 answered", "verdict", colours->off);
}

static const char *expected_text(const struct reference_case *reference,
				 char *text, size_t size)
{
	if (reference->expectation == REFERENCE_REFUSED)
		return "refused";
	if (!reference->lv1_status)
		return "0, muid 1";

	snprintf(text, size, "%" PRId32, reference->lv1_status);
	return text;
}

static void print_call(const struct reference_case *reference)
{
	char expected[16];

	printf("%-11s %5s %3" PRIu64 " ", reference->statements,
	       format_size(reference->length).text, reference->page_shift);
	if (reference->expectation == REFERENCE_BOOT_ONLY)
		return;

	printf("0x%-9" PRIx64 " 0x%-9" PRIx64 " %-12s ",
	       reference->unknown_r5, reference->lv1_flags,
	       expected_text(reference, expected, sizeof(expected)));
}

static void print_answer(const struct colours *colours, bool met,
			 int32_t lv1_status, uint64_t muid)
{
	char answer[64];

	if (lv1_status)
		snprintf(answer, sizeof(answer), "%" PRId32 " %s", lv1_status,
			 lv1mem_status_name(lv1_status));
	else
		snprintf(answer, sizeof(answer), "0 %s, muid %" PRIu64,
			 lv1mem_status_name(0), muid);
	printf("%-31s %s%s%s\n", answer, met ? colours->good : colours->bad,
	       met ? "ok" : "DIFFERS", colours->off);
}

/* True if LV1 has answered; else the driver has refused, with @err. */
static bool was_answered(int err, int32_t lv1_status)
{
	return !err || lv1_status;
}

static int try_case(int fd, const struct reference_case *reference,
		    struct lv1mem_region *region, int32_t *lv1_status)
{
	const struct lv1mem_raw raw = {
		.length = reference->length,
		.page_shift = reference->page_shift,
		.unknown_r5 = reference->unknown_r5,
		.lv1_flags = reference->lv1_flags,
	};

	return lv1mem_alloc_raw(fd, &raw, region, lv1_status);
}

static void sweep_case(int fd, const struct reference_case *reference,
		       const struct colours *colours, struct sweep_count *count)
{
	struct lv1mem_region region = { 0 };
	int32_t lv1_status;
	bool met;
	int err;

	print_call(reference);
	if (reference->expectation == REFERENCE_BOOT_ONLY) {
		puts("not tried: only before the kernel has taken its memory");
		return;
	}

	err = try_case(fd, reference, &region, &lv1_status);
	if (!was_answered(err, lv1_status)) {
		printf("not asked: %s\n", strerror(-err));
		count->failed++;
		return;
	}

	met = reference_is_met(reference, lv1_status, region.muid);
	print_answer(colours, met, lv1_status, region.muid);
	count->tried++;
	count->differing += !met;
	if (err)
		return;

	err = lv1mem_free(fd, region.lpar_addr, &lv1_status);
	if (err) {
		print_refusal("release", err, lv1_status);
		count->failed++;
	}
}

static void print_summary(const struct colours *colours,
			  const struct sweep_count *count)
{
	if (count->failed)
		printf("%s%u calls or releases were refused by the driver or failed.%s\n",
		       colours->bad, count->failed, colours->off);
	if (count->differing)
		printf("%s%u of %u answers differ from the reference page.%s\n"
		       "On a console that is news.\n",
		       colours->bad,
		       count->differing, count->tried, colours->off);
	else
		printf("%sAll %u answers are as the reference page says.%s\n",
		       colours->good, count->tried, colours->off);
}

/*
 * Ask for the right to make raw calls with one that LV1 refuses, so that a
 * missing right is one message and not a table of them.
 */
static int check_privilege(int fd)
{
	const struct lv1mem_raw raw = { 0 };
	struct lv1mem_region region;
	int32_t lv1_status;
	int err = lv1mem_alloc_raw(fd, &raw, &region, &lv1_status);

	if (err == -EPERM && !lv1_status) {
		print_refusal("sweep", err, 0);
		return err;
	}
	if (!err)
		lv1mem_free(fd, region.lpar_addr, NULL);
	return 0;
}

int sweep_reference(int fd)
{
	struct colours colours = stdout_colours();
	struct sweep_count count = { 0 };

	if (check_privilege(fd))
		return STATUS_REFUSED;

	print_header(&colours);
	for (size_t i = 0; i < reference_case_count; i++)
		sweep_case(fd, &reference_cases[i], &colours, &count);
	print_summary(&colours, &count);

	return count.differing || count.failed ? STATUS_REFUSED : STATUS_DONE;
}

/* True to go on; false if *@status is final. */
static bool parse(int argc, char **argv, int *status)
{
	static const struct option options[] = {
		{ "reference", no_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'r')
			continue;
		if (option == 'h')
			*status = command_print_help(&command_sweep);
		else
			*status = command_usage_error(&command_sweep);
		return false;
	}
	if (optind == argc)
		return true;

	print_error("sweep: unexpected argument: %s", argv[optind]);
	*status = command_usage_error(&command_sweep);
	return false;
}

static int run(int argc, char **argv)
{
	int status;
	int fd;

	if (!parse(argc, argv, &status))
		return status;

	fd = open_device(O_RDWR | O_CLOEXEC, &status);
	if (fd < 0)
		return status;

	status = sweep_reference(fd);
	lv1mem_close(fd);
	return status;
}

const struct command command_sweep = {
	.name = "sweep",
	.summary = "compare LV1's answers with the reference page",
	.help = help_text,
	.run = run,
};
