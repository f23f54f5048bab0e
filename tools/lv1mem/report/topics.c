// SPDX-License-Identifier: GPL-2.0-only
/*
 * What facts bear on: statements of the reference page, A1 to A14; choices of OpenLV1, by
 * their names in tools/openlv1/core/choices.h; and the form of addresses, in lv1/memory.h.
 */
#include <lv1/memory.h>

#include "report.h"

static const struct topic choices[] = {
	{ "ALLOCATION_CHECKS", "if there are two reasons to refuse, which is found first" },
	{ "LV1_LPAR_ADDR_CLASS_SHIFT", "an address has a size class and a counter" },
	{ "MEMORY_FLAGS_ACCEPTED", "flags up to 0x3ff are accepted, 0x10 and more change nothing" },
	{ "MEMORY_R5_ENTRIES", "R5 is an index into a table of two entries" },
	{ "POOL_EXTENTS", "which memory is left when Linux has started" },
	{ "REAL_MODE_PAGE_SHIFT", "the page size of the region at address 0" },
	{ "REAL_MODE_SIZE", "the size of the region at address 0" },
	{ "REGION_ACCESS_RIGHT", "the access right that call 6 returns" },
	{ "REGION_MUID", "the muid of every region" },
	{ "STATUS_NO_REGION", "call 6 on an address without a region" },
	{ "STATUS_SIZE_ILLEGAL", "a size of 0, or of no multiple of the page size" },
};

#define CHOICES (sizeof(choices) / sizeof(choices[0]))

static const char *const statements[REFERENCE_STATEMENTS] = {
	"A1",
	"A2",
	"A3",
	"A4",
	"A5",
	"A6",
	"A7",
	"A8",
	"A9",
	"A10",
	"A11",
	"A12",
	"A13",
	"A14",
};

struct topic topic_get(size_t number)
{
	if (number < REFERENCE_STATEMENTS)
		return (struct topic){ statements[number], reference_text(number + 1) };
	number -= REFERENCE_STATEMENTS;
	return number < CHOICES ? choices[number] : (struct topic){ NULL, NULL };
}

static bool is_multiple(const struct lv1mem_raw *call)
{
	return call->page_shift > 63 ||
	       (call->length && !(call->length & ((1ULL << call->page_shift) - 1)));
}

char *topics_of_call(const struct lv1mem_raw *call)
{
	struct reference_answer says = reference_says(call);
	const uint64_t flags = call->lv1_flags & ~(uint64_t)LV1_MEMORY_ADDR_ZERO;
	bool can_succeed = says.expectation == REFERENCE_OPEN ||
			   (says.expectation == REFERENCE_STATUS && !says.lv1_status);
	const struct {
		bool applies;
		const char *choice;
	} rows[] = {
		{ (flags > LV1_MEMORY_TRY_ALT_UNIT && flags < LV1_MEMORY_FLAGS_ILLEGAL) ||
			  (says.expectation == REFERENCE_OPEN && call->lv1_flags),
		  "MEMORY_FLAGS_ACCEPTED" },
		{ !is_multiple(call), "STATUS_SIZE_ILLEGAL" },
		{ call->length > 2 << 20, "POOL_EXTENTS" },
		{ says.expectation == REFERENCE_REFUSED, "ALLOCATION_CHECKS" },
		{ call->r5, "MEMORY_R5_ENTRIES" },
		{ can_succeed, "REGION_MUID" },
	};
	char *topics = NULL;
	size_t size;
	FILE *stream = open_memstream(&topics, &size);

	if (!stream)
		return NULL;
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		bool applies = i == 13 && can_succeed && says.expectation != REFERENCE_OPEN;

		if (applies || says.statements & REFERENCE_STATEMENT(i))
			fprintf(stream, "A%u ", i);
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].applies)
			fprintf(stream, "%s ", rows[i].choice);
	}
	return fclose(stream) ? NULL : topics;
}
