// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_log.h"

#include <string.h>

#include "../lib/format.h"
#include "../platform/platform.h"

struct kernel_log kernel_log;

/* Kernel addresses are in the linear map: this plus a physical address. */
#define LINEAR_MAP	0xc000000000000000ULL
#define LINEAR_MAP_MASK 0xf000000000000000ULL

#define STATE_SHIFT	62
#define ID_MASK		((1ULL << STATE_SHIFT) - 1)
#define STATE_COMMITTED 1
#define STATE_FINALIZED 2
#define STATE_REUSABLE	3

/* Limit of the distance from the ring buffer to the pointer to it. */
#define KERNEL_DATA_MAX MIB(16)

#define COUNT_BITS_MAX 22
#define SIZE_BITS_MAX  30

/* The part of struct prb_desc_ring that all versions share. */
struct descriptor_ring {
	u32 count_bits;
	u64 descriptors;
	u64 infos;
	u64 head_id;
	u64 tail_id;
};

/* struct prb_data_ring */
struct text_ring {
	u32 size_bits;
	u64 data;
	u64 head;
	u64 tail;
};

/*
 * Offset of the text ring in struct printk_ringbuffer. Since 5.19, a word with the
 * last finalized record precedes it.
 */
static const u64 text_offsets[] = {
	sizeof(struct descriptor_ring) + sizeof(u64),
	sizeof(struct descriptor_ring),
};

struct ring {
	struct descriptor_ring descriptors;
	struct text_ring text;
};

/* struct prb_desc */
struct descriptor {
	u64 state_and_id;
	u64 begin;
	u64 next;
};

/* struct printk_info */
struct info {
	u64 sequence;
	u64 nanoseconds;
	u16 length;
	u8 facility;
	u8 flags_and_level;
	u32 caller;
	char subsystem[16];
	char device[48];
};

/* A block of text starts with the id of its record. */
#define BLOCK_HEADER sizeof(u64)

/* The id before the first one. Linux computes it from an unsigned int. */
static u64 id_before_first(u32 count_bits)
{
	return -((1U << count_bits) + 1);
}

/* A quick test: all initial ids have these bits. */
static bool may_be_first_id(u64 word)
{
	return (word >> 24 & 0xff) == 0xff;
}

/* A tail does not move before the ring is full. */
static bool is_initial_text(const struct text_ring *text)
{
	u64 first = -(1ULL << (text->size_bits & 63));

	return text->size_bits && text->size_bits <= SIZE_BITS_MAX &&
	       text->tail == first && text->head - first <= -first;
}

static bool is_initial_ids(const struct descriptor_ring *ring)
{
	u64 first;

	if (!ring->count_bits || ring->count_bits > COUNT_BITS_MAX)
		return false;
	first = id_before_first(ring->count_bits);
	return ring->tail_id == first &&
	       ring->head_id - first <= 1ULL << ring->count_bits;
}

static bool is_initial_ring(struct kernel_log *log, const u8 *start)
{
	struct descriptor_ring ring;
	struct text_ring text;

	memcpy(&ring, start, sizeof(ring));
	if (!is_initial_ids(&ring))
		return false;
	for (unsigned int i = 0; i < ARRAY_SIZE(text_offsets); i++) {
		memcpy(&text, start + text_offsets[i], sizeof(text));
		log->text_offset = text_offsets[i];
		if (is_initial_text(&text))
			return true;
	}
	return false;
}

static void forget(struct kernel_log *log)
{
	bool always = log->always;

	memset(log, 0, sizeof(*log));
	log->always = always;
}

bool kernel_log_find(struct kernel_log *log, const void *memory, u64 size)
{
	const u64 before = offsetof(struct descriptor_ring, tail_id);
	const u64 *word = memory;
	u64 ring_size = text_offsets[0] + sizeof(struct text_ring);

	forget(log);
	for (u64 at = before; at + ring_size - before <= size; at += sizeof(*word)) {
		if (!may_be_first_id(word[at / sizeof(*word)]) ||
		    !is_initial_ring(log, (const u8 *)memory + at - before))
			continue;
		log->static_ring = LINEAR_MAP + at - before;
		log->data_end = at + KERNEL_DATA_MAX < size ? at + KERNEL_DATA_MAX : size;
		log->shown = true;
		return true;
	}
	return false;
}

void kernel_log_expect(struct kernel_log *log)
{
	forget(log);
	log->expected = true;
	log->shown = true;
}

static u64 find_high_memory(const struct region_map *map)
{
	for (u32 i = 0; i < REGION_BUCKETS; i++) {
		if (map->bucket[i] < map->capacity &&
		    map->region[map->bucket[i]].boot)
			return map->region[map->bucket[i]].lpar_addr;
	}
	return 0;
}

static bool to_lpar(struct kernel_log *log, const struct region_map *map,
		    u64 address, u64 *lpar_addr)
{
	u64 physical = address & ~LINEAR_MAP_MASK;

	if ((address & LINEAR_MAP_MASK) != LINEAR_MAP)
		return false;
	*lpar_addr = physical;
	if (physical < REAL_MODE_SIZE)
		return true;
	if (!log->high_memory)
		log->high_memory = find_high_memory(map);
	*lpar_addr = log->high_memory + physical - REAL_MODE_SIZE;
	return log->high_memory;
}

static bool read_kernel(struct kernel_log *log, struct region_map *map,
			u64 address, void *to, u64 length)
{
	while (length) {
		u64 lpar_addr, real, contiguous;

		if (!to_lpar(log, map, address, &lpar_addr))
			return false;
		contiguous = region_contiguous(map, lpar_addr, &real);
		if (!contiguous)
			return false;
		if (contiguous > length)
			contiguous = length;
		memcpy(to, real_pointer(real), contiguous);
		to = (u8 *)to + contiguous;
		address += contiguous;
		length -= contiguous;
	}
	return true;
}

static bool read_ring(struct kernel_log *log, struct region_map *map,
		      u64 address, struct ring *ring)
{
	return read_kernel(log, map, address, &ring->descriptors,
			   sizeof(ring->descriptors)) &&
	       read_kernel(log, map, address + log->text_offset, &ring->text,
			   sizeof(ring->text)) &&
	       ring->descriptors.count_bits &&
	       ring->descriptors.count_bits <= COUNT_BITS_MAX &&
	       ring->text.size_bits && ring->text.size_bits <= SIZE_BITS_MAX;
}

/* Ids and sequence numbers advance together. The initial id is for number -1. */
static u64 sequence_of(const struct ring *ring, u64 id)
{
	u64 before = id_before_first(ring->descriptors.count_bits);
	u64 sign = 1ULL << (STATE_SHIFT - 1);

	return (((id - before - 1) & ID_MASK) ^ sign) - sign;
}

static bool is_before(u64 sequence, u64 other)
{
	return (s64)(sequence - other) < 0;
}

/*
 * Called when the kernel has printed something: a relocatable kernel fixes up its
 * addresses when it starts.
 */
static void find_pointers(struct kernel_log *log, const struct region_map *map)
{
	const u64 *word = real_pointer(region_real(&map->real_mode, 0));

	log->searched = true;
	for (u64 i = 0; i < log->data_end / sizeof(*word); i++) {
		if (word[i] != log->static_ring)
			continue;
		log->pointer[log->pointers++] = LINEAR_MAP + i * sizeof(*word);
		if (log->pointers == KERNEL_LOG_POINTERS_MAX)
			return;
	}
}

static bool current_ring(struct kernel_log *log, struct region_map *map,
			 struct ring *ring)
{
	u64 address;

	for (unsigned int i = 0; i < log->pointers; i++) {
		if (read_kernel(log, map, log->pointer[i], &address,
				sizeof(address)) &&
		    address != log->static_ring && read_ring(log, map, address, ring))
			return true;
	}
	return read_ring(log, map, log->static_ring, ring);
}

/* A text that would cross the end of the text ring is stored at the ring's start. */
static bool text_location(const struct ring *ring, const struct descriptor *record,
			  u64 *start, u64 *length)
{
	unsigned int bits = ring->text.size_bits;
	u64 size = 1ULL << bits;
	u64 last_turn = (record->next - 1) >> bits;

	*start = 0;
	*length = 0;
	if (record->begin & 1 && record->next & 1)
		return true; /* no text */
	if (record->begin >> bits == last_turn)
		*start = record->begin & (size - 1);
	else if ((record->begin + size) >> bits != last_turn)
		return false;
	*length = ((record->next - 1) & (size - 1)) + 1 - *start;
	if (*length < BLOCK_HEADER || *length > size)
		return false;
	*start += BLOCK_HEADER;
	*length -= BLOCK_HEADER;
	return true;
}

/* The partition's text goes to the log only, so that it cannot pass for OpenLV1's. */
static void print_lines(const char *text, u64 length, u64 nanoseconds)
{
	do {
		struct line time = { .length = 0 };
		u64 line = 0;

		while (line < length && text[line] != '\n')
			line++;

		line_add(&time, "[%5llu.%06llu] ",
			 nanoseconds / 1000000000, nanoseconds / 1000 % 1000000);
		console_write(time.text, time.length);
		console_write(text, line);
		console_write("\n", 1);
		line += line < length;
		text += line;
		length -= line;
	} while (length);
}

static void report_lost(struct kernel_log *log)
{
	if (log->lost)
		console_print("openlv1: %llu messages of the kernel are lost\n",
			      log->lost);
	log->lost = 0;
}

enum reading {
	READ,
	WAIT,
	LOST,
	INVALID,
};

/* The state of a record shows whether another thread writes to it. */
static enum reading show_record(struct kernel_log *log, struct region_map *map,
				const struct ring *ring, bool all)
{
	u64 index = log->next & ((1ULL << ring->descriptors.count_bits) - 1);
	u64 at = ring->descriptors.descriptors + index * sizeof(struct descriptor);
	struct descriptor record;
	struct info info;
	u64 start, length, state, state_after;

	if (!read_kernel(log, map, at, &record, sizeof(record)))
		return INVALID;
	state = record.state_and_id >> STATE_SHIFT;
	if (sequence_of(ring, record.state_and_id) != log->next)
		return WAIT;
	/* The kernel needed the room of its text. */
	if (state == STATE_REUSABLE)
		return LOST;
	if (state != STATE_FINALIZED && !(all && state == STATE_COMMITTED))
		return WAIT;
	if (!read_kernel(log, map, ring->descriptors.infos + index * sizeof(info),
			 &info, sizeof(info)) ||
	    !text_location(ring, &record, &start, &length))
		return INVALID;
	if (length > info.length)
		length = info.length;
	if (length > sizeof(log->text))
		length = sizeof(log->text);
	if (!read_kernel(log, map, ring->text.data + start, log->text, length) ||
	    !read_kernel(log, map, at, &state_after, sizeof(state_after)))
		return INVALID;
	if (state_after != record.state_and_id)
		return WAIT;
	if (info.sequence != log->next)
		return INVALID;
	report_lost(log);
	print_lines(log->text, length, info.nanoseconds);
	return READ;
}

static void skip_lost(struct kernel_log *log, const struct ring *ring)
{
	u64 oldest = sequence_of(ring, ring->descriptors.tail_id);

	if (!is_before(log->next, oldest))
		return;
	log->lost = oldest - log->next;
	log->next = oldest;
}

static void give_up(struct kernel_log *log)
{
	log->static_ring = 0;
	log->shown = false;
	console_print("openlv1: the kernel's messages have no known form; no more are printed\n");
}

void kernel_log_show(struct kernel_log *log, struct region_map *map, bool all)
{
	struct ring ring;
	u64 newest;

	if (log->expected &&
	    !kernel_log_find(log, real_pointer(region_real(&map->real_mode, 0)), REAL_MODE_SIZE))
		console_print("openlv1: this kernel's messages are printed only if it has a debug console\n");
	if (!log->shown)
		return;
	if (!current_ring(log, map, &ring)) {
		give_up(log);
		return;
	}
	newest = sequence_of(&ring, ring.descriptors.head_id);
	if (is_before(newest, log->next))
		return;
	if (!log->searched)
		find_pointers(log, map);
	skip_lost(log, &ring);
	for (u64 left = 1ULL << ring.descriptors.count_bits;
	     left && !is_before(newest, log->next); left--) {
		enum reading reading = show_record(log, map, &ring, all);

		if (reading == INVALID)
			give_up(log);
		if (reading == INVALID || reading == WAIT)
			break;
		if (reading == LOST)
			log->lost++;
		log->next++;
	}
	report_lost(log);
}

void kernel_log_silence(struct kernel_log *log)
{
	if (!log->always)
		log->shown = log->expected;
}
