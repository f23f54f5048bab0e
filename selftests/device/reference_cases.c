// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reference page of lv1_allocate_memory as a table of calls to try.
 *
 * The page comes from experiments. It says nothing of flags 0x10 to 0x3ff and size 0, so
 * they are not here. Nor is A4, which is about the time before programs run.
 */
#include <string.h>

#include <lv1/memory.h>
#include <lv1/status.h>

#include "reference_cases.h"

LV1_STATUS_ENUM;

#define KIB 1024ULL

/* clang-format off */
#define CASE(statements, length, page_shift, r5, lv1_flags, status) \
	{ (statements), (length), (page_shift), (r5), (lv1_flags), (status) }

#define REFUSED(statements, length, page_shift) \
	CASE(statements, length, page_shift, 0, 0, REFERENCE_CASE_REFUSED)
/* clang-format on */

/* A region of one page. */
#define PAGE(statements, page_shift, r5, lv1_flags, status) \
	CASE(statements, 1ULL << (page_shift), page_shift, r5, \
	     lv1_flags, status)

const struct reference_case reference_cases[] = {
	CASE("A1 A13", 12 * KIB, 12, 0, 0, LV1_SUCCESS),
	CASE("A1 A13", 192 * KIB, 16, 0, 0, LV1_SUCCESS),
	REFUSED("A1", 4 * KIB + 1, 12),
	REFUSED("A1", 4 * KIB, 16),
	REFUSED("A1", 96 * KIB, 16),

	PAGE("A2 A13", 12, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 13, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 14, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 15, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 16, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 17, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 18, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 19, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 20, 0, 0, LV1_SUCCESS),
	PAGE("A2 A13", 21, 0, 0, LV1_SUCCESS),

	PAGE("A3", 22, 0, 0, LV1_RESOURCE_SHORTAGE),
	PAGE("A3", 23, 0, 0, LV1_RESOURCE_SHORTAGE),
	PAGE("A3", 24, 0, 0, LV1_RESOURCE_SHORTAGE),
	PAGE("A3", 25, 0, 0, LV1_RESOURCE_SHORTAGE),
	PAGE("A3", 26, 0, 0, LV1_RESOURCE_SHORTAGE),
	PAGE("A3", 28, 0, 0, LV1_RESOURCE_SHORTAGE),

	CASE("A5", 4 * KIB, 0, 0, 0, LV1_ILLEGAL_PARAMETER_VALUE),
	CASE("A5", 4 * KIB, 1, 0, 0, LV1_ILLEGAL_PARAMETER_VALUE),
	CASE("A5", 4 * KIB, 6, 0, 0, LV1_ILLEGAL_PARAMETER_VALUE),
	CASE("A5", 4 * KIB, 10, 0, 0, LV1_ILLEGAL_PARAMETER_VALUE),
	CASE("A5", 4 * KIB, 11, 0, 0, LV1_ILLEGAL_PARAMETER_VALUE),

	PAGE("A6 A13", 12, 0, 0, LV1_SUCCESS),
	PAGE("A6 A13", 12, 1, 0, LV1_SUCCESS),

	PAGE("A7", 12, 2, 0, LV1_NO_ENTRY),
	PAGE("A7", 12, 3, 0, LV1_NO_ENTRY),
	PAGE("A7", 12, 0xff, 0, LV1_NO_ENTRY),
	PAGE("A7", 12, 0x80000000, 0, LV1_NO_ENTRY),
	PAGE("A7", 12, 0x100000000, 0, LV1_NO_ENTRY),

	CASE("A8", 4 * KIB, 11, 1, 0, LV1_ILLEGAL_PARAMETER_VALUE),
	CASE("A8", 4 * KIB, 11, 2, 0, LV1_ILLEGAL_PARAMETER_VALUE),
	CASE("A8", 4 * KIB, 0, 0xff, 0, LV1_ILLEGAL_PARAMETER_VALUE),

	PAGE("A9 A14 A13", 12, 0, 0, LV1_SUCCESS),
	PAGE("A9 A14 A13", 12, 0, LV1_MEMORY_TRANSFERABLE, LV1_SUCCESS),
	PAGE("A9 A13", 12, 0, 2, LV1_SUCCESS),
	PAGE("A9 A13", 12, 0, 3, LV1_SUCCESS),
	PAGE("A9 A13", 12, 0, 4, LV1_SUCCESS),

	PAGE("A10", 12, 0, 0x400, LV1_ILLEGAL_PARAMETER_VALUE),
	PAGE("A10", 12, 0, 0x401, LV1_ILLEGAL_PARAMETER_VALUE),
	PAGE("A10", 12, 0, 0x800, LV1_ILLEGAL_PARAMETER_VALUE),
	PAGE("A10", 12, 0, 0x80000000, LV1_ILLEGAL_PARAMETER_VALUE),
	PAGE("A10", 12, 0, 0x100000000, LV1_ILLEGAL_PARAMETER_VALUE),

	PAGE("A11", 12, 0, LV1_MEMORY_ADDR_ZERO, LV1_DUPLICATE_ENTRY),
	PAGE("A11", 16, 0, LV1_MEMORY_ADDR_ZERO, LV1_DUPLICATE_ENTRY),

	CASE("A12", 4 * KIB, 11, 0, LV1_MEMORY_ADDR_ZERO,
	     LV1_ILLEGAL_PARAMETER_VALUE),
	PAGE("A12", 12, 0, LV1_MEMORY_ADDR_ZERO | 0x400,
	     LV1_ILLEGAL_PARAMETER_VALUE),
	PAGE("A12", 22, 0, LV1_MEMORY_ADDR_ZERO, LV1_RESOURCE_SHORTAGE),
	PAGE("A12", 24, 0, LV1_MEMORY_ADDR_ZERO, LV1_RESOURCE_SHORTAGE),
};

const size_t reference_case_count =
	sizeof(reference_cases) / sizeof(reference_cases[0]);

bool reference_is_about(const struct reference_case *reference, const char *statement)
{
	size_t length = strlen(statement);

	for (const char *at = reference->statements; (at = strstr(at, statement)); at++) {
		if (!at[length] || at[length] == ' ')
			return true;
	}
	return false;
}
