/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The repository, LV1's tree of named values. A name is a partition id and four
 * 64-bit fields. A value is two 64-bit words.
 */
#ifndef OPENLV1_REPOSITORY_H
#define OPENLV1_REPOSITORY_H

#include "choices.h"
#include "../lib/types.h"

#define REPOSITORY_NODES 128

struct repository_name {
	u64 partition;
	u64 field[4];
};

struct repository_node {
	struct repository_name name;
	u64 value[2];
	bool protected;
	bool used;
};

struct repository {
	struct repository_node node[REPOSITORY_NODES];
};

struct repository_node *repository_find(struct repository *repository,
					const struct repository_name *name);

/*
 * Add a node; the partition can only read a @protected one. Returns LV1_SUCCESS,
 * LV1_DUPLICATE_ENTRY or LV1_RESOURCE_SHORTAGE.
 */
s64 repository_create(struct repository *repository,
		      const struct repository_name *name, u64 value1, u64 value2,
		      bool protected);

/* Find a node to change. Returns LV1_SUCCESS, LV1_NO_ENTRY or STATUS_NODE_PROTECTED. */
s64 repository_find_writable(struct repository *repository,
			     const struct repository_name *name,
			     struct repository_node **node);

/* Add the nodes that a PS3 kernel reads at boot. @timebase_frequency is in Hz. */
void repository_populate(struct repository *repository, u64 timebase_frequency);

#endif
