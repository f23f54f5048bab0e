// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tries the cells of a sweep, one after the other.
 */
#include <time.h>

#include "sweep.h"

/* Once a second, from @next on. */
static void show_progress(const struct sweep *sweep, time_t *next)
{
	if (time(NULL) < *next)
		return;
	fprintf(stderr, "\r%zu of %zu calls", sweep->tried, sweep->total);
	*next = time(NULL) + 1;
}

/* False if the region cannot be released. */
static bool try_cell(struct sweep *sweep, int fd, struct sweep_cell *cell)
{
	struct lv1mem_region region;
	int err = lv1mem_alloc_raw(fd, &cell->call, &region, &cell->lv1_status);

	/* LV1's refusals have a status, the driver's have none. */
	cell->outcome = err && !cell->lv1_status ? SWEEP_NOT_ASKED :
						   SWEEP_ANSWERED;
	sweep->tried++;
	if (err) {
		cell->err = err;
		return true;
	}

	cell->muid = region.muid;
	sweep->release_err = lv1mem_free(fd, region.lpar_addr,
					 &sweep->release_status);
	sweep->release_addr = region.lpar_addr;
	return !sweep->release_err;
}

int sweep_check_privilege(int fd, const char *command)
{
	const struct lv1mem_raw raw = { 0 };
	struct lv1mem_region region;
	int32_t lv1_status;
	int err = lv1mem_alloc_raw(fd, &raw, &region, &lv1_status);

	if (err && !lv1_status)
		return print_refusal(command, err, 0);
	if (!err)
		lv1mem_free(fd, region.lpar_addr, NULL);
	return STATUS_DONE;
}

void sweep_run(struct sweep *sweep, int fd)
{
	/* A short sweep shows none. */
	time_t begin = time(NULL) + 2;
	time_t next = begin;

	catch_interrupts();
	while (sweep->tried < sweep->total && !interrupted() &&
	       try_cell(sweep, fd, &sweep->cells[sweep->tried])) {
		if (isatty(STDERR_FILENO) && !terminal_is_dumb())
			show_progress(sweep, &next);
	}
	/* Erase what was shown. */
	if (next > begin)
		fputs("\r\033[K", stderr);
}
