// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ids of a file's regions, from which their mmap offsets are made.
 *
 * An array, since ids are small numbers. A slot holds a region or, as a value
 * entry of the XArray's kind, the id of the next free slot: the free ones are a
 * list, which ends with the number of slots.
 */

#include <linux/mm.h>
#include <linux/nospec.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xarray.h>

#include "internal.h"

static void lv1mem_ids_chain(void **slots, u32 from, u32 size)
{
	u32 id;

	for (id = from; id < size; id++)
		slots[id] = xa_mk_value(id + 1);
}

static void lv1mem_ids_free_slots(struct lv1mem_ids *ids)
{
	if (ids->slots != ids->first)
		kvfree(ids->slots);
}

/**
 * lv1mem_ids_init - begin with no region
 * @ids: the ids of a new file
 */
void lv1mem_ids_init(struct lv1mem_ids *ids)
{
	ids->slots = ids->first;
	ids->size = LV1MEM_IDS_FIRST;
	ids->free = 0;
	lv1mem_ids_chain(ids->slots, 0, ids->size);
}

/* All are in use, so the list is empty and goes on with the first new slot. */
static int lv1mem_ids_grow(struct lv1mem_ids *ids)
{
	u32 size = 2 * ids->size;
	void **slots;

	slots = kvmalloc_array(size, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	if (!slots)
		return -ENOMEM;

	memcpy(slots, ids->slots, ids->size * sizeof(*slots));
	lv1mem_ids_chain(slots, ids->size, size);

	lv1mem_ids_free_slots(ids);
	ids->slots = slots;
	ids->size = size;

	return 0;
}

/**
 * lv1mem_ids_add - give a region an id
 * @ids: the ids of its file, which the limits keep below
 *	%LV1MEM_FILE_REGIONS_MAX
 * @region: the region
 *
 * Context: holds the lock of the file.
 * Return: 0 or -ENOMEM.
 */
int lv1mem_ids_add(struct lv1mem_ids *ids, struct lv1mem_region *region)
{
	if (ids->free == ids->size) {
		int error = lv1mem_ids_grow(ids);

		if (error)
			return error;
	}

	region->id = ids->free;
	ids->free = xa_to_value(ids->slots[region->id]);
	ids->slots[region->id] = region;

	return 0;
}

/**
 * lv1mem_ids_remove - take the id of a region back
 * @ids: the ids of its file
 * @region: the region
 *
 * Context: holds the lock of the file.
 */
void lv1mem_ids_remove(struct lv1mem_ids *ids, struct lv1mem_region *region)
{
	ids->slots[region->id] = xa_mk_value(ids->free);
	ids->free = region->id;
}

/**
 * lv1mem_ids_find - find the region that has an id
 * @ids: the ids of a file
 * @id: any number
 *
 * Context: holds the lock of the file.
 * Return: the region, or NULL.
 */
struct lv1mem_region *lv1mem_ids_find(const struct lv1mem_ids *ids,
				      unsigned long id)
{
	void *slot;

	if (id >= ids->size)
		return NULL;

	slot = ids->slots[array_index_nospec(id, ids->size)];

	return xa_is_value(slot) ? NULL : slot;
}

/**
 * lv1mem_ids_destroy - free what the ids of a file take
 * @ids: the ids, which nobody looks at any more
 */
void lv1mem_ids_destroy(struct lv1mem_ids *ids)
{
	lv1mem_ids_free_slots(ids);
}
