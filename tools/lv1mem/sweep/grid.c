// SPDX-License-Identifier: GPL-2.0-only
/*
 * The grids of a sweep: the values of the inputs, the cells and the panels.
 */
#include "sweep.h"

const struct sweep_input_info sweep_inputs[SWEEP_INPUTS] = {
	[SWEEP_PAGE_SHIFT] = { "page_size_exp (R4)", "--page-shift", "12" },
	[SWEEP_FLAGS] = { "flags (R6)", "--flags", "0" },
	[SWEEP_SIZE] = { "size (R3)", "--size", "1P" },
	[SWEEP_R5] = { "R5", "--r5", "0" },
};

static bool parse_value(char *text, enum sweep_input input,
			struct sweep_value *value)
{
	size_t length = strlen(text);

	value->in_pages = input == SWEEP_SIZE && length &&
			  (text[length - 1] == 'P' || text[length - 1] == 'p');
	if (value->in_pages)
		text[length - 1] = '\0';
	if (input == SWEEP_SIZE && !value->in_pages)
		return parse_size(text, &value->number);
	return parse_number(text, &value->number);
}

/* Each size is twice the one before; any other value is one more. */
static const char *add_range(struct sweep_axis *axis, enum sweep_input input,
			     const struct sweep_value *first,
			     const struct sweep_value *last)
{
	struct sweep_value value = *first;

	if (first->in_pages != last->in_pages)
		return "a range cannot mix pages and bytes";
	if (first->number > last->number)
		return "a range begins with its smallest value";
	if (input == SWEEP_SIZE && !first->number && last->number)
		return "a range of sizes doubles, and cannot start at 0";

	while (axis->count < SWEEP_CELLS_MAX) {
		uint64_t step = input == SWEEP_SIZE ? value.number : 1;

		axis->values[axis->count++] = value;
		if (value.number == last->number ||
		    last->number - value.number < step)
			return NULL;
		value.number += step;
	}
	return "more values than a sweep can have cells";
}

static const char *parse_item(char *text, enum sweep_input input,
			      struct sweep_axis *axis)
{
	struct sweep_value first;
	struct sweep_value last;
	char *dash = strchr(text, '-');

	if (dash)
		*dash = '\0';
	if (!parse_value(text, input, &first) ||
	    (dash && !parse_value(dash + 1, input, &last)))
		return input == SWEEP_SIZE ? "not a size, range or list of them" :
					     "not a number, range or list of them";
	return add_range(axis, input, &first, dash ? &last : &first);
}

/* Returns NULL, or what is wrong with @text. */
static const char *parse_axis(const char *text, enum sweep_input input,
			      struct sweep_axis *axis)
{
	const char *wrong = NULL;
	char *copy = strdup(text);
	char *rest = copy;

	/* Memory is taken for the pages that are written. */
	axis->values = malloc(SWEEP_CELLS_MAX * sizeof(*axis->values));
	if (!copy || !axis->values)
		wrong = "not enough memory";
	while (!wrong && rest)
		wrong = parse_item(strsep(&rest, ","), input, axis);
	free(copy);
	return wrong;
}

/* "12", "0x400", "2^31", "64K", "1P". */
static struct size_text value_text(const struct sweep_value *value,
				   enum sweep_input input)
{
	struct size_text result;
	uint64_t number = value->number;
	const char *format = "0x%" PRIx64;

	if (input == SWEEP_SIZE && !value->in_pages)
		return format_size(number);

	if (input == SWEEP_SIZE) {
		format = "%" PRIu64 "P";
	} else if (input == SWEEP_PAGE_SHIFT || number < 10) {
		format = "%" PRIu64;
	} else if (number > 0xffff && !(number & (number - 1))) {
		format = "2^%" PRIu64;
		number = __builtin_ctzll(number);
	}
	snprintf(result.text, sizeof(result.text), format, number);
	return result;
}

/* The values that the reference page mentions, and a few around them. */
static const char *const reference_lists[SWEEP_GRIDS_MAX][SWEEP_INPUTS] = {
	{
		[SWEEP_PAGE_SHIFT] = "0-31",
		[SWEEP_FLAGS] = "0-8,0x10,0x3ff-0x401,0x408,0x80000000,0x100000000",
	},
	{
		[SWEEP_PAGE_SHIFT] = "0-31",
		[SWEEP_R5] = "0-3,0xff,0x80000000,0x100000000",
	},
	{
		[SWEEP_PAGE_SHIFT] = "0-31",
		[SWEEP_SIZE] = "0,1,4K,4097,12K,64K,96K,192K,1M,2M,8M,16M",
	},
};

static bool init_grid(struct sweep_grid *grid,
		      const char *const lists[SWEEP_INPUTS])
{
	grid->count = 1;
	for (int input = 0; input < SWEEP_INPUTS; input++) {
		const struct sweep_input_info *info = &sweep_inputs[input];
		const char *text = lists[input] ? lists[input] : info->value;
		struct sweep_axis *axis = &grid->axes[input];
		const char *wrong = parse_axis(text, input, axis);

		if (wrong) {
			print_error("sweep: %s %s: %s", info->option, text, wrong);
			return false;
		}
		if (__builtin_mul_overflow(grid->count, axis->count, &grid->count))
			grid->count = SIZE_MAX;
	}
	if (grid->count <= SWEEP_CELLS_MAX)
		return true;

	print_error("sweep: more than %d combinations; ask for fewer values at a time",
		    SWEEP_CELLS_MAX);
	return false;
}

/* A size in pages must be a number of bytes that fits. */
static bool set_call(const struct sweep_grid *grid, size_t index)
{
	struct lv1mem_raw *call = &grid->cells[index].call;
	const struct sweep_value *values[SWEEP_INPUTS];

	for (int input = 0; input < SWEEP_INPUTS; input++) {
		const struct sweep_axis *axis = &grid->axes[input];

		values[input] = &axis->values[index % axis->count];
		index /= axis->count;
	}
	call->page_shift = values[SWEEP_PAGE_SHIFT]->number;
	call->lv1_flags = values[SWEEP_FLAGS]->number;
	call->r5 = values[SWEEP_R5]->number;
	call->length = values[SWEEP_SIZE]->number;
	if (!values[SWEEP_SIZE]->in_pages)
		return true;

	if (call->page_shift > 63 || call->length > UINT64_MAX >> call->page_shift) {
		print_error("sweep: --size %s with --page-shift %s is more than 64 bits; give --size in bytes",
			    value_text(values[SWEEP_SIZE], SWEEP_SIZE).text,
			    value_text(values[SWEEP_PAGE_SHIFT],
				       SWEEP_PAGE_SHIFT)
				    .text);
		return false;
	}
	call->length <<= call->page_shift;
	return true;
}

bool sweep_init(struct sweep *sweep, const char *const lists[SWEEP_INPUTS])
{
	struct sweep_cell *cell;
	bool given = false;
	size_t count;

	for (int input = 0; input < SWEEP_INPUTS; input++)
		given |= !!lists[input];
	count = given ? 1 : SWEEP_GRIDS_MAX;
	for (size_t i = 0; i < count; i++) {
		sweep->grid_count++;
		if (!init_grid(&sweep->grids[i], given ? lists : reference_lists[i]))
			return false;
		sweep->total += sweep->grids[i].count;
	}
	sweep->cells = calloc(sweep->total, sizeof(*sweep->cells));
	if (!sweep->cells) {
		print_error("sweep: not enough memory");
		return false;
	}
	cell = sweep->cells;
	for (size_t i = 0; i < count; i++) {
		struct sweep_grid *grid = &sweep->grids[i];

		grid->cells = cell;
		cell += grid->count;
		for (size_t j = 0; j < grid->count; j++) {
			if (!set_call(grid, j))
				return false;
		}
	}
	return true;
}

void sweep_free(struct sweep *sweep)
{
	for (size_t i = 0; i < sweep->grid_count; i++) {
		for (int input = 0; input < SWEEP_INPUTS; input++)
			free(sweep->grids[i].axes[input].values);
	}
	free(sweep->cells);
}

/* The first input from @input on that has more than one value, or @otherwise. */
static int changing_input(const struct sweep_grid *grid, int input,
			  int otherwise)
{
	for (; input < SWEEP_INPUTS; input++) {
		if (grid->axes[input].count > 1)
			return input;
	}
	return otherwise;
}

static void begin_grid(struct sweep_panel *panel, const struct sweep_grid *grid)
{
	int other;

	panel->grid = grid;
	panel->x = changing_input(grid, 0, SWEEP_PAGE_SHIFT);
	other = panel->x == SWEEP_FLAGS ? SWEEP_PAGE_SHIFT : SWEEP_FLAGS;
	panel->y = changing_input(grid, panel->x + 1, other);
	panel->rows = grid->axes[panel->y].count;
}

/* Advance within the grid. False at its end, with all places 0 again. */
static bool next_places(struct sweep_panel *panel)
{
	const struct sweep_axis *axes = panel->grid->axes;

	panel->places[panel->x] += panel->columns;
	if (panel->places[panel->x] < axes[panel->x].count)
		return true;
	panel->places[panel->x] = 0;

	for (int input = 0; input < SWEEP_INPUTS; input++) {
		if (input == (int)panel->x || input == (int)panel->y)
			continue;
		if (++panel->places[input] < axes[input].count)
			return true;
		panel->places[input] = 0;
	}
	return false;
}

bool sweep_next_panel(const struct sweep *sweep, struct sweep_panel *panel,
		      size_t max_columns)
{
	size_t left;

	if (!panel->grid) {
		begin_grid(panel, sweep->grids);
	} else if (!next_places(panel)) {
		if (panel->grid + 1 == sweep->grids + sweep->grid_count)
			return false;
		begin_grid(panel, panel->grid + 1);
	}
	left = panel->grid->axes[panel->x].count - panel->places[panel->x];
	panel->columns = left < max_columns ? left : max_columns;
	return true;
}

const struct sweep_cell *sweep_panel_cell(const struct sweep_panel *panel,
					  size_t column, size_t row)
{
	size_t index = 0;

	for (int input = SWEEP_INPUTS - 1; input >= 0; input--) {
		size_t place = panel->places[input];

		if (input == (int)panel->x)
			place += column;
		else if (input == (int)panel->y)
			place = row;
		index = index * panel->grid->axes[input].count + place;
	}
	return &panel->grid->cells[index];
}

struct size_text sweep_label(const struct sweep_panel *panel,
			     enum sweep_input input, size_t index)
{
	size_t place = panel->places[input] + index;

	return value_text(&panel->grid->axes[input].values[place], input);
}

size_t sweep_labels_length(const struct sweep_panel *panel,
			   enum sweep_input input)
{
	size_t count = input == panel->x ? panel->columns : panel->rows;
	size_t longest = 0;

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(sweep_label(panel, input, i).text);

		longest = length > longest ? length : longest;
	}
	return longest;
}

struct sweep_title sweep_panel_title(const struct sweep_panel *panel)
{
	struct sweep_title title = { "" };
	size_t length = 0;

	for (int input = 0; input < SWEEP_INPUTS; input++) {
		if (input == (int)panel->x || input == (int)panel->y)
			continue;
		snprintf(title.text + length, sizeof(title.text) - length,
			 "%s%s %s", length ? ", " : "", sweep_inputs[input].name,
			 sweep_label(panel, input, 0).text);
		length = strlen(title.text);
	}
	return title;
}
