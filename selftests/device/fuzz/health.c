// SPDX-License-Identifier: GPL-2.0-only
/*
 * After each program: the device works, the driver, LV1 and debugfs count what they
 * counted before, and the kernel has nothing to complain about.
 */
#include <inttypes.h>
#include <stdio.h>

#include "kselftest.h"

#include "../abi.h"
#include "../injection.h"
#include "../witness.h"
#include "execute.h"

#define REGIONS_OF "/sys/kernel/debug/lv1mem/regions"
#define PARAMETERS "/sys/module/lv1mem/parameters/"
#define TAINTED	   "/proc/sys/kernel/tainted"

/* How long the kernel may take to close the files of a killed process. */
#define SETTLE_SECONDS 10

static const char *const parameters[] = { PARAMETERS "max_regions", PARAMETERS "max_bytes" };

static struct {
	int watcher;
	int log;
	struct totals totals;
	uint64_t live;
	uint64_t quarantined;
	char parameters[ARRAY_SIZE(parameters)][32];
	char taint[32];
} before;

static void read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = read(fd, text, size - 1);

	text[length > 0 ? length : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

bool lv1_is_ours(void)
{
	return !access(LEDGER, R_OK);
}

int set_parameter(unsigned int which, const char *text)
{
	return write_text(parameters[which], text);
}

void health_accept(void)
{
	struct lv1mem_info info = {};

	get_info(before.watcher, &info);
	before.quarantined = info.quarantined_regions;
	before.totals = get_totals(before.watcher);
	before.live = ledger_count("live", 0);
}

bool health_open(void)
{
	before.watcher = open(LV1MEM_TEST_DEVICE, O_RDONLY | O_CLOEXEC);
	if (before.watcher < 0)
		return false;
	before.log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	lseek(before.log, 0, SEEK_END);
	health_accept();
	for (size_t i = 0; i < ARRAY_SIZE(parameters); i++)
		read_text(parameters[i], before.parameters[i], sizeof(before.parameters[i]));
	read_text(TAINTED, before.taint, sizeof(before.taint));
	return true;
}

static void undo(const struct program *program)
{
	bool limits = false, refusals = false;

	for (unsigned int i = 0; i < program->count; i++) {
		limits |= program->steps[i].operation == OP_LIMIT;
		refusals |= program->steps[i].operation == OP_REFUSE;
	}
	for (size_t i = 0; limits && i < ARRAY_SIZE(parameters); i++)
		set_parameter(i, before.parameters[i]);
	if (refusals) {
		refuse(LV1_CALL_ALLOCATE_MEMORY, 0, 0);
		refuse(LV1_CALL_QUERY_REGION, 0, 0);
		refuse(LV1_CALL_RELEASE_MEMORY, 0, 0);
	}
}

/* What does not work, or NULL if all does, and its errno. */
struct problem {
	const char *step;
	int err;
};

/*
 * A region from the first to the last, in a file of its own. The allocation takes one
 * quarantined region back.
 */
static struct problem live(int fd)
{
	struct lv1mem_alloc region;
	char *bytes;
	bool empty;
	int err;

	err = alloc_region(fd, TEST_PAGE_SIZE, &region);
	if (err)
		return (struct problem){ "ALLOC", err };
	bytes = map_region(fd, &region);
	if (bytes == MAP_FAILED)
		return (struct problem){ "mmap", -errno };
	empty = !bytes[0] && !memcmp(bytes, bytes + 1, TEST_PAGE_SIZE - 1);
	memset(bytes, 0xff, TEST_PAGE_SIZE);
	munmap(bytes, TEST_PAGE_SIZE);
	if (!empty)
		return (struct problem){ "first sight, which is to be zero,", -EPROTO };
	err = free_region(fd, region.lpar_addr);
	return (struct problem){ err ? "FREE" : NULL, err };
}

static struct problem live_in_a_file(void)
{
	int fd = open_file();
	struct problem problem = { "open", fd };

	if (fd < 0)
		return problem;
	problem = live(fd);
	close(fd);
	return problem;
}

static bool counts_are_as_before(void)
{
	struct lv1mem_info info;

	return !get_info(before.watcher, &info) && info.total_regions == before.totals.regions &&
	       info.total_bytes == before.totals.bytes &&
	       info.quarantined_regions == before.quarantined && !info.file_regions &&
	       ledger_count("live", before.live) == before.live;
}

static void tell_counts(struct outcome *outcome)
{
	struct lv1mem_info info;
	int err = get_info(before.watcher, &info);

	if (err) {
		fault(outcome, "afterwards: GET_INFO: %s", strerror(-err));
		return;
	}
	fault(outcome,
	      "afterwards and before: %llu and %" PRIu64 " regions, %llu and %" PRIu64
	      " bytes, %llu and %" PRIu64 " quarantined, %" PRIu64 " and %" PRIu64
	      " in LV1, %llu and 0 of the watcher",
	      (unsigned long long)info.total_regions, before.totals.regions,
	      (unsigned long long)info.total_bytes, before.totals.bytes,
	      (unsigned long long)info.quarantined_regions, before.quarantined,
	      ledger_count("live", before.live), before.live,
	      (unsigned long long)info.file_regions);
}

static void settle(struct outcome *outcome)
{
	double end = now() + SETTLE_SECONDS;
	struct problem problem = live_in_a_file();

	/* In the meantime LV1 may be short of memory. */
	while (!counts_are_as_before() && now() < end) {
		usleep(1000);
		problem = live_in_a_file();
	}
	if (problem.step)
		fault(outcome, "afterwards: %s does not work: %s", problem.step,
		      strerror(-problem.err));
	if (!counts_are_as_before())
		tell_counts(outcome);
}

/* A row for each region, and the heads of the columns. */
static void check_debugfs(struct outcome *outcome)
{
	FILE *regions = fopen(REGIONS_OF, "re");
	uint64_t rows = 0;
	char line[256];

	if (!regions)
		return;
	while (fgets(line, sizeof(line), regions))
		rows++;
	fclose(regions);
	if (rows != 1 + before.totals.regions)
		fault(outcome, "afterwards: debugfs has %" PRIu64 " lines, not %" PRIu64, rows,
		      1 + before.totals.regions);
}

static bool is_complaint(const char *record)
{
	static const char *const marks[] = { "BUG:",
					     "BUG ",
					     "WARNING:",
					     "Oops",
					     "INFO: possible",
					     "INFO: task",
					     "INFO: trying to register",
					     "rcu: INFO:",
					     "kernel BUG at",
					     "Unable to handle",
					     "Kernel panic",
					     "lockdep:",
					     "Call Trace:" };

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		if (strstr(record, marks[i]))
			return true;
	}
	return false;
}

/* Records of programs have a priority of 8 or more. */
static void check_log(struct outcome *outcome)
{
	char record[8192], *text;
	ssize_t length;

	while ((length = read(before.log, record, sizeof(record) - 1)) > 0 ||
	       (length < 0 && errno == EPIPE)) {
		if (length < 0)
			continue;
		record[length] = '\0';
		text = strchr(record, ';');
		if (!text || atoi(record) >= 8 || !is_complaint(text))
			continue;
		text[strcspn(text, "\n")] = '\0';
		fault(outcome, "the kernel: %s", text + 1);
	}
}

static void check_taint(struct outcome *outcome)
{
	char taint[sizeof(before.taint)];

	read_text(TAINTED, taint, sizeof(taint));
	if (strcmp(taint, before.taint)) {
		fault(outcome, "the kernel is tainted: %d, before %d", atoi(taint),
		      atoi(before.taint));
		snprintf(before.taint, sizeof(before.taint), "%s", taint);
	}
}

void health_check(const struct program *program, struct outcome *outcome)
{
	undo(program);
	settle(outcome);
	check_debugfs(outcome);
	check_log(outcome);
	check_taint(outcome);
}
