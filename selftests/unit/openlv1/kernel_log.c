// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the kernel's messages, from ring buffers that are built here.
 */
#include <string.h>

#include "kselftest_harness.h"

#include <lv1/memory.h>

#include "platform.h"

#include "core/partition.h"
#include "linux/kernel_log.h"
#include "platform/platform.h"

#define LINEAR_MAP 0xc000000000000000ULL
#define IMAGE_SIZE KIB(64)
#define HIGH_SIZE  KIB(64)
/* Addresses in the image. */
#define POINTER	    0x100
#define RING	    0x200
#define DESCRIPTORS 0x1000
#define INFOS	    0x2000
#define TEXT	    0x4000

#define COUNT_BITS	3
#define COUNT		(1U << COUNT_BITS)
#define SIZE_BITS	8
#define TEXT_SIZE	(1U << SIZE_BITS)
#define ID_BEFORE_FIRST ((u64)(u32) - (COUNT + 1))

/* The time of each message in the log. */
#define TIME "[    1.234567] "

#define RESERVED  0ULL
#define COMMITTED 1ULL
#define FINALIZED 2ULL
#define REUSABLE  3ULL

/* Layouts of Linux' structures. */
struct test_descriptor {
	u64 state;
	u64 begin;
	u64 next;
};

struct test_info {
	u64 sequence;
	u64 nanoseconds;
	u16 length;
	u8 rest[70];
};

struct test_ring {
	u32 count_bits;
	u64 descriptors;
	u64 infos;
	u64 head_id;
	u64 tail_id;
	u64 last_finalized;
	u32 size_bits;
	u64 data;
	u64 head;
	u64 tail;
};

FIXTURE(log)
{
	u8 *memory;
	struct test_ring *ring;
	struct test_descriptor *descriptor;
	struct test_info *info;
	char *text;
	u64 next;
};

FIXTURE_SETUP(log)
{
	platform_reset();
	self->memory = real_mode(0);
	self->ring = (struct test_ring *)(self->memory + RING);
	self->descriptor = (struct test_descriptor *)(self->memory + DESCRIPTORS);
	self->info = (struct test_info *)(self->memory + INFOS);
	self->text = (char *)(self->memory + TEXT);
	*self->ring = (struct test_ring){
		.count_bits = COUNT_BITS,
		.head_id = ID_BEFORE_FIRST,
		.tail_id = ID_BEFORE_FIRST,
		.size_bits = SIZE_BITS,
		.head = -(u64)TEXT_SIZE,
		.tail = -(u64)TEXT_SIZE,
	};
	ASSERT_TRUE(kernel_log_find(self->memory, IMAGE_SIZE));
	/* The kernel fills in addresses when it starts. */
	self->ring->descriptors = LINEAR_MAP + DESCRIPTORS;
	self->ring->infos = LINEAR_MAP + INFOS;
	self->ring->data = LINEAR_MAP + TEXT;
	*(u64 *)(self->memory + POINTER) = LINEAR_MAP + RING;
}

FIXTURE_TEARDOWN(log)
{
}

/* Add a message with the text block from @begin to @end. */
static void put(FIXTURE_DATA(log) *self, u64 state, const char *text, u64 begin,
		u64 end)
{
	u64 index = self->next % COUNT;
	u64 start = begin / TEXT_SIZE == (end - 1) / TEXT_SIZE ? begin % TEXT_SIZE : 0;

	self->ring->head_id = ID_BEFORE_FIRST + 1 + self->next;
	if (self->next >= COUNT)
		self->ring->tail_id = self->ring->head_id - COUNT + 1;
	else
		self->ring->tail_id = ID_BEFORE_FIRST + 1;
	self->descriptor[index] = (struct test_descriptor){
		state << 62 | self->ring->head_id, begin, end
	};
	self->info[index].sequence = self->next;
	self->info[index].nanoseconds = 1234567890 + self->next;
	self->info[index].length = (u16)strlen(text);
	memcpy(self->text + start + 8, text, strlen(text));
	self->next++;
}

/* Add a message in the next of eight text blocks. */
static void put_next(FIXTURE_DATA(log) *self, const char *text)
{
	u64 begin = -(u64)TEXT_SIZE + self->next * 32;

	put(self, FINALIZED, text, begin, begin + 32);
}

static const char *shown(FIXTURE_DATA(log) *self, bool all)
{
	platform.log.length = 0;
	platform.log.text[0] = '\0';
	kernel_log_show(all);
	return platform.log.text;
}

#define EXPECT_SHOWN(expected, all) EXPECT_STREQ(expected, shown(self, all))

TEST_F(log, shows_each_message_once)
{
	EXPECT_SHOWN("", false);
	put_next(self, "first");
	put_next(self, "second");
	EXPECT_SHOWN(TIME "first\n" TIME "second\n", false);
	EXPECT_SHOWN("", true);
	put_next(self, "third");
	EXPECT_SHOWN(TIME "third\n", false);
}

TEST_F(log, prints_the_time_before_each_line)
{
	put_next(self, "a\nb");
	put_next(self, "");
	EXPECT_SHOWN(TIME "a\n" TIME "b\n" TIME "\n", false);
}

TEST_F(log, waits_for_incomplete_records)
{
	put(self, RESERVED, "half", -(u64)TEXT_SIZE, -(u64)TEXT_SIZE + 32);
	put_next(self, "whole");
	EXPECT_SHOWN("", true);
	self->descriptor[0].state |= COMMITTED << 62;
	EXPECT_SHOWN("", false);
	EXPECT_SHOWN(TIME "half\n" TIME "whole\n", true);
}

TEST_F(log, reads_text_that_wraps)
{
	put(self, FINALIZED, "at the start", TEXT_SIZE - 16, TEXT_SIZE + 32);
	put(self, FINALIZED, "up to the end", TEXT_SIZE + TEXT_SIZE - 32,
	    TEXT_SIZE + TEXT_SIZE);
	put(self, FINALIZED, "", 1, 1);
	EXPECT_SHOWN(TIME "at the start\n" TIME "up to the end\n" TIME "\n", false);
}

TEST_F(log, counts_overwritten_messages)
{
	for (unsigned int i = 0; i < COUNT + 3; i++)
		put_next(self, "x");
	EXPECT_EQ(0, strncmp(shown(self, false),
			     "openlv1: 3 messages of the kernel are lost\n[", 44));
	EXPECT_EQ(COUNT + 3, kernel_log.next);
}

TEST_F(log, counts_messages_whose_text_is_overwritten)
{
	put_next(self, "first");
	put_next(self, "second");
	put_next(self, "third");
	self->descriptor[0].state |= REUSABLE << 62;
	self->descriptor[1].state |= REUSABLE << 62;
	EXPECT_SHOWN("openlv1: 2 messages of the kernel are lost\n" TIME "third\n", false);
}

TEST_F(log, follows_the_kernel_to_a_larger_buffer)
{
	struct test_ring *larger;
	struct region *region;

	put_next(self, "small");
	EXPECT_SHOWN(TIME "small\n", false);
	ASSERT_EQ(0, region_allocate(&partition.regions, MIB(16), 24, 0, &region));
	partition.high_memory = region->lpar_addr;
	larger = real_pointer(region_real(region, 0x800));
	put_next(self, "large");
	*larger = *self->ring;
	*(u64 *)(self->memory + POINTER) = LINEAR_MAP + REAL_MODE_SIZE + 0x800;
	memset(self->ring, 0xff, sizeof(*self->ring));
	EXPECT_SHOWN(TIME "large\n", false);
}

TEST_F(log, is_silent_if_the_kernel_has_a_console)
{
	put_next(self, "before");
	kernel_log_silence();
	EXPECT_SHOWN("", true);
}

TEST_F(log, reports_an_unknown_form_once)
{
	put_next(self, "x");
	self->info[0].sequence = 77;
	EXPECT_NE(NULL, strstr(shown(self, false), "no known form"));
	EXPECT_SHOWN("", true);
}

/* A message may look like a line of the ledger. */
TEST_F(log, prints_only_to_the_log)
{
	put_next(self, "openlv1: ledger: live=0");
	EXPECT_SHOWN(TIME "openlv1: ledger: live=0\n", false);
	EXPECT_STREQ("", platform.hypervisor.text);
}

TEST_F(log, finds_a_kernel_that_has_printed_something)
{
	put_next(self, "early");
	self->ring->tail_id = ID_BEFORE_FIRST;
	self->ring->head = self->descriptor[0].next;
	kernel_log_expect();
	EXPECT_SHOWN(TIME "early\n", false);
	EXPECT_SHOWN("", false);
}

TEST_F(log, finds_the_next_kernel)
{
	put_next(self, "of the first");
	EXPECT_SHOWN(TIME "of the first\n", false);
	kernel_log_silence();
	kernel_log_expect();
	memset(self->memory, 0, IMAGE_SIZE);
	EXPECT_NE(NULL, strstr(shown(self, false), "only if it has a debug console"));
	EXPECT_SHOWN("", true);
}

TEST_F(log, finds_no_ring_buffer_in_other_memory)
{
	memset(self->memory, 0xff, IMAGE_SIZE);
	EXPECT_FALSE(kernel_log_find(self->memory, IMAGE_SIZE));
	EXPECT_FALSE(kernel_log_find(self->memory, 8));
	EXPECT_FALSE(kernel_log_find(self->memory, 0));
	EXPECT_SHOWN("", true);
}

static u64 random_number(u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Flip a bit of a word that is read, or replace the word by a plausible value. */
static void damage(u8 *memory, u64 *state)
{
	static const u64 values[] = {
		0, 1, ~0ULL, 31, LINEAR_MAP, LINEAR_MAP + REAL_MODE_SIZE - 8,
		LINEAR_MAP + REAL_MODE_SIZE, 1ULL << 63, 0x1600000000ULL,
		LINEAR_MAP + REAL_MODE_SIZE + HIGH_SIZE - 8,
		0x1e00000000ULL, 0x1600000016ULL
	};
	static const u16 places[] = { POINTER, RING, DESCRIPTORS, INFOS };
	u64 place = places[random_number(state) % ARRAY_SIZE(places)];
	u64 offset = place == POINTER ? 0 : random_number(state) % 24 * 8;
	u64 *word = (u64 *)(memory + place + offset);

	if (random_number(state) % 2)
		*word ^= 1ULL << random_number(state) % 64;
	else
		*word = values[random_number(state) % ARRAY_SIZE(values)];
}

TEST_F(log, survives_garbage)
{
	static u8 good[IMAGE_SIZE];
	struct kernel_log start = kernel_log;
	u64 state = 0x9e3779b97f4a7c15ULL;
	struct region *high;

	ASSERT_EQ(0, region_allocate(&partition.regions, HIGH_SIZE, 16, 0, &high));
	partition.high_memory = high->lpar_addr;
	for (unsigned int i = 0; i < COUNT; i++)
		put_next(self, "text\nand more");
	memcpy(good, self->memory, sizeof(good));
	for (unsigned int i = 0; i < 20000; i++) {
		memcpy(self->memory, good, sizeof(good));
		kernel_log = start;
		for (u64 n = random_number(&state) % 4; n < 4; n++) {
			damage(self->memory, &state);
			shown(self, n % 2);
		}
	}
}

TEST_HARNESS_MAIN
