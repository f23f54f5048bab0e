// SPDX-License-Identifier: GPL-2.0-only
/*
 * Questions to LV1. Each leaves as much allocated as it finds.
 */
#include <time.h>

#include "report.h"

/* An odd number: the median is one of them. */
#define TIME_RUNS 101

/* Allocations in which a released address may come again. */
#define AGAIN_MAX 64

static void write_status(FILE *answer, int err, int32_t lv1_status)
{
	if (err && !lv1_status)
		fprintf(answer, "the driver refused: %s", name_of_errno(-err));
	else
		fprintf(answer, "%" PRId32 " %s", lv1_status, lv1mem_status_name(lv1_status));
}

/* Allocate a region. False after an answer that tells why there is none. */
static bool take(struct findings *findings, const struct lv1mem_raw *call,
		 struct lv1mem_region *region, FILE *answer)
{
	int32_t lv1_status;
	int err = lv1mem_alloc_raw(findings->context->fd, call, region, &lv1_status);

	if (!err)
		return true;
	fputs("not allocated: ", answer);
	write_status(answer, err, lv1_status);
	return false;
}

/* A region that cannot be released ends the report, for each one is lost. */
static void release(struct findings *findings, const struct lv1mem_region *region)
{
	struct sweep *sweep = &findings->sweep;
	int32_t lv1_status;
	int err = lv1mem_free(findings->context->fd, region->lpar_addr, &lv1_status);

	if (!err)
		return;
	sweep->release_err = err;
	sweep->release_status = lv1_status;
	sweep->release_addr = region->lpar_addr;
}

/* What the reference page is compared with. An answer that contradicts it stays. */
static void record(const struct sweep_cell *cell, struct sweep_cell *to)
{
	unsigned int breach;

	sweep_compare(to, &breach);
	if (!breach)
		*to = *cell;
}

void ask_allocate(struct findings *findings, struct fact *fact, FILE *answer)
{
	struct sweep_cell cell = { .call = fact->call, .outcome = SWEEP_ANSWERED };
	struct lv1mem_region region;

	cell.err = lv1mem_alloc_raw(findings->context->fd, &cell.call, &region, &cell.lv1_status);
	write_status(answer, cell.err, cell.lv1_status);
	if (!cell.err) {
		cell.muid = region.muid;
		fprintf(answer, ", muid 0x%" PRIx64, region.muid);
		release(findings, &region);
	} else if (!cell.lv1_status) {
		cell.outcome = SWEEP_NOT_ASKED;
	}
	record(&cell, fact->cell);
	/* The cells are asked for in their order. */
	if (fact->cell == &findings->sweep.cells[findings->sweep.tried])
		findings->sweep.tried++;
}

/* @base is where the region starts that was asked about. */
static void query(struct findings *findings, uint64_t lpar_addr, uint64_t base, FILE *answer)
{
	struct lv1mem_query reply;
	int32_t lv1_status;
	int err = lv1mem_query(findings->context->fd, lpar_addr, &reply, &lv1_status);

	write_status(answer, err, lv1_status);
	if (err)
		return;
	fprintf(answer, ", start %s0x%" PRIx64 ", length 0x%" PRIx64, base ? "+" : "",
		(uint64_t)reply.start - base, (uint64_t)reply.length);
	fprintf(answer, ", access %" PRIu64 ", page shift %" PRIu64 ", flags 0x%" PRIx64,
		(uint64_t)reply.access_right, (uint64_t)reply.page_shift,
		(uint64_t)reply.lv1_flags);
}

void ask_query(struct findings *findings, struct fact *fact, FILE *answer)
{
	query(findings, fact->number, 0, answer);
}

void ask_query_region(struct findings *findings, struct fact *fact, FILE *answer)
{
	struct lv1mem_region region;

	if (!take(findings, &fact->call, &region, answer))
		return;
	query(findings, region.lpar_addr + fact->number, region.lpar_addr, answer);
	release(findings, &region);
}

void ask_size_class(struct findings *findings, struct fact *fact, FILE *answer)
{
	struct lv1mem_address address;
	struct lv1mem_region region;

	if (!take(findings, &fact->call, &region, answer))
		return;
	if (lv1mem_decode(region.lpar_addr, &address))
		fprintf(answer, "none, 0x%" PRIx64, region.lpar_addr);
	else
		fprintf(answer, "%u", address.size_class);
	release(findings, &region);
}

/* Allocate a region of 4K and release it. Returns its counter, or 0 after an answer. */
static uint64_t get_counter(struct findings *findings, FILE *answer)
{
	const struct lv1mem_raw page = { .length = 4096, .page_shift = 12 };
	struct lv1mem_address address = { 0 };
	struct lv1mem_region region;

	if (!take(findings, &page, &region, answer))
		return 0;
	if (lv1mem_decode(region.lpar_addr, &address) || !address.counter)
		fprintf(answer, "no counter in 0x%" PRIx64, region.lpar_addr);
	release(findings, &region);
	return address.counter;
}

void ask_first_counter(struct findings *findings, struct fact *fact, FILE *answer)
{
	uint64_t counter = get_counter(findings, answer);

	if (counter)
		fprintf(answer, "%" PRIu64, counter);
}

void ask_counter(struct findings *findings, struct fact *fact, FILE *answer)
{
	uint64_t before = get_counter(findings, answer);
	struct lv1mem_region region;
	uint64_t after;
	int err;

	if (!before)
		return;
	err = lv1mem_alloc_raw(findings->context->fd, &fact->call, &region, NULL);
	if (!err)
		release(findings, &region);
	after = get_counter(findings, answer);
	if (after)
		fprintf(answer, "%+" PRId64, (int64_t)(after - before));
}

void ask_again(struct findings *findings, struct fact *fact, FILE *answer)
{
	struct lv1mem_region region;
	uint64_t first = 0;

	for (int i = 0; i <= AGAIN_MAX && !findings->sweep.release_err; i++) {
		if (!take(findings, &fact->call, &region, answer))
			return;
		release(findings, &region);
		if (region.lpar_addr == first) {
			fprintf(answer, "in allocation %d", i);
			return;
		}
		first = i ? first : region.lpar_addr;
	}
	fprintf(answer, "not in %d allocations", AGAIN_MAX);
}

void ask_probe(struct findings *findings, struct fact *fact, FILE *answer)
{
	struct probe probe = { .page_shift = fact->number };
	int err = probe_pages(findings->context, &probe);

	if (err) {
		findings->sweep.release_err = err;
		findings->sweep.release_status = probe.release_status;
		findings->sweep.release_addr = probe.release_addr;
	}
	fprintf(answer, "0x%" PRIx64 " in %" PRIu64 " region%s, largest 0x%" PRIx64 ", then ",
		probe.total, probe.regions, probe.regions == 1 ? "" : "s", probe.largest);
	write_status(answer, probe.err, probe.lv1_status);
}

/* The timebase; elsewhere nanoseconds. */
static uint64_t ticks(void)
{
#ifdef __powerpc__
	return __builtin_ppc_get_timebase();
#else
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
#endif
}

static int compare_times(const void *one, const void *other)
{
	uint64_t a = *(const uint64_t *)one;
	uint64_t b = *(const uint64_t *)other;

	return (a > b) - (a < b);
}

/*
 * Take the times of an allocation, a query, the release, and an ioctl that does not ask LV1.
 * Query and release are not known without a region.
 */
static void take_times(struct findings *findings, const struct lv1mem_raw *call,
		       uint64_t times[TIMES])
{
	int fd = findings->context->fd;
	struct lv1mem_region region;
	struct lv1mem_query reply;
	struct lv1mem_info info;
	uint64_t at[TIMES + 1];
	int err;

	at[0] = ticks();
	err = lv1mem_alloc_raw(fd, call, &region, NULL);
	at[1] = ticks();
	if (!err)
		lv1mem_query(fd, region.lpar_addr, &reply, NULL);
	at[2] = ticks();
	if (!err)
		release(findings, &region);
	at[3] = ticks();
	lv1mem_get_info(fd, &info);
	at[4] = ticks();
	for (int i = 0; i < TIMES; i++)
		times[i] = at[i + 1] - at[i];
	if (err) {
		times[TIME_QUERY] = 0;
		times[TIME_RELEASE] = 0;
	}
}

void ask_time(struct findings *findings, struct fact *fact, FILE *answer)
{
	uint64_t samples[TIME_RUNS] = { 0 };
	uint64_t times[TIMES];

	for (int i = 0; i < TIME_RUNS && !findings->sweep.release_err; i++) {
		take_times(findings, &fact->call, times);
		samples[i] = times[fact->number];
	}
	qsort(samples, TIME_RUNS, sizeof(samples[0]), compare_times);
	fact->median = samples[TIME_RUNS / 2];
	fact->spread = samples[TIME_RUNS * 3 / 4] - samples[TIME_RUNS / 4];
}
