// SPDX-License-Identifier: GPL-2.0-only
/*
 * The repository: calls 90 to 93. The partition can read all nodes and change its
 * own ones.
 */
#include "hypercall.h"
#include "watch.h"

static s64 create_repository_node(struct call *call, u64 field_1, u64 field_2,
				  u64 field_3, u64 field_4, u64 value_1, u64 value_2)
{
	const struct repository_name name = {
		PARTITION_ID, { field_1, field_2, field_3, field_4 }
	};

	return repository_create(&partition.repository, &name, value_1, value_2,
				 false);
}

HYPERCALL(90, create_repository_node, 6, 0, "Linux ps3/repository.c");

/* The ledger's nodes are computed, since their values change. */
static bool is_ledger_count(const struct repository_name *name)
{
	return name->partition == PARTITION_ID &&
	       name->field[0] == OPENLV1_LEDGER_FIELD_1 &&
	       name->field[1] == OPENLV1_LEDGER_FIELD_2 &&
	       name->field[2] < LEDGER_COUNTS && name->field[3] == 0;
}

static s64 read_repository_node(struct call *call, u64 partition_id,
				u64 field_1, u64 field_2, u64 field_3, u64 field_4)
{
	struct repository_name name = { partition_id, { field_1, field_2, field_3, field_4 } };
	const struct repository_node *node =
		repository_find(&partition.repository, &name);

	if (is_ledger_count(&name)) {
		call->out[0] = partition.ledger.count[field_3];
		call->out[1] = 0;
		return LV1_SUCCESS;
	}
	if (!node)
		return LV1_NO_ENTRY;
	call->out[0] = node->value[0];
	call->out[1] = node->value[1];
	return LV1_SUCCESS;
}

HYPERCALL(91, read_repository_node, 5, 2, "Linux ps3/repository.c");

static bool is_injection(const struct repository_name *name)
{
	return name->field[0] == OPENLV1_INJECT_FIELD_1 &&
	       name->field[1] == OPENLV1_INJECT_FIELD_2 && name->field[3] == 0;
}

static s64 inject(u64 number, u64 at, s64 status)
{
	if (!at) {
		watch_cancel(number);
		return LV1_SUCCESS;
	}
	return watch_inject(number, at, status) ? LV1_SUCCESS : LV1_NO_ENTRY;
}

static s64 write_repository_node(struct call *call, u64 field_1, u64 field_2,
				 u64 field_3, u64 field_4, u64 value_1, u64 value_2)
{
	const struct repository_name name = {
		PARTITION_ID, { field_1, field_2, field_3, field_4 }
	};
	struct repository_node *node;
	s64 status;

	if (is_injection(&name))
		return inject(field_3, value_1, (s64)value_2);
	status = repository_find_writable(&partition.repository, &name, &node);
	if (status)
		return status;
	node->value[0] = value_1;
	node->value[1] = value_2;
	return LV1_SUCCESS;
}

HYPERCALL(92, write_repository_node, 6, 0, "Linux ps3/repository.c");

static s64 delete_repository_node(struct call *call, u64 field_1, u64 field_2,
				  u64 field_3, u64 field_4)
{
	const struct repository_name name = {
		PARTITION_ID, { field_1, field_2, field_3, field_4 }
	};
	struct repository_node *node;
	s64 status = repository_find_writable(&partition.repository, &name, &node);

	if (!status)
		node->used = false;
	return status;
}

HYPERCALL(93, delete_repository_node, 4, 0, "Linux ps3/repository.c");
