// SPDX-License-Identifier: GPL-2.0-only
/*
 * The regions that lv1mem holds, and the commands of lv1mem shell that manage them.
 */
#include "command.h"

bool regions_reserve(struct context *context, size_t count)
{
	struct held_region *regions;

	regions = reallocarray(context->regions, context->region_count + count,
			       sizeof(*regions));
	if (!regions) {
		report(-ENOMEM, 0, "alloc: %s", strerror(ENOMEM));
		return false;
	}
	context->regions = regions;
	return true;
}

struct held_region *regions_find(const struct context *context,
				 const char *text)
{
	uint64_t name;

	if (!parse_number(text, &name)) {
		print_error("not a region's number or address: %s", text);
		return NULL;
	}
	/* No region is below the first 128 MiB: no address is a number too. */
	for (size_t i = 0; i < context->region_count; i++) {
		struct held_region *held = &context->regions[i];

		if (held->is_held && (name == i + 1 || name == held->region.lpar_addr))
			return held;
	}
	print_error("no region %s is held; see: list", text);
	return NULL;
}

static int unmap(struct held_region *held)
{
	int err = lv1mem_unmap(&held->region, held->mapping);

	if (err)
		return report(err, 0, "unmap: %s", strerror(-err));
	held->mapping = NULL;
	return STATUS_DONE;
}

static int release(const struct context *context, struct held_region *held)
{
	int32_t lv1_status;
	int err;

	err = lv1mem_free(context->fd, held->region.lpar_addr, &lv1_status);
	if (err)
		return print_refusal("release", err, lv1_status);
	held->is_held = false;
	if (!json_wanted())
		printf("Released: status %" PRId32 " %s\n", lv1_status,
		       lv1mem_status_name(lv1_status));
	return STATUS_DONE;
}

int regions_release(const struct context *context, size_t first)
{
	int status = STATUS_DONE;

	for (size_t i = context->region_count; i-- > first;) {
		struct held_region *held = &context->regions[i];

		if (!held->is_held)
			continue;
		if ((held->mapping && unmap(held)) || release(context, held))
			status = STATUS_REFUSED;
	}
	return status;
}

static const char *state_of(const struct held_region *held)
{
	return held->mapping ? "mapped" : "unmapped";
}

static void write_region(size_t number, const struct held_region *held)
{
	const struct lv1mem_region *region = &held->region;

	json_open(NULL, '{');
	json_u64("number", number);
	json_hex("lpar_addr", region->lpar_addr);
	json_u64("length", region->length);
	json_u64("page_shift", region->page_shift);
	json_hex("muid", region->muid);
	json_string("state", state_of(held));
	if (region->mmap_offset == LV1MEM_NOT_MAPPABLE)
		json_null("mmap_offset");
	else
		json_hex("mmap_offset", region->mmap_offset);
	json_close();
}

void regions_write(const struct context *context, size_t first)
{
	json_begin();
	json_open("regions", '[');
	for (size_t i = first; i < context->region_count; i++) {
		if (context->regions[i].is_held)
			write_region(i + 1, &context->regions[i]);
	}
	json_end();
}

/* The columns are those of list.c. */
void regions_print(const struct context *context)
{
	printf("%6s %-14s %6s %10s %4s %s\n", "number", "lpar_addr", "length",
	       "page_shift", "muid", "state");
	for (size_t i = 0; i < context->region_count; i++) {
		const struct held_region *held = &context->regions[i];

		if (!held->is_held)
			continue;
		printf("%6zu 0x%-12" PRIx64 " %6s %10" PRIu64 " %4" PRIu64 " %s\n",
		       i + 1, held->region.lpar_addr,
		       format_size(held->region.length).text,
		       held->region.page_shift, held->region.muid, state_of(held));
	}
}

int run_free(struct context *context, int count, char **operands)
{
	struct held_region *held = regions_find(context, operands[0]);

	return held ? release(context, held) : STATUS_REFUSED;
}

int run_map(struct context *context, int count, char **operands)
{
	struct held_region *held = regions_find(context, operands[0]);
	void *mapping = NULL;
	int err;

	if (!held)
		return STATUS_REFUSED;
	if (held->mapping) {
		print_error("map: region %s is mapped already", operands[0]);
		return STATUS_REFUSED;
	}
	err = lv1mem_map(context->fd, &held->region, &mapping);
	if (err)
		return report(err, 0, "map: %s", lv1mem_strerror(err, 0));
	held->mapping = mapping;
	return STATUS_DONE;
}

int run_unmap(struct context *context, int count, char **operands)
{
	struct held_region *held = regions_find(context, operands[0]);

	if (!held)
		return STATUS_REFUSED;
	if (held->mapping)
		return unmap(held);
	print_error("unmap: region %s is not mapped", operands[0]);
	return STATUS_REFUSED;
}
