/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The reference page of lv1_allocate_memory as code: what it says about a call.
 *
 * The page comes from experiments and leaves many calls open. Its statements have
 * the numbers A1 to A14; see Documentation/lv1-memory.rst.
 */
#ifndef _REFERENCE_H
#define _REFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include <lv1mem.h>

/* The highest number of a statement; the lowest is 1. */
#define REFERENCE_STATEMENTS 14

/* A statement as a member of a set. */
#define REFERENCE_STATEMENT(number) (1U << (number))

/* The muid of every success, A13. */
#define REFERENCE_MUID 1

enum reference_expectation {
	/* The page allows any answer. */
	REFERENCE_OPEN,
	/* The page gives the status. */
	REFERENCE_STATUS,
	/* The page says that the call fails, but gives no status. */
	REFERENCE_REFUSED,
};

/**
 * struct reference_answer - what the page says about a call
 * @expectation: the kind of answer
 * @lv1_status: the status, for REFERENCE_STATUS
 * @statements: the set of statements that apply, without A13, which applies to
 *	every success
 * @number: the main one of them
 */
struct reference_answer {
	enum reference_expectation expectation;
	int32_t lv1_status;
	uint32_t statements;
	unsigned int number;
};

/* For a call after Linux has started. */
struct reference_answer reference_says(const struct lv1mem_raw *call);

/*
 * Returns the number of the statement that LV1's answer contradicts, or 0. @muid
 * matters on success only.
 */
unsigned int reference_breach(const struct reference_answer *says,
			      int32_t lv1_status, uint64_t muid);

/* A statement in a few words. */
const char *reference_text(unsigned int number);

#endif /* _REFERENCE_H */
