// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compares calls 90 to 93 with a map.
 */
#include <string.h>

#include "fuzz.h"

struct node {
	u64 field[4];
	u64 value[2];
	bool protected;
};

static struct node nodes[REPOSITORY_NODES];
static unsigned int node_count, room;

static struct node *find(const u64 *field)
{
	for (unsigned int i = 0; i < node_count; i++) {
		if (!memcmp(nodes[i].field, field, sizeof(nodes[i].field)))
			return &nodes[i];
	}
	return NULL;
}

/* Start with the nodes that the hypervisor created. */
static void begin(void)
{
	node_count = 0;
	room = REPOSITORY_NODES;
	for (unsigned int i = 0; i < REPOSITORY_NODES; i++) {
		const struct repository_node *from = &partition.repository.node[i];
		struct node *to = &nodes[node_count];

		if (!from->used)
			continue;
		room--;
		if (from->name.partition != PARTITION_ID)
			continue;
		memcpy(to->field, from->name.field, sizeof(to->field));
		memcpy(to->value, from->value, sizeof(to->value));
		to->protected = from->protected;
		node_count++;
	}
}

static s64 expected_status(u64 number, const struct node *node)
{
	if (number == CALL_CREATE_NODE && node)
		return LV1_DUPLICATE_ENTRY;
	if (number == CALL_CREATE_NODE)
		return room ? LV1_SUCCESS : LV1_RESOURCE_SHORTAGE;
	if (!node)
		return LV1_NO_ENTRY;
	return number != CALL_READ_NODE && node->protected ? STATUS_NODE_PROTECTED : LV1_SUCCESS;
}

static void operate(u64 number, const u64 *in)
{
	const u64 read_in[8] = { PARTITION_ID, in[0], in[1], in[2], in[3] };
	struct node *node = find(in);
	struct reply reply = call_lv1(number, number == CALL_READ_NODE ? read_in : in);

	CHECK(reply.status == expected_status(number, node));
	if (reply.status)
		return;
	if (number == CALL_CREATE_NODE) {
		node = &nodes[node_count++];
		*node = (struct node){ { in[0], in[1], in[2], in[3] }, {}, false };
		room--;
	}
	if (number == CALL_CREATE_NODE || number == CALL_WRITE_NODE)
		memcpy(node->value, in + 4, sizeof(node->value));
	if (number == CALL_READ_NODE)
		CHECK(!memcmp(reply.out, node->value, sizeof(node->value)));
	if (number == CALL_DELETE_NODE) {
		*node = nodes[--node_count];
		room++;
	}
}

/* One of a few names, or the name of a node that the hypervisor created. */
static void some_name(struct input *input, u64 *field)
{
	u8 byte = input_byte(input);

	if (byte == 0xff) {
		for (unsigned int i = 0; i < 4; i++)
			field[i] = input_interesting(input);
	} else if (byte >= 0xf0) {
		memcpy(field, partition.repository.node[byte % 8].name.field,
		       4 * sizeof(*field));
	} else {
		for (unsigned int i = 0; i < 4; i++)
			field[i] = byte >> 2 * i & 3;
	}
}

void fuzz(struct input *input)
{
	partition_begin();
	begin();
	while (input->size) {
		u8 operation = input_byte(input);
		u64 in[8] = { [4] = operation, [5] = ~(u64)operation };

		some_name(input, in);
		operate(CALL_CREATE_NODE + operation % 4, in);
	}
}
