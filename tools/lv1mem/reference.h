/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the reference page of lv1_allocate_memory says of any call.
 *
 * The page has been written from experiments; it leaves many calls open, and
 * nothing is made up for them here. Its statements are numbered A1 to A14, see
 * Documentation/lv1-memory.rst.
 */
#ifndef _REFERENCE_H
#define _REFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include <lv1mem.h>

/* Statements are numbered from 1: A1, A2 and so on. */
#define REFERENCE_STATEMENTS 14

/* A set of statements. */
#define REFERENCE_STATEMENT(number) (1U << (number))

/* What the page says of muid on every success. */
#define REFERENCE_MUID 1

enum reference_expectation {
	/* Whatever the answer is, the page has nothing against it. */
	REFERENCE_OPEN,
	/* The page gives the status. */
	REFERENCE_STATUS,
	/* The page says that it cannot succeed, but gives no status. */
	REFERENCE_REFUSED,
};

/**
 * struct reference_answer - what the page says of a call
 * @expectation: what kind of answer the page gives
 * @lv1_status: the status, for REFERENCE_STATUS
 * @statements: the set of statements that it follows from; A13, on muid, is
 *	about every success and never in it
 * @number: the one of them that this call is most of all about
 */
struct reference_answer {
	enum reference_expectation expectation;
	int32_t lv1_status;
	uint32_t statements;
	unsigned int number;
};

/* What the page says of a call after Linux has started. */
struct reference_answer reference_says(const struct lv1mem_raw *call);

/*
 * The number of the statement that LV1's answer goes against, 0 if it does not.
 * @muid counts on success only.
 */
unsigned int reference_breach(const struct reference_answer *says,
			      int32_t lv1_status, uint64_t muid);

/* A statement in a few words; @number is 1 to REFERENCE_STATEMENTS. */
const char *reference_text(unsigned int number);

#endif /* _REFERENCE_H */
