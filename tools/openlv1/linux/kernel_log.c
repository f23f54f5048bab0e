// SPDX-License-Identifier: GPL-2.0-only
#include "kernel_log.h"

#include <string.h>

#include "../core/partition.h"
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

#define RING_SIZE (sizeof(struct descriptor_ring) + sizeof(u64) + sizeof(struct text_ring))

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

/* The bits of the initial id: Linux computes it from an unsigned int; 7.3, from a long. */
static const u64 initial_ids[] = { 0xffffffff, ID_MASK };

/* The id before the first one. */
static u64 id_before_first(u32 count_bits, u64 initial_id)
{
	return -((1ULL << count_bits) + 1) & initial_id;
}

static bool parse_ring(const u8 *from, u64 text_offset, struct ring *ring)
{
	memcpy(&ring->descriptors, from, sizeof(ring->descriptors));
	memcpy(&ring->text, from + text_offset, sizeof(ring->text));
	return ring->descriptors.count_bits &&
	       ring->descriptors.count_bits <= COUNT_BITS_MAX &&
	       ring->text.size_bits && ring->text.size_bits <= SIZE_BITS_MAX;
}

/* A quick test: all initial ids have these bits. */
static bool may_be_first_id(u64 word)
{
	return (word >> 24 & 0xff) == 0xff;
}

/* The tails do not move before the ring is full. */
static bool is_initial_ring(const u8 *from, u64 text_offset, u64 initial_id)
{
	struct ring ring;
	u64 first_id, first_text;

	if (!parse_ring(from, text_offset, &ring))
		return false;
	first_id = id_before_first(ring.descriptors.count_bits, initial_id);
	first_text = -(1ULL << ring.text.size_bits);
	return ring.descriptors.tail_id == first_id &&
	       ring.descriptors.head_id - first_id <= 1ULL << ring.descriptors.count_bits &&
	       ring.text.tail == first_text &&
	       ring.text.head - first_text <= 1ULL << ring.text.size_bits;
}

static void forget(void)
{
	bool always = kernel_log.always;

	memset(&kernel_log, 0, sizeof(kernel_log));
	kernel_log.always = always;
}

static bool find_at(const u8 *memory, u64 start, u64 size)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(text_offsets) * ARRAY_SIZE(initial_ids); i++) {
		u64 text_offset = text_offsets[i / ARRAY_SIZE(initial_ids)];
		u64 initial_id = initial_ids[i % ARRAY_SIZE(initial_ids)];

		if (!is_initial_ring(memory + start, text_offset, initial_id))
			continue;
		kernel_log.text_offset = text_offset;
		kernel_log.initial_id = initial_id;
		kernel_log.static_ring = LINEAR_MAP + start;
		kernel_log.data_end =
			start + KERNEL_DATA_MAX < size ? start + KERNEL_DATA_MAX : size;
		kernel_log.shown = true;
		return true;
	}
	return false;
}

bool kernel_log_find(const void *memory, u64 size)
{
	const u64 *tail_id = memory + offsetof(struct descriptor_ring, tail_id);

	forget();
	for (u64 start = 0; start + RING_SIZE <= size; start += sizeof(*tail_id)) {
		if (may_be_first_id(*tail_id++) && find_at(memory, start, size))
			return true;
	}
	return false;
}

void kernel_log_expect(void)
{
	forget();
	kernel_log.expected = true;
	kernel_log.shown = true;
}

static bool to_lpar(u64 address, u64 *lpar_addr)
{
	u64 physical = address & ~LINEAR_MAP_MASK;

	if ((address & LINEAR_MAP_MASK) != LINEAR_MAP)
		return false;
	*lpar_addr = physical;
	if (physical < REAL_MODE_SIZE)
		return true;
	*lpar_addr = partition.high_memory + physical - REAL_MODE_SIZE;
	return partition.high_memory;
}

static bool read_kernel(u64 address, void *to, u64 length)
{
	while (length) {
		u64 lpar_addr, real, contiguous;

		if (!to_lpar(address, &lpar_addr))
			return false;
		contiguous = region_contiguous(&partition.regions, lpar_addr, &real);
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

static bool read_ring(u64 address, struct ring *ring)
{
	u8 copy[RING_SIZE];

	return read_kernel(address, copy, sizeof(copy)) &&
	       parse_ring(copy, kernel_log.text_offset, ring);
}

/* Ids and sequence numbers advance together. The initial id is for number -1. */
static u64 sequence_of(const struct ring *ring, u64 id)
{
	u64 before = id_before_first(ring->descriptors.count_bits, kernel_log.initial_id);
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
static void find_pointers(void)
{
	const u64 *word = real_pointer(region_real(&partition.regions.real_mode, 0));

	kernel_log.searched = true;
	for (u64 i = 0; i < kernel_log.data_end / sizeof(*word); i++) {
		if (word[i] != kernel_log.static_ring)
			continue;
		kernel_log.pointer[kernel_log.pointers++] = LINEAR_MAP + i * sizeof(*word);
		if (kernel_log.pointers == KERNEL_LOG_POINTERS_MAX)
			return;
	}
}

static bool current_ring(struct ring *ring)
{
	u64 address;

	for (unsigned int i = 0; i < kernel_log.pointers; i++) {
		if (read_kernel(kernel_log.pointer[i], &address, sizeof(address)) &&
		    address != kernel_log.static_ring && read_ring(address, ring))
			return true;
	}
	return read_ring(kernel_log.static_ring, ring);
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

static void report_lost(void)
{
	if (kernel_log.lost)
		console_print("openlv1: %llu messages of the kernel are lost\n",
			      kernel_log.lost);
	kernel_log.lost = 0;
}

enum reading {
	READ,
	WAIT,
	LOST,
	INVALID,
};

/* The state of a record shows whether another thread writes to it. */
static enum reading show_record(const struct ring *ring, bool all)
{
	u64 index = kernel_log.next & ((1ULL << ring->descriptors.count_bits) - 1);
	u64 at = ring->descriptors.descriptors + index * sizeof(struct descriptor);
	struct descriptor record;
	struct info info;
	u64 start, length, state, state_after;

	if (!read_kernel(at, &record, sizeof(record)))
		return INVALID;
	state = record.state_and_id >> STATE_SHIFT;
	if (sequence_of(ring, record.state_and_id) != kernel_log.next)
		return WAIT;
	/* The kernel needed the room of its text. */
	if (state == STATE_REUSABLE)
		return LOST;
	if (state != STATE_FINALIZED && !(all && state == STATE_COMMITTED))
		return WAIT;
	if (!read_kernel(ring->descriptors.infos + index * sizeof(info), &info, sizeof(info)) ||
	    !text_location(ring, &record, &start, &length))
		return INVALID;
	if (length > info.length)
		length = info.length;
	if (length > sizeof(kernel_log.text))
		length = sizeof(kernel_log.text);
	if (!read_kernel(ring->text.data + start, kernel_log.text, length) ||
	    !read_kernel(at, &state_after, sizeof(state_after)))
		return INVALID;
	if (state_after != record.state_and_id)
		return WAIT;
	if (info.sequence != kernel_log.next)
		return INVALID;
	report_lost();
	print_lines(kernel_log.text, length, info.nanoseconds);
	return READ;
}

static void skip_lost(const struct ring *ring)
{
	u64 oldest = sequence_of(ring, ring->descriptors.tail_id);

	if (!is_before(kernel_log.next, oldest))
		return;
	kernel_log.lost = oldest - kernel_log.next;
	kernel_log.next = oldest;
}

static void give_up(void)
{
	kernel_log.shown = false;
	console_print("openlv1: the kernel's messages have no known form; no more are printed\n");
}

void kernel_log_show(bool all)
{
	struct ring ring;
	u64 newest;

	if (kernel_log.expected &&
	    !kernel_log_find(real_pointer(region_real(&partition.regions.real_mode, 0)),
			     REAL_MODE_SIZE))
		console_print("openlv1: this kernel's messages are printed only if it has a debug console\n");
	if (!kernel_log.shown)
		return;
	if (!current_ring(&ring)) {
		give_up();
		return;
	}
	newest = sequence_of(&ring, ring.descriptors.head_id);
	if (is_before(newest, kernel_log.next))
		return;
	if (!kernel_log.searched)
		find_pointers();
	skip_lost(&ring);
	for (u64 left = 1ULL << ring.descriptors.count_bits;
	     left && !is_before(newest, kernel_log.next); left--) {
		enum reading reading = show_record(&ring, all);

		if (reading == INVALID)
			give_up();
		if (reading == INVALID || reading == WAIT)
			break;
		if (reading == LOST)
			kernel_log.lost++;
		kernel_log.next++;
	}
	report_lost();
}

void kernel_log_silence(void)
{
	if (!kernel_log.always)
		kernel_log.shown = kernel_log.expected;
}
