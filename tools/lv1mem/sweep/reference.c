// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reference page of lv1_allocate_memory as code.
 */
#include <stddef.h>

#include <lv1/memory.h>
#include <lv1/status.h>

#include "sweep.h"

LV1_STATUS_ENUM;

/* The page says that flags 0 to 4 succeed, and mentions no size above 2 MiB. */
#define FLAGS_KNOWN	 4
#define PAGE_SHIFT_LARGE 21
#define R5_KNOWN	 1

static bool has_large_pages(const struct lv1mem_raw *call)
{
	return call->page_shift > PAGE_SHIFT_LARGE;
}

static bool has_illegal_flags(const struct lv1mem_raw *call)
{
	return call->lv1_flags >= LV1_MEMORY_FLAGS_ILLEGAL;
}

/* 0 if the page size has more than 64 bits. */
static uint64_t page_size(const struct lv1mem_raw *call)
{
	return call->page_shift > 63 ? 0 : 1ULL << call->page_shift;
}

/* True if LV1 may refuse the call for a reason that the page does not mention. */
static bool is_unexplored(const struct lv1mem_raw *call)
{
	if (!call->length || !page_size(call))
		return true;
	if (!has_large_pages(call) && call->length > 1ULL << PAGE_SHIFT_LARGE)
		return true;
	return call->lv1_flags > FLAGS_KNOWN && !has_illegal_flags(call) &&
	       call->lv1_flags != LV1_MEMORY_ADDR_ZERO;
}

static void add(struct reference_answer *says, bool applies, unsigned int number)
{
	if (!applies)
		return;
	says->statements |= REFERENCE_STATEMENT(number);
	says->number = number;
}

/* A5: checked before anything else. */
static struct reference_answer small_pages(const struct lv1mem_raw *call)
{
	struct reference_answer says = {
		.expectation = REFERENCE_STATUS,
		.lv1_status = LV1_ILLEGAL_PARAMETER_VALUE,
	};

	add(&says, true, 5);
	add(&says, call->r5, 8);
	add(&says, call->lv1_flags & LV1_MEMORY_ADDR_ZERO, 12);
	return says;
}

static struct reference_answer success(const struct lv1mem_raw *call)
{
	struct reference_answer says = {
		.expectation = REFERENCE_STATUS,
		.lv1_status = LV1_SUCCESS,
	};

	/* The last statement that applies is the call's main one. */
	add(&says, call->lv1_flags & LV1_MEMORY_TRANSFERABLE, 14);
	add(&says, true, 2);
	add(&says, call->length != page_size(call), 1);
	add(&says, call->r5, 6);
	add(&says, call->lv1_flags, 9);
	return says;
}

struct reference_answer reference_says(const struct lv1mem_raw *call)
{
	/* A12: with flag 8, other reasons for a refusal come first. */
	bool ahead = call->lv1_flags & LV1_MEMORY_ADDR_ZERO &&
		     (has_large_pages(call) || has_illegal_flags(call));
	/* Reasons for a refusal; with status 0, the page gives no status. */
	const struct {
		bool applies;
		unsigned int number;
		int32_t lv1_status;
	} refusals[] = {
		{ call->length & (page_size(call) - 1) && page_size(call), 1, 0 },
		{ has_large_pages(call), 3, LV1_RESOURCE_SHORTAGE },
		{ call->r5 > R5_KNOWN, 7, LV1_NO_ENTRY },
		{ has_illegal_flags(call), 10, LV1_ILLEGAL_PARAMETER_VALUE },
		{ call->lv1_flags == LV1_MEMORY_ADDR_ZERO && !ahead, 11,
		  LV1_DUPLICATE_ENTRY },
	};
	struct reference_answer says = { .expectation = REFERENCE_OPEN };
	unsigned int reasons = 0;

	if (call->page_shift < LV1_PAGE_SHIFT_MIN)
		return small_pages(call);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		add(&says, refusals[i].applies, refusals[i].number);
		if (refusals[i].applies)
			says.lv1_status = refusals[i].lv1_status;
		reasons += refusals[i].applies;
	}
	if (!reasons)
		return is_unexplored(call) ? says : success(call);

	add(&says, ahead, 12);
	/* The page does not say which of two reasons LV1 finds first. */
	if (reasons > 1 || !says.lv1_status || is_unexplored(call)) {
		says.expectation = REFERENCE_REFUSED;
		says.lv1_status = 0;
	} else {
		says.expectation = REFERENCE_STATUS;
	}
	return says;
}

unsigned int reference_breach(const struct reference_answer *says,
			      int32_t lv1_status, uint64_t muid)
{
	switch (says->expectation) {
	case REFERENCE_OPEN:
		break;
	case REFERENCE_REFUSED:
		return lv1_status ? 0 : says->number;
	case REFERENCE_STATUS:
		if (lv1_status != says->lv1_status)
			return says->number;
		break;
	}
	return !lv1_status && muid != REFERENCE_MUID ? 13 : 0;
}

const char *reference_text(unsigned int number)
{
	static const char *const texts[REFERENCE_STATEMENTS + 1] = {
		[1] = "size must be a multiple of the page size",
		[2] = "page_size_exp 12 (4K) to 21 (2M) succeed",
		[3] = "page_size_exp above that: LV1_RESOURCE_SHORTAGE",
		[4] = "16M pages succeed before Linux takes the memory",
		[5] = "page_size_exp below 12: LV1_ILLEGAL_PARAMETER_VALUE",
		[6] = "R5 0 and 1 succeed",
		[7] = "R5 of 2 or more: LV1_NO_ENTRY",
		[8] = "page_size_exp is checked before R5",
		[9] = "flags 0, 1, 2, 3 and 4 succeed",
		[10] = "flags of 0x400 and more: LV1_ILLEGAL_PARAMETER_VALUE",
		[11] = "flags 0x08: LV1_DUPLICATE_ENTRY",
		[12] = "flags 0x08: other reasons for a refusal come first",
		[13] = "muid is 1 on every success",
		[14] = "flag 1, for a transferable region: 0 and 1 succeed",
	};

	return texts[number];
}
