// SPDX-License-Identifier: GPL-2.0-only
/*
 * The repository: calls 90 to 93. A partition reads any node and changes its
 * own.
 */
#include "hypercall.h"

static struct repository_name own_name(const u64 *field)
{
	return (struct repository_name){
		PARTITION_ID, { field[0], field[1], field[2], field[3] }
	};
}

static s64 create_repository_node(unsigned int thread, const u64 *in, u64 *out)
{
	struct repository_name name = own_name(in);

	return repository_create(&partition.repository, &name, in[4], in[5],
				 false);
}

HYPERCALL(90, create_repository_node, 6, 0, "Linux ps3/repository.c");

/* The ledger's nodes are not in the repository: their values change. */
static bool is_ledger_count(const u64 *in)
{
	return in[0] == PARTITION_ID && in[1] == OPENLV1_LEDGER_FIELD_1 &&
	       in[2] == OPENLV1_LEDGER_FIELD_2 && in[3] < LEDGER_COUNTS &&
	       in[4] == 0;
}

static s64 read_repository_node(unsigned int thread, const u64 *in, u64 *out)
{
	struct repository_name name = { in[0], { in[1], in[2], in[3], in[4] } };
	const struct repository_node *node =
		repository_find(&partition.repository, &name);

	if (is_ledger_count(in)) {
		out[0] = partition.ledger.count[in[3]];
		out[1] = 0;
		return LV1_SUCCESS;
	}
	if (!node)
		return LV1_NO_ENTRY;
	out[0] = node->value[0];
	out[1] = node->value[1];
	return LV1_SUCCESS;
}

HYPERCALL(91, read_repository_node, 5, 2, "Linux ps3/repository.c");

static s64 write_repository_node(unsigned int thread, const u64 *in, u64 *out)
{
	struct repository_name name = own_name(in);

	return repository_write(&partition.repository, &name, in[4], in[5]);
}

HYPERCALL(92, write_repository_node, 6, 0, "Linux ps3/repository.c");

static s64 delete_repository_node(unsigned int thread, const u64 *in, u64 *out)
{
	struct repository_name name = own_name(in);

	return repository_delete(&partition.repository, &name);
}

HYPERCALL(93, delete_repository_node, 4, 0, "Linux ps3/repository.c");
