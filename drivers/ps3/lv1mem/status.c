// SPDX-License-Identifier: GPL-2.0-only
/*
 * The statuses of LV1: their names, what they mean to a program, and how often
 * each came back.
 */

#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>

#include <lv1/status.h>

#include "internal.h"

struct lv1mem_status {
	s32 code;
	int number;
	const char *name;
};

#define LV1MEM_STATUS(code, name, number) { (code), (number), #name },

static const struct lv1mem_status lv1mem_statuses[] = {
	LV1_STATUS_TABLE(LV1MEM_STATUS)
	{ 0, EIO, "unknown" },
};

/* The first is success, and the last for all that have no name. */
#define LV1MEM_STATUS_SUCCESS	0
#define LV1MEM_STATUS_UNKNOWN	(ARRAY_SIZE(lv1mem_statuses) - 1)

/* Several CPUs may count at once; nothing else is ordered by it. */
static atomic64_t lv1mem_status_counts[LV1MEM_CALLS][ARRAY_SIZE(lv1mem_statuses)];

static unsigned int lv1mem_status_index(s32 status)
{
	unsigned int i;

	for (i = 0; i < LV1MEM_STATUS_UNKNOWN; i++)
		if (lv1mem_statuses[i].code == status)
			break;

	return i;
}

/**
 * lv1mem_status_name - what to call a status
 * @status: what LV1 answered
 *
 * Return: a string that stays.
 */
const char *lv1mem_status_name(s32 status)
{
	return lv1mem_statuses[lv1mem_status_index(status)].name;
}

/**
 * lv1mem_status_is_known - whether there is a name for a status
 * @status: what LV1 answered
 *
 * Return: whether there is.
 */
bool lv1mem_status_is_known(s32 status)
{
	return lv1mem_status_index(status) != LV1MEM_STATUS_UNKNOWN;
}

/**
 * lv1mem_status_account - count the answer to a call
 * @call: which was made
 * @status: what LV1 answered
 *
 * Return: 0, or the negative errno of a status that is not success.
 */
int lv1mem_status_account(enum lv1mem_call call, s32 status)
{
	unsigned int index;

	if (likely(!status)) {
		atomic64_inc(&lv1mem_status_counts[call][LV1MEM_STATUS_SUCCESS]);
		return 0;
	}

	index = lv1mem_status_index(status);
	atomic64_inc(&lv1mem_status_counts[call][index]);

	return -lv1mem_statuses[index].number;
}

/**
 * lv1mem_status_show_counts - print how often each status came back
 * @to: where to
 */
void lv1mem_status_show_counts(struct seq_file *to)
{
	unsigned int status, call;

	seq_printf(to, "%-31s %12s %12s %12s\n", "status", "allocate",
		   "release", "query");
	for (status = 0; status < ARRAY_SIZE(lv1mem_statuses); status++) {
		seq_printf(to, "%-31s", lv1mem_statuses[status].name);
		for (call = 0; call < LV1MEM_CALLS; call++)
			seq_printf(to, " %12lld",
				   atomic64_read(&lv1mem_status_counts[call][status]));
		seq_putc(to, '\n');
	}
}
