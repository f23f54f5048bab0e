// SPDX-License-Identifier: GPL-2.0-only
#include "repository.h"

#include <string.h>

#include "../platform/platform.h"

/* Encode a field of a name, as Linux does in arch/powerpc/platforms/ps3/repository.c. */
static u64 repository_field(const char *text)
{
	u64 field = 0;

	for (unsigned int i = 0; i < 8; i++)
		field = field << 8 | (*text ? (u8)*text++ : 0);
	return field;
}

/* The text of a name's first field is in the lower half, which has room for 4 characters. */
static u64 repository_first_field(const char *text)
{
	return repository_field(text) >> 32;
}

struct repository_node *repository_find(struct repository *repository,
					const struct repository_name *name)
{
	for (unsigned int i = 0; i < REPOSITORY_NODES; i++) {
		struct repository_node *node = &repository->node[i];

		if (node->used && !memcmp(&node->name, name, sizeof(*name)))
			return node;
	}
	return NULL;
}

static struct repository_node *find_unused(struct repository *repository)
{
	for (unsigned int i = 0; i < REPOSITORY_NODES; i++) {
		if (!repository->node[i].used)
			return &repository->node[i];
	}
	return NULL;
}

s64 repository_create(struct repository *repository,
		      const struct repository_name *name, u64 value1, u64 value2,
		      bool protected)
{
	struct repository_node *node;

	if (repository_find(repository, name))
		return LV1_DUPLICATE_ENTRY;
	node = find_unused(repository);
	if (!node)
		return LV1_RESOURCE_SHORTAGE;
	node->name = *name;
	node->value[0] = value1;
	node->value[1] = value2;
	node->protected = protected;
	node->used = true;
	return LV1_SUCCESS;
}

s64 repository_find_writable(struct repository *repository,
			     const struct repository_name *name,
			     struct repository_node **node)
{
	*node = repository_find(repository, name);
	if (!*node)
		return LV1_NO_ENTRY;
	return (*node)->protected ? STATUS_NODE_PROTECTED : LV1_SUCCESS;
}

void repository_populate(struct repository *repository, u64 timebase_frequency)
{
	const u64 bi = repository_first_field("bi");
	const u64 be = repository_first_field("be");
	const u64 be_node_id = 0;
	/* clang-format off */
	const struct {
		struct repository_name name;
		u64 value;
	} nodes[] = {
		{ { PARTITION_ID, { bi, repository_field("pu"), PPE_ID,
				    repository_field("rm_size") } },
		  REAL_MODE_SIZE },
		{ { PARTITION_ID, { bi, repository_field("rgntotal") } },
		  REGION_TOTAL },
		{ { PARTITION_ID, { bi, repository_field("pun") } }, 1 },
		{ { PARTITION_ID, { bi, repository_field("pu") } }, PPE_ID },
		{ { MANAGEMENT_PARTITION_ID, { repository_first_field("ben") } }, 1 },
		{ { MANAGEMENT_PARTITION_ID, { be } }, be_node_id },
		{ { MANAGEMENT_PARTITION_ID,
		    { be, be_node_id, repository_field("clock") } },
		  timebase_frequency },
	};
	/* clang-format on */

	for (unsigned int i = 0; i < ARRAY_SIZE(nodes); i++) {
		if (repository_create(repository, &nodes[i].name,
				      nodes[i].value, 0, true))
			fatal("repository node %u is defined twice", i);
	}
}
