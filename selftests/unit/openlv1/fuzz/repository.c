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

static void create_node(const u64 *in)
{
	s64 status = CALL(CALL_CREATE_NODE, in[0], in[1], in[2], in[3], in[4], in[5]).status;

	if (find(in)) {
		CHECK(status == LV1_DUPLICATE_ENTRY);
	} else if (!room) {
		CHECK(status == LV1_RESOURCE_SHORTAGE);
	} else {
		CHECK(!status);
		nodes[node_count++] = (struct node){
			{ in[0], in[1], in[2], in[3] }, { in[4], in[5] }, false
		};
		room--;
	}
}

static void read_node(const u64 *in)
{
	const struct node *node = find(in);
	struct reply reply = CALL(CALL_READ_NODE, PARTITION_ID, in[0], in[1], in[2], in[3]);

	CHECK(reply.status == (node ? LV1_SUCCESS : LV1_NO_ENTRY));
	if (node)
		CHECK(!memcmp(reply.out, node->value, sizeof(node->value)));
}

static s64 change_status(const struct node *node)
{
	if (!node)
		return LV1_NO_ENTRY;
	return node->protected ? STATUS_NODE_PROTECTED : LV1_SUCCESS;
}

static void write_node(const u64 *in)
{
	struct node *node = find(in);
	s64 status = CALL(CALL_WRITE_NODE, in[0], in[1], in[2], in[3], in[4], in[5]).status;

	CHECK(status == change_status(node));
	if (!status)
		memcpy(node->value, in + 4, sizeof(node->value));
}

static void delete_node(const u64 *in)
{
	struct node *node = find(in);
	s64 status = CALL(CALL_DELETE_NODE, in[0], in[1], in[2], in[3]).status;

	CHECK(status == change_status(node));
	if (status)
		return;
	*node = nodes[--node_count];
	room++;
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

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct input input = { data, size };

	partition_begin();
	begin();
	while (input.size) {
		u8 operation = input_byte(&input);
		u64 in[6];

		some_name(&input, in);
		in[4] = operation;
		in[5] = ~(u64)operation;
		switch (operation & 3) {
		case 0:
			create_node(in);
			break;
		case 1:
			read_node(in);
			break;
		case 2:
			write_node(in);
			break;
		case 3:
			delete_node(in);
			break;
		}
	}
	return 0;
}
