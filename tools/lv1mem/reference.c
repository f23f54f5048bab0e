// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the reference page of lv1_allocate_memory says of any call.
 */
#include <stddef.h>

#include <lv1/memory.h>
#include <lv1/status.h>

#include "reference.h"

LV1_STATUS_ENUM;

/* The page names flags 0 to 4 as successful, and no size above 2 MiB. */
#define FLAGS_KNOWN	 4
#define PAGE_SHIFT_LARGE 21
#define R5_KNOWN	 1

#define ONE(number) REFERENCE_STATEMENT(number)

static bool has_page_size(const struct lv1mem_raw *call)
{
	return call->page_shift <= 63;
}

static uint64_t page_size(const struct lv1mem_raw *call)
{
	return 1ULL << call->page_shift;
}

static bool is_no_multiple(const struct lv1mem_raw *call)
{
	return has_page_size(call) && call->length & (page_size(call) - 1);
}

static bool has_large_pages(const struct lv1mem_raw *call)
{
	return call->page_shift > PAGE_SHIFT_LARGE;
}

static bool has_large_r5(const struct lv1mem_raw *call)
{
	return call->r5 > R5_KNOWN;
}

static bool has_illegal_flags(const struct lv1mem_raw *call)
{
	return call->lv1_flags >= LV1_MEMORY_FLAGS_ILLEGAL;
}

static bool wants_address_zero(const struct lv1mem_raw *call)
{
	return call->lv1_flags == LV1_MEMORY_ADDR_ZERO;
}

/* Why a call with pages of 4K or more is refused; 0: no status is given. */
static const struct {
	bool (*applies)(const struct lv1mem_raw *call);
	unsigned int number;
	int32_t lv1_status;
} refusals[] = {
	{ is_no_multiple, 1, 0 },
	{ has_large_pages, 3, LV1_RESOURCE_SHORTAGE },
	{ has_large_r5, 7, LV1_NO_ENTRY },
	{ has_illegal_flags, 10, LV1_ILLEGAL_PARAMETER_VALUE },
	{ wants_address_zero, 11, LV1_DUPLICATE_ENTRY },
};

/* True if the call may be refused for a reason that the page is silent about. */
static bool is_unexplored(const struct lv1mem_raw *call)
{
	if (!call->length || !has_page_size(call))
		return true;
	if (!has_large_pages(call) && call->length > 1ULL << PAGE_SHIFT_LARGE)
		return true;
	return call->lv1_flags > FLAGS_KNOWN && !wants_address_zero(call) &&
	       !has_illegal_flags(call);
}

/* A5: looked at before all else. */
static struct reference_answer small_pages(const struct lv1mem_raw *call)
{
	struct reference_answer says = {
		.expectation = REFERENCE_STATUS,
		.lv1_status = LV1_ILLEGAL_PARAMETER_VALUE,
		.statements = ONE(5),
		.number = 5,
	};

	if (call->r5) {
		says.statements |= ONE(8);
		says.number = 8;
	}
	if (call->lv1_flags & LV1_MEMORY_ADDR_ZERO) {
		says.statements |= ONE(12);
		says.number = 12;
	}
	return says;
}

static struct reference_answer success(const struct lv1mem_raw *call)
{
	struct reference_answer says = {
		.expectation = REFERENCE_STATUS,
		.lv1_status = LV1_SUCCESS,
		.statements = ONE(2),
		.number = 2,
	};

	if (call->length != page_size(call)) {
		says.statements |= ONE(1);
		says.number = 1;
	}
	if (call->r5) {
		says.statements |= ONE(6);
		says.number = 6;
	}
	if (call->lv1_flags) {
		says.statements |= ONE(9);
		says.number = 9;
	}
	if (call->lv1_flags & LV1_MEMORY_TRANSFERABLE)
		says.statements |= ONE(14);
	return says;
}

/* A12: with flag 8, another reason for a refusal comes first. */
static bool is_ahead_of_duplicate(const struct lv1mem_raw *call)
{
	return call->lv1_flags & LV1_MEMORY_ADDR_ZERO &&
	       (has_large_pages(call) || has_illegal_flags(call));
}

struct reference_answer reference_says(const struct lv1mem_raw *call)
{
	struct reference_answer says = { .expectation = REFERENCE_OPEN };
	bool ahead = is_ahead_of_duplicate(call);
	unsigned int reasons = 0;

	if (call->page_shift < LV1_PAGE_SHIFT_MIN)
		return small_pages(call);

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (!refusals[i].applies(call) ||
		    (ahead && refusals[i].number == 11))
			continue;
		says.statements |= ONE(refusals[i].number);
		says.number = refusals[i].number;
		says.lv1_status = refusals[i].lv1_status;
		reasons++;
	}
	if (!reasons)
		return is_unexplored(call) ? says : success(call);

	if (ahead) {
		says.statements |= ONE(12);
		says.number = 12;
	}
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
		[4] = "16M pages can be had before the system has started",
		[5] = "page_size_exp below 12: LV1_ILLEGAL_PARAMETER_VALUE",
		[6] = "R5 of 0 and 1 is accepted",
		[7] = "R5 of 2 or more: LV1_NO_ENTRY",
		[8] = "page_size_exp is checked ahead of R5",
		[9] = "flags 0, 1, 2, 3 and 4 succeed",
		[10] = "flags of 0x400 and more: LV1_ILLEGAL_PARAMETER_VALUE",
		[11] = "flags 0x08: LV1_DUPLICATE_ENTRY",
		[12] = "with flag 0x08, other refusals come ahead of that",
		[13] = "muid is 1 on every success",
		[14] = "flag 1, transferability, may be asked for or not",
	};

	return texts[number];
}
