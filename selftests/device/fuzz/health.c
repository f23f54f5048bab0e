// SPDX-License-Identifier: GPL-2.0-only
/*
 * After each program: the device works, the driver, LV1 and debugfs count what they
 * counted before, and the kernel complains of nothing.
 */
#include <stdio.h>

#include "kselftest.h"

#include "../abi.h"
#include "../injection.h"
#include "program.h"

#define TAINTED "/proc/sys/kernel/tainted"

/* How long the kernel may take to close the files of a killed process. */
#define SETTLE_SECONDS 10

static struct {
	int watcher;
	int log;
	struct lv1mem_info info;
	uint64_t live;
	long taint;
} before;

static long read_taint(void)
{
	char text[32] = "-1";
	int fd = open(TAINTED, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		return -1;
	close(fd);
	return atol(text);
}

void health_accept(void)
{
	get_info(before.watcher, &before.info);
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
	before.taint = read_taint();
	return true;
}

/* Programs may have set limits and refusals. */
static void undo(void)
{
	set_limit("max_regions", before.info.max_regions);
	set_limit("max_bytes", before.info.max_bytes);
	refuse(LV1_CALL_ALLOCATE_MEMORY, 0, 0);
	refuse(LV1_CALL_QUERY_REGION, 0, 0);
	refuse(LV1_CALL_RELEASE_MEMORY, 0, 0);
}

static int map_and_free(int fd, const struct lv1mem_alloc *region, const char **call)
{
	char *bytes = map_region(fd, region);
	bool zero;

	*call = "mmap";
	if (bytes == MAP_FAILED)
		return -errno;
	*call = "zeroing";
	zero = !bytes[0] && !memcmp(bytes, bytes + 1, region->length - 1);
	memset(bytes, 0xff, region->length);
	munmap(bytes, region->length);
	if (!zero)
		return -EPROTO;
	*call = "FREE";
	return free_region(fd, region->lpar_addr);
}

int use_region(const char **call)
{
	struct lv1mem_alloc region;
	int fd = open_file(), err;

	*call = "open";
	if (fd < 0)
		return fd;
	*call = "ALLOC";
	err = alloc_region(fd, TEST_PAGE_SIZE, &region);
	if (!err)
		err = map_and_free(fd, &region, call);
	close(fd);
	return err;
}

static bool counts_are_as_before(const struct lv1mem_info *info)
{
	return info->total_regions == before.info.total_regions &&
	       info->total_bytes == before.info.total_bytes &&
	       info->quarantined_regions == before.info.quarantined_regions &&
	       !info->file_regions && ledger_count("live", before.live) == before.live;
}

/* ALLOC takes one quarantined region back each time. LV1 may be short of memory first. */
static void settle(struct outcome *outcome)
{
	double end = now() + SETTLE_SECONDS;
	struct lv1mem_info info;
	const char *call;
	int err, info_err;

	for (;;) {
		err = use_region(&call);
		info_err = get_info(before.watcher, &info);
		if (counts_are_as_before(&info) || now() >= end)
			break;
		usleep(1000);
	}
	if (err)
		fault(outcome, "afterwards: %s fails: %s", call, strerror(-err));
	if (info_err)
		fault(outcome, "afterwards: GET_INFO fails: %s", strerror(-info_err));
	else if (!counts_are_as_before(&info))
		fault(outcome,
		      "afterwards and before: %llu and %llu regions, %llu and %llu bytes, %llu and %llu quarantined, %llu and %llu in LV1, %llu and 0 of another file",
		      info.total_regions, before.info.total_regions, info.total_bytes,
		      before.info.total_bytes, info.quarantined_regions,
		      before.info.quarantined_regions,
		      (unsigned long long)ledger_count("live", before.live),
		      (unsigned long long)before.live, info.file_regions);
}

/* A row for each region, below the names of the columns. */
static void check_debugfs(struct outcome *outcome)
{
	int expected = 1 + before.info.total_regions, lines = count_lines(REGIONS_FILE);

	if (lines >= 0 && lines != expected)
		fault(outcome, "afterwards: debugfs has %d lines, not %d", lines, expected);
}

static bool is_complaint(const char *record)
{
	static const char *const marks[] = {
		"BUG:", "BUG ", "WARNING:", "Oops", "INFO: possible", "INFO: task",
		"INFO: trying to register", "rcu: INFO:", "kernel BUG at", "Unable to handle",
		"Kernel panic", "lockdep:", "Call Trace:"
	};

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
	if (length < 0 && errno != EAGAIN)
		fault(outcome, "afterwards: the kernel's log cannot be read: %s", strerror(errno));
}

static void check_taint(struct outcome *outcome)
{
	long taint = read_taint();

	if (taint < 0)
		fault(outcome, "afterwards: " TAINTED " cannot be read");
	else if (taint != before.taint)
		fault(outcome, "the kernel's taint is %ld, before %ld", taint, before.taint);
	before.taint = taint;
}

void health_check(struct outcome *outcome)
{
	undo();
	settle(outcome);
	check_debugfs(outcome);
	check_log(outcome);
	check_taint(outcome);
}
