// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: the regions that it holds.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "shell.h"

static bool is_named(const struct shell *shell, size_t index, uint64_t name)
{
	/* No region is below the first 128 MiB, so the two cannot meet. */
	if (name <= shell->region_count)
		return index == name - 1;
	return shell->regions[index].region.lpar_addr == name;
}

struct shell_region *shell_find(struct shell *shell, const char *text)
{
	uint64_t name;

	if (!parse_number(text, &name)) {
		print_error("not a region's number or address: %s", text);
		return NULL;
	}
	for (size_t i = 0; i < shell->region_count; i++) {
		if (shell->regions[i].is_held && is_named(shell, i, name))
			return &shell->regions[i];
	}
	print_error("no region %s is held; see: list", text);
	return NULL;
}

static bool parse_request(int count, char **words, struct lv1mem_raw *request)
{
	if (!parse_size(words[1], &request->length)) {
		print_error("alloc: not a size: %s", words[1]);
		return false;
	}
	if (count > 2 && (!parse_page_size(words[2], &request->page_shift) ||
			  !request->page_shift)) {
		print_error("alloc: not a page size: %s", words[2]);
		return false;
	}
	if (count > 3 && !parse_number(words[3], &request->lv1_flags)) {
		print_error("alloc: not a number: %s", words[3]);
		return false;
	}
	return true;
}

/* Before the allocation, so that every region that LV1 allocates gets a number. */
static bool make_room(struct shell *shell)
{
	struct shell_region *regions;

	regions = reallocarray(shell->regions, shell->region_count + 1,
			       sizeof(*regions));
	if (!regions) {
		print_error("alloc: %s", strerror(ENOMEM));
		return false;
	}
	shell->regions = regions;
	return true;
}

int shell_alloc(struct shell *shell, int count, char **words)
{
	struct lv1mem_raw request = { 0 };
	struct shell_region *held;
	int32_t lv1_status;
	int err;

	if (!parse_request(count, words, &request))
		return STATUS_USAGE;
	if (!make_room(shell))
		return STATUS_REFUSED;

	held = &shell->regions[shell->region_count];
	*held = (struct shell_region){ .is_held = true };
	err = lv1mem_alloc(shell->fd, request.length, request.page_shift,
			   request.lv1_flags, &held->region, &lv1_status);
	if (err) {
		print_refusal("alloc", err, lv1_status);
		return STATUS_REFUSED;
	}
	shell->region_count++;
	printf("Region %zu:\n", shell->region_count);
	print_region(&held->region, lv1_status);
	return STATUS_DONE;
}

static bool release(struct shell *shell, struct shell_region *held)
{
	int32_t lv1_status;
	int err;

	err = lv1mem_free(shell->fd, held->region.lpar_addr, &lv1_status);
	if (err) {
		print_refusal("free", err, lv1_status);
		return false;
	}
	held->is_held = false;
	return true;
}

int shell_free(struct shell *shell, int count, char **words)
{
	struct shell_region *held = shell_find(shell, words[1]);

	(void)count;
	if (!held || !release(shell, held))
		return STATUS_REFUSED;
	return STATUS_DONE;
}

int shell_map(struct shell *shell, int count, char **words)
{
	struct shell_region *held = shell_find(shell, words[1]);
	void *mapping;
	int err;

	(void)count;
	if (!held)
		return STATUS_REFUSED;
	if (held->mapping) {
		print_error("map: region %s is mapped already", words[1]);
		return STATUS_REFUSED;
	}
	err = lv1mem_map(shell->fd, &held->region, &mapping);
	if (err) {
		print_error("map: %s", lv1mem_strerror(err, 0));
		return STATUS_REFUSED;
	}
	held->mapping = mapping;
	return STATUS_DONE;
}

static bool unmap(struct shell_region *held)
{
	int err = lv1mem_unmap(&held->region, held->mapping);

	if (err) {
		print_error("unmap: %s", strerror(-err));
		return false;
	}
	held->mapping = NULL;
	return true;
}

int shell_unmap(struct shell *shell, int count, char **words)
{
	struct shell_region *held = shell_find(shell, words[1]);

	(void)count;
	if (!held)
		return STATUS_REFUSED;
	if (!held->mapping) {
		print_error("unmap: region %s is not mapped", words[1]);
		return STATUS_REFUSED;
	}
	return unmap(held) ? STATUS_DONE : STATUS_REFUSED;
}

int shell_list(struct shell *shell, int count, char **words)
{
	const struct shell_region *held;

	(void)count;
	(void)words;
	printf("%6s  %-18s  %10s  %6s  %s\n", "number", "address", "size",
	       "pages", "mapped");
	for (size_t i = 0; i < shell->region_count; i++) {
		held = &shell->regions[i];
		if (!held->is_held)
			continue;
		printf("%6zu  0x%-16" PRIx64 "  %10s  %6s  %s\n", i + 1,
		       held->region.lpar_addr,
		       format_size(held->region.length).text,
		       format_size(1ULL << (held->region.page_shift & 63)).text,
		       held->mapping ? "yes" : "no");
	}
	return STATUS_DONE;
}

bool shell_release_all(struct shell *shell)
{
	bool all = true;

	for (size_t i = shell->region_count; i--;) {
		if (!shell->regions[i].is_held)
			continue;
		if (shell->regions[i].mapping && !unmap(&shell->regions[i]))
			all = false;
		if (!release(shell, &shell->regions[i]))
			all = false;
	}
	free(shell->regions);
	shell->regions = NULL;
	shell->region_count = 0;
	return all;
}
