// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of facts: which questions a report asks, in their order.
 */
#include "report.h"

const char *const fact_keys[FACT_KINDS] = {
	[FACT_ANSWER] = "answers",
	[FACT_TIME] = "times",
	[FACT_MACHINE] = "machine",
};

/* Calls that lv1mem sweep does not make. */
static const struct lv1mem_raw calls[] = {
	/* Sizes: no multiples, and huge ones */
	{ 0xfff, 12, 0, 0 },
	{ 0x1800, 12, 0, 0 },
	{ 0x11000, 16, 0, 0 },
	{ 0x10000000000, 40, 0, 0 },
	{ 0x8000000000000000, 63, 0, 0 },
	/* Which of two reasons comes first: size, page size, R5, flags, address zero */
	{ 0x1001, 24, 0, 0 },
	{ 0x1001, 12, 2, 0 },
	{ 0x1001, 12, 0, 0x400 },
	{ 0x1001, 12, 0, 8 },
	{ 0x1000000, 24, 2, 0 },
	{ 0x1000000, 24, 0, 0x400 },
	{ 0x1000000, 24, 0, 8 },
	{ 0x1000, 12, 2, 0x400 },
	{ 0x1000, 12, 2, 8 },
	{ 0x1000, 12, 0, 0x408 },
	/* Page sizes and R5 whose low bits alone would be good */
	{ 0x1000, 0x10c, 0, 0 },
	{ 0x1000, 0x10000000c, 0, 0 },
	{ 0x1000, 12, 0x100, 0 },
	{ 0x1000, 12, 0x8000000000000000, 0 },
	{ 0x1000, 12, ~0ULL, 0 },
	{ 0x1000, 12, 0, 0x8000000000000000 },
	/* Nobody is known to have tried these. */
	{ 0x7ffffffffffff000, 12, 0, 0 },
	{ 0xfffffffffffff000, 12, 0, 0 },
	{ 0x1000, 12, 0, 0x9 },
	{ 0x1000, 12, 0, 0xf },
	{ 0x1000, 12, 0, 0x20 },
	{ 0x1000, 12, 0, 0x40 },
	{ 0x1000, 12, 0, 0x80 },
	{ 0x1000, 12, 0, 0x100 },
	{ 0x1000, 12, 0, 0x200 },
};

/* A question about the region that @call allocates, or about an address. */
struct row {
	enum fact_kind kind;
	const char *name; /* with the call, printed as a text, in place of %s */
	const char *topics;
	question_function *ask;
	struct lv1mem_raw call;
	uint64_t number;
};

/* clang-format off */
#define ADDRESS_FORM "LV1_LPAR_ADDR_CLASS_SHIFT"

#define QUERY_ADDRESS(address, topics) \
	{ FACT_ANSWER, "query at " #address, topics, ask_query, { 0 }, address }
#define QUERY(offset, topics, ...) \
	{ FACT_ANSWER, "query at +" #offset " of %s", topics, \
	  ask_query_region, { __VA_ARGS__ }, offset }
#define SIZE_CLASS(...) \
	{ FACT_ANSWER, "size class in the address of %s", ADDRESS_FORM, \
	  ask_size_class, { __VA_ARGS__ }, 0 }
#define COUNTER(...) \
	{ FACT_ANSWER, "counter in the address, from before %s to after it", ADDRESS_FORM, \
	  ask_counter, { __VA_ARGS__ }, 0 }
#define AGAIN(...) \
	{ FACT_ANSWER, "address of %s, again after its release", ADDRESS_FORM, \
	  ask_again, { __VA_ARGS__ }, 0 }
#define PROBE(shift) \
	{ FACT_ANSWER, "all memory, in pages of 2^" #shift, "POOL_EXTENTS", \
	  ask_probe, { 0 }, shift }
#define TIME(what, text, ...) \
	{ FACT_TIME, text, "", ask_time, { __VA_ARGS__ }, what }
#define TIMES_OF(...) \
	TIME(TIME_ALLOCATE, "allocate %s", __VA_ARGS__), \
	TIME(TIME_QUERY, "query at +0x0 of %s", __VA_ARGS__), \
	TIME(TIME_RELEASE, "release %s", __VA_ARGS__)

static const struct row rows[] = {
	{ FACT_MACHINE, "counter in the address of the first region", "",
	  ask_first_counter, { 0 }, 0 },
	QUERY_ADDRESS(0x0, "REAL_MODE_SIZE REAL_MODE_PAGE_SHIFT REGION_ACCESS_RIGHT"),
	QUERY_ADDRESS(0x1234, "REAL_MODE_SIZE REAL_MODE_PAGE_SHIFT REGION_ACCESS_RIGHT"),
	QUERY_ADDRESS(0x7ffffff, "REAL_MODE_SIZE"),
	QUERY_ADDRESS(0x8000000, "REAL_MODE_SIZE STATUS_NO_REGION"),
	QUERY_ADDRESS(0x40000000000, "STATUS_NO_REGION"),
	QUERY_ADDRESS(0x2fffffffffff, "STATUS_NO_REGION"),
	QUERY_ADDRESS(0x300000000000, "STATUS_NO_REGION"),
	QUERY_ADDRESS(0x3fffffffffff, "STATUS_NO_REGION"),
	QUERY(0x0, "REGION_ACCESS_RIGHT", 0x1000, 12, 0, 0),
	QUERY(0xfff, "REGION_ACCESS_RIGHT", 0x1000, 12, 0, 0),
	QUERY(0x0, "REGION_ACCESS_RIGHT", 0x3000, 12, 0, 0),
	QUERY(0x1800, "REGION_ACCESS_RIGHT", 0x3000, 12, 0, 0),
	QUERY(0x2fff, "REGION_ACCESS_RIGHT", 0x3000, 12, 0, 0),
	QUERY(0x3000, "STATUS_NO_REGION", 0x3000, 12, 0, 0),
	QUERY(0x3fff, "STATUS_NO_REGION", 0x3000, 12, 0, 0),
	QUERY(0x4000, "STATUS_NO_REGION", 0x3000, 12, 0, 0),
	QUERY(0x0, "REGION_ACCESS_RIGHT", 0x10000, 12, 0, 0),
	QUERY(0x0, "REGION_ACCESS_RIGHT", 0x10000, 16, 0, 0),
	QUERY(0x0, "REGION_ACCESS_RIGHT", 0x100000, 20, 0, 0),
	QUERY(0x0, "REGION_ACCESS_RIGHT", 0x200000, 21, 0, 0),
	QUERY(0x0, "A6 MEMORY_R5_ENTRIES", 0x1000, 12, 1, 0),
	QUERY(0x0, "A9 A14", 0x1000, 12, 0, 1),
	QUERY(0x0, "A9", 0x1000, 12, 0, 2),
	QUERY(0x0, "A9 A14", 0x1000, 12, 0, 3),
	QUERY(0x0, "A9", 0x1000, 12, 0, 4),
	SIZE_CLASS(0x1000, 12, 0, 0),
	SIZE_CLASS(0x3000, 12, 0, 0),
	SIZE_CLASS(0x10000, 12, 0, 0),
	SIZE_CLASS(0x10000, 16, 0, 0),
	SIZE_CLASS(0xa0000, 16, 0, 0),
	SIZE_CLASS(0x200000, 20, 0, 0),
	COUNTER(0x1000, 12, 0, 0),
	COUNTER(0x100000, 12, 0, 0),
	COUNTER(0x1000, 11, 0, 0),
	COUNTER(0x1000, 12, 2, 0),
	COUNTER(0x1000, 12, 0, 8),
	COUNTER(0x1000000, 24, 0, 0),
	AGAIN(0x1000, 12, 0, 0),
	AGAIN(0x100000, 20, 0, 0),
	PROBE(12), PROBE(16), PROBE(20), PROBE(21), PROBE(24),
	TIME(TIME_INFO, "LV1MEM_IOC_GET_INFO, which does not ask LV1", 0x1000, 12, 0, 0),
	TIMES_OF(0x1000, 12, 0, 0),
	TIMES_OF(0x10000, 12, 0, 0),
	TIMES_OF(0x10000, 16, 0, 0),
	TIMES_OF(0x100000, 12, 0, 0),
	TIMES_OF(0x100000, 20, 0, 0),
	TIME(TIME_ALLOCATE, "allocate %s", 0x1000, 11, 0, 0),
	TIME(TIME_ALLOCATE, "allocate %s", 0x1000000, 24, 0, 0),
};

/* What nobody is known to have tried. */
static const struct row untried_rows[] = {
	QUERY(0x0, "MEMORY_FLAGS_ACCEPTED", 0x1000, 12, 0, 0x10),
	QUERY(0x0, "MEMORY_FLAGS_ACCEPTED", 0x1000, 12, 0, 0x20),
	QUERY(0x0, "MEMORY_FLAGS_ACCEPTED", 0x1000, 12, 0, 0x40),
	QUERY(0x0, "MEMORY_FLAGS_ACCEPTED", 0x1000, 12, 0, 0x80),
	QUERY(0x0, "MEMORY_FLAGS_ACCEPTED", 0x1000, 12, 0, 0x100),
	QUERY(0x0, "MEMORY_FLAGS_ACCEPTED", 0x1000, 12, 0, 0x200),
	QUERY_ADDRESS(0xa80000000000, "STATUS_NO_REGION"),
	QUERY_ADDRESS(0x800000000000, "STATUS_NO_REGION"),
	QUERY_ADDRESS(0x8000000000000000, "STATUS_NO_REGION"),
	QUERY_ADDRESS(0xffffffffffffffff, "STATUS_NO_REGION"),
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fact *fact_add(struct fact_list *list, enum fact_kind kind, char *name, char *topics)
{
	struct fact *facts;

	if (!name || !topics)
		return NULL;
	facts = reallocarray(list->facts, list->count + 1, sizeof(*facts));
	if (!facts)
		return NULL;
	list->facts = facts;
	facts[list->count] = (struct fact){ .kind = kind, .name = name, .topics = topics };
	return &facts[list->count++];
}

/* "(0x1000, 12, 0x0, 0x0)": size, page_size_exp, R5 and flags, as the kernel logs them. */
static struct sweep_title call_text(const struct lv1mem_raw *call)
{
	struct sweep_title title;

	snprintf(title.text, sizeof(title.text),
		 "(0x%" PRIx64 ", %" PRIu64 ", 0x%" PRIx64 ", 0x%" PRIx64 ")", call->length,
		 call->page_shift, call->r5, call->lv1_flags);
	return title;
}

static bool add_row(struct findings *findings, const struct row *row)
{
	char name[256];
	struct fact *fact;

	snprintf(name, sizeof(name), row->name, call_text(&row->call).text);
	fact = fact_add(&findings->list, row->kind, strdup(name), strdup(row->topics));
	if (!fact)
		return false;
	fact->ask = row->ask;
	fact->call = row->call;
	fact->number = row->number;
	return true;
}

static bool add_rows(struct findings *findings, const struct row *row, size_t count)
{
	while (count--) {
		if (!add_row(findings, row++))
			return false;
	}
	return true;
}

static bool is_untried(const struct lv1mem_raw *call)
{
	return reference_says(call).expectation == REFERENCE_OPEN;
}

/* Make cells of the calls that are @untried, or of those that are not; each once. */
static void add_cells(struct sweep *sweep, const struct sweep *grids, bool untried)
{
	for (size_t i = 0; i < grids->total + COUNT(calls); i++) {
		const struct lv1mem_raw *call = i < grids->total ? &grids->cells[i].call :
								   &calls[i - grids->total];
		size_t same = 0;

		if (is_untried(call) != untried)
			continue;
		while (same < sweep->total && memcmp(&sweep->cells[same].call, call, sizeof(*call)))
			same++;
		if (same == sweep->total)
			sweep->cells[sweep->total++].call = *call;
	}
}

/* Make the cells: all calls of lv1mem sweep and a few more, the untried ones last. */
static bool init_cells(struct sweep *sweep, size_t *untried)
{
	const char *const lists[SWEEP_INPUTS] = { NULL };
	struct sweep grids = { 0 };
	bool good = sweep_init(&grids, lists);

	sweep->cells = good ? calloc(grids.total + COUNT(calls), sizeof(*sweep->cells)) : NULL;
	if (sweep->cells) {
		add_cells(sweep, &grids, false);
		*untried = sweep->total;
		add_cells(sweep, &grids, true);
	}
	sweep_free(&grids);
	return sweep->cells;
}

static bool add_calls(struct findings *findings, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct sweep_cell *cell = &findings->sweep.cells[i];
		char name[256];
		struct fact *fact;

		snprintf(name, sizeof(name), "allocate %s", call_text(&cell->call).text);
		fact = fact_add(&findings->list, FACT_ANSWER, strdup(name),
				topics_of_call(&cell->call));
		if (!fact)
			return false;
		fact->ask = ask_allocate;
		fact->call = cell->call;
		fact->cell = cell;
	}
	return true;
}

bool facts_init(struct findings *findings)
{
	size_t untried = 0;

	if (!init_cells(&findings->sweep, &untried) || !add_rows(findings, rows, COUNT(rows)) ||
	    !add_calls(findings, 0, untried))
		return false;
	findings->untried = findings->list.count;
	return add_calls(findings, untried, findings->sweep.total) &&
	       add_rows(findings, untried_rows, COUNT(untried_rows));
}

/* init_cells() has made a cell of each call of the grids. */
void facts_fill(const struct findings *findings, struct sweep *grids)
{
	for (size_t i = 0; i < grids->total; i++) {
		const struct sweep_cell *cell = findings->sweep.cells;

		while (memcmp(&cell->call, &grids->cells[i].call, sizeof(cell->call)))
			cell++;
		grids->cells[i] = *cell;
		grids->tried += cell->outcome != SWEEP_NOT_TRIED;
	}
}
