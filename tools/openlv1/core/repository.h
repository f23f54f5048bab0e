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

/* Encode a field of a name, as Linux' ps3/repository.c does. */
u64 repository_first_field(const char *text, u64 index);
u64 repository_field(const char *text, u64 index);

struct repository_node *repository_find(struct repository *repository,
					const struct repository_name *name);

/**
 * repository_create() - add a node
 * @protected: whether the node is read-only for the partition
 *
 * Return: LV1_SUCCESS, LV1_DUPLICATE_ENTRY or LV1_RESOURCE_SHORTAGE.
 */
s64 repository_create(struct repository *repository,
		      const struct repository_name *name, u64 value1, u64 value2,
		      bool protected);

/* Return LV1_SUCCESS, LV1_NO_ENTRY or STATUS_NODE_PROTECTED. */
s64 repository_write(struct repository *repository,
		     const struct repository_name *name, u64 value1, u64 value2);
s64 repository_delete(struct repository *repository,
		      const struct repository_name *name);

/**
 * repository_populate() - add the nodes that a PS3 kernel reads at boot
 * @timebase_frequency: in Hz
 */
void repository_populate(struct repository *repository, u64 timebase_frequency);

#endif
