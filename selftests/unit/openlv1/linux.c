// SPDX-License-Identifier: GPL-2.0-only
/*
 * What OpenLV1 does for Linux: it loads the kernel and reads its messages, here from ring
 * buffers that the tests build. And the formatting of messages.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kselftest_harness.h"

#include <lv1/memory.h>

#include "lib/endian.h"
#include "lib/format.h"
#include "linux/boot.h"
#include "linux/kernel_log.h"
#include "platform.h"

#define MEMORY_SIZE    256
#define POWER8_ENTRY   0xffff0000004d0000ULL
#define CELL_ENTRY     0xffff000000700000ULL
#define POWER8_VERSION 0x004d0200 /* in QEMU */

/* A file with program headers at 64 and 120, and 8 bytes of contents at 176. */
FIXTURE(kernel_file)
{
	u8 file[184];
	u8 memory[MEMORY_SIZE];
	u64 end;
};

static void put(u8 *at, unsigned int bytes, u64 value)
{
	while (bytes--) {
		at[bytes] = (u8)value;
		value >>= 8;
	}
}

static void put_segment(u8 *at, u64 address, u64 file_size, u64 memory_size)
{
	put(at, 4, 1); /* loadable segment */
	put(at + 8, 8, 176);
	put(at + 24, 8, address);
	put(at + 32, 8, file_size);
	put(at + 40, 8, memory_size);
}

FIXTURE_SETUP(kernel_file)
{
	u8 *file = self->file;

	memset(file, 0, sizeof(self->file));
	memset(self->memory, 0xa5, sizeof(self->memory));
	memcpy(file, "\177ELF\2\2\1", 7);
	put(file + 18, 2, 21); /* PowerPC, 64 bits */
	put(file + 32, 8, 64);
	put(file + 54, 2, 56);
	put(file + 56, 2, 2);
	put_segment(file + 64, 16, 8, 24);
	put_segment(file + 120, 200, 4, 4);
	memcpy(file + 176, "segments", 8);
}

FIXTURE_TEARDOWN(kernel_file)
{
}

#define LOAD() elf_load(self->file, sizeof(self->file), self->memory, \
			MEMORY_SIZE, &self->end)
#define EXPECT_REFUSED(reason) EXPECT_NE(NULL, strstr(LOAD(), reason))

TEST_F(kernel_file, segments_are_loaded_and_padded_with_zeros)
{
	static const u8 zeros[16];

	ASSERT_EQ(NULL, LOAD());
	EXPECT_EQ(204, self->end);
	EXPECT_EQ(0xa5, self->memory[15]);
	EXPECT_EQ(0, memcmp(self->memory + 16, "segments", 8));
	EXPECT_EQ(0, memcmp(self->memory + 24, zeros, sizeof(zeros)));
	EXPECT_EQ(0xa5, self->memory[40]);
	EXPECT_EQ(0, memcmp(self->memory + 200, "segm", 4));
	EXPECT_EQ(0xa5, self->memory[204]);
}

TEST_F(kernel_file, segments_of_other_types_are_not_loaded)
{
	put(self->file + 120, 4, 4); /* a note */
	ASSERT_EQ(NULL, LOAD());
	EXPECT_EQ(40, self->end);
	put(self->file + 64, 4, 4);
	EXPECT_REFUSED("no segment to load");
}

TEST_F(kernel_file, bad_files_are_refused)
{
	static const struct {
		unsigned int at;
		unsigned int bytes;
		u64 value;
		const char *reason;
	} fields[] = {
		{ 5, 1, 1, "vmlinux" },		  /* little-endian */
		{ 18, 2, 20, "vmlinux" },	  /* PowerPC, 32 bits */
		{ 32, 8, 80, "program headers" }, /* offset */
		{ 32, 8, ~0ULL, "program headers" },
		{ 54, 2, 32, "program headers" },		  /* size of one */
		{ 64 + 24, 8, MEMORY_SIZE - 23, "does not fit" }, /* address */
		{ 64 + 24, 8, ~0ULL - 7, "does not fit" },
		{ 64 + 32, 8, 9, "outside" }, /* size in the file */
		{ 64 + 40, 8, 7, "outside" }, /* size in memory */
		{ 64 + 40, 8, ~0ULL, "does not fit" },
	};
	u8 good[sizeof(self->file)];

	memcpy(good, self->file, sizeof(good));
	for (unsigned int i = 0; i < ARRAY_SIZE(fields); i++) {
		memcpy(self->file, good, sizeof(good));
		put(self->file + fields[i].at, fields[i].bytes, fields[i].value);
		EXPECT_REFUSED(fields[i].reason);
	}
	memcpy(self->file, good, sizeof(good));
	EXPECT_NE(NULL, elf_load(good, 63, self->memory, MEMORY_SIZE, &self->end));
	put(self->file + 64 + 24, 8, MEMORY_SIZE - 24);
	EXPECT_EQ(NULL, LOAD());
}

/* The comparison in Linux' identify_cpu(). */
static bool matches_power8(u64 entry)
{
	return (POWER8_VERSION & (entry >> 32)) == (u32)entry;
}

TEST(the_cells_entry_matches_a_power8)
{
	u64 kernel[] = {
		be64(1), be64(POWER8_ENTRY), be64(CELL_ENTRY), be64(CELL_ENTRY)
	};

	EXPECT_TRUE(cpu_table_patch(kernel, sizeof(kernel) - 1));
	EXPECT_EQ(be64(1), kernel[0]);
	EXPECT_EQ(~0ULL, kernel[1]);
	EXPECT_TRUE(matches_power8(be64(kernel[2])));
	/* The end of this entry is outside of the kernel. */
	EXPECT_EQ(be64(CELL_ENTRY), kernel[3]);
}

/* kexec can start a kernel from a file that was in memory during an earlier kexec. */
TEST(a_patched_table_can_be_patched_again)
{
	u64 kernel[] = { be64(POWER8_ENTRY), be64(CELL_ENTRY) };
	u64 once[2];

	ASSERT_TRUE(cpu_table_patch(kernel, sizeof(kernel)));
	memcpy(once, kernel, sizeof(once));
	EXPECT_TRUE(cpu_table_patch(kernel, sizeof(kernel)));
	EXPECT_EQ(0, memcmp(once, kernel, sizeof(once)));
}

TEST(a_kernel_without_the_cell_is_detected)
{
	u64 kernel[] = { be64(POWER8_ENTRY), 0 };

	EXPECT_FALSE(cpu_table_patch(kernel, sizeof(kernel)));
}

TEST(the_ramdisk_lies_between_kernel_and_device_tree)
{
	u64 start;

	ASSERT_TRUE(initrd_place(MIB(20), MIB(1) + 1, &start));
	EXPECT_EQ(TREE_START - MIB(1) - KIB(64), start);
	ASSERT_TRUE(initrd_place(TREE_START - KIB(64), KIB(64), &start));
	EXPECT_EQ(TREE_START - KIB(64), start);
	/* The size fits, but not with an alignment of 64 KiB. */
	EXPECT_FALSE(initrd_place(TREE_START - 8, 8, &start));
	EXPECT_FALSE(initrd_place(0, TREE_START + 1, &start));
}

static __printf(1, 2) const char *text(const char *format, ...)
{
	static char buffer[32];
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	length = format_text(buffer, sizeof(buffer), format, arguments);
	va_end(arguments);
	return length == strlen(buffer) ? buffer : "wrong length";
}

TEST(format_writes_what_printf_does)
{
	EXPECT_STREQ("a %s 1", text("%s %%s %u", "a", 1));
	EXPECT_STREQ("-2147483648 0", text("%d %d", INT32_MIN, 0));
	EXPECT_STREQ("-9223372036854775808", text("%lld", (long long)INT64_MIN));
	EXPECT_STREQ("18446744073709551615", text("%llu", ~0ULL));
	EXPECT_STREQ("ffffffffffffffff", text("%lx", ~0UL));
	EXPECT_STREQ("00ab|  ab|123", text("%04x|%4x|%2u", 0xab, 0xab, 123));
}

TEST(format_cuts_text_that_does_not_fit)
{
	EXPECT_STREQ("0123456789012345678901234567890",
		     text("%s", "01234567890123456789012345678901"));
}

#define LINEAR_MAP 0xc000000000000000ULL
#define IMAGE_SIZE KIB(64)
#define HIGH_SIZE  KIB(64)
/* Addresses in the image. */
#define POINTER	    0x100
#define RING	    0x200
#define DESCRIPTORS 0x1000
#define INFOS	    0x2000
#define TEXT	    0x4000

#define COUNT_BITS 3
#define COUNT	   (1U << COUNT_BITS)
#define SIZE_BITS  8
#define TEXT_SIZE  (1U << SIZE_BITS)
#define ID_MASK	   ((1ULL << 62) - 1)

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
	u64 id_before_first;
	u64 next;
};

/* The type that Linux computes the first id from. */
FIXTURE_VARIANT(log)
{
	u64 id_before_first;
};

FIXTURE_VARIANT_ADD(log, unsigned_int){
	.id_before_first = (u32) - (COUNT + 1),
};

FIXTURE_VARIANT_ADD(log, unsigned_long){
	.id_before_first = -(COUNT + 1ULL) & ID_MASK,
};

FIXTURE_SETUP(log)
{
	platform_reset();
	self->id_before_first = variant->id_before_first;
	self->memory = real_mode(0);
	self->ring = (struct test_ring *)(self->memory + RING);
	self->descriptor = (struct test_descriptor *)(self->memory + DESCRIPTORS);
	self->info = (struct test_info *)(self->memory + INFOS);
	self->text = (char *)(self->memory + TEXT);
	*self->ring = (struct test_ring){
		.count_bits = COUNT_BITS,
		.head_id = self->id_before_first,
		.tail_id = self->id_before_first,
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
static void print(FIXTURE_DATA(log) *self, u64 state, const char *text, u64 begin,
		  u64 end)
{
	u64 index = self->next % COUNT;
	u64 start = begin / TEXT_SIZE == (end - 1) / TEXT_SIZE ? begin % TEXT_SIZE : 0;

	self->ring->head_id = (self->id_before_first + 1 + self->next) & ID_MASK;
	if (self->next >= COUNT)
		self->ring->tail_id = (self->ring->head_id - COUNT + 1) & ID_MASK;
	else
		self->ring->tail_id = self->id_before_first + 1;
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
static void print_next(FIXTURE_DATA(log) *self, const char *text)
{
	u64 begin = -(u64)TEXT_SIZE + self->next * 32;

	print(self, FINALIZED, text, begin, begin + 32);
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
	print_next(self, "first");
	print_next(self, "second");
	EXPECT_SHOWN(TIME "first\n" TIME "second\n", false);
	EXPECT_SHOWN("", true);
	print_next(self, "third");
	EXPECT_SHOWN(TIME "third\n", false);
}

TEST_F(log, prints_the_time_before_each_line)
{
	print_next(self, "a\nb");
	print_next(self, "");
	EXPECT_SHOWN(TIME "a\n" TIME "b\n" TIME "\n", false);
}

TEST_F(log, waits_for_incomplete_records)
{
	print(self, RESERVED, "half", -(u64)TEXT_SIZE, -(u64)TEXT_SIZE + 32);
	print_next(self, "whole");
	EXPECT_SHOWN("", true);
	self->descriptor[0].state |= COMMITTED << 62;
	EXPECT_SHOWN("", false);
	EXPECT_SHOWN(TIME "half\n" TIME "whole\n", true);
}

TEST_F(log, reads_text_that_wraps)
{
	print(self, FINALIZED, "at the start", TEXT_SIZE - 16, TEXT_SIZE + 32);
	print(self, FINALIZED, "up to the end", TEXT_SIZE + TEXT_SIZE - 32,
	      TEXT_SIZE + TEXT_SIZE);
	print(self, FINALIZED, "", 1, 1);
	EXPECT_SHOWN(TIME "at the start\n" TIME "up to the end\n" TIME "\n", false);
}

TEST_F(log, counts_overwritten_messages)
{
	for (unsigned int i = 0; i < COUNT + 3; i++)
		print_next(self, "x");
	EXPECT_EQ(0, strncmp(shown(self, false),
			     "openlv1: 3 messages of the kernel are lost\n[", 44));
	EXPECT_EQ(COUNT + 3, kernel_log.next);
}

TEST_F(log, counts_messages_whose_text_is_overwritten)
{
	print_next(self, "first");
	print_next(self, "second");
	print_next(self, "third");
	self->descriptor[0].state |= REUSABLE << 62;
	self->descriptor[1].state |= REUSABLE << 62;
	EXPECT_SHOWN("openlv1: 2 messages of the kernel are lost\n" TIME "third\n", false);
}

TEST_F(log, follows_the_kernel_to_a_larger_buffer)
{
	struct test_ring *larger;
	struct region *region;

	print_next(self, "small");
	EXPECT_SHOWN(TIME "small\n", false);
	ASSERT_EQ(0, region_allocate(&partition.regions, MIB(16), 24, 0, &region));
	partition.high_memory = region->lpar_addr;
	larger = real_pointer(region_real(region, 0x800));
	print_next(self, "large");
	*larger = *self->ring;
	*(u64 *)(self->memory + POINTER) = LINEAR_MAP + REAL_MODE_SIZE + 0x800;
	memset(self->ring, 0xff, sizeof(*self->ring));
	EXPECT_SHOWN(TIME "large\n", false);
}

TEST_F(log, is_silent_if_the_kernel_has_a_console)
{
	print_next(self, "before");
	kernel_log_silence();
	EXPECT_SHOWN("", true);
}

TEST_F(log, reports_an_unknown_form_once)
{
	print_next(self, "x");
	self->info[0].sequence = 77;
	EXPECT_NE(NULL, strstr(shown(self, false), "no known form"));
	EXPECT_SHOWN("", true);
}

/* A message may look like a line of the ledger. */
TEST_F(log, prints_only_to_the_log)
{
	print_next(self, "openlv1: ledger: live=0");
	EXPECT_SHOWN(TIME "openlv1: ledger: live=0\n", false);
	EXPECT_STREQ("", platform.hypervisor.text);
}

TEST_F(log, finds_a_kernel_that_has_printed_something)
{
	print_next(self, "early");
	self->ring->tail_id = self->id_before_first;
	self->ring->head = self->descriptor[0].next;
	kernel_log_expect();
	EXPECT_SHOWN(TIME "early\n", false);
	EXPECT_SHOWN("", false);
}

TEST_F(log, finds_the_next_kernel)
{
	print_next(self, "of the first");
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

/* Flip a bit of a word that is read, or replace the word by a plausible value. */
static void damage(u8 *memory)
{
	static const u64 values[] = {
		0, 1, ~0ULL, 31, LINEAR_MAP, LINEAR_MAP + REAL_MODE_SIZE - 8,
		LINEAR_MAP + REAL_MODE_SIZE, 1ULL << 63, 0x1600000000ULL,
		LINEAR_MAP + REAL_MODE_SIZE + HIGH_SIZE - 8,
		0x1e00000000ULL, 0x1600000016ULL
	};
	static const u16 places[] = { POINTER, RING, DESCRIPTORS, INFOS };
	u64 place = places[random() % ARRAY_SIZE(places)];
	u64 *word = (u64 *)(memory + place + (place == POINTER ? 0 : random() % 24 * 8));

	if (random() % 2)
		*word ^= 1ULL << random() % 64;
	else
		*word = values[random() % ARRAY_SIZE(values)];
}

TEST_F(log, survives_garbage)
{
	static u8 good[IMAGE_SIZE];
	struct kernel_log start = kernel_log;
	struct region *high;

	ASSERT_EQ(0, region_allocate(&partition.regions, HIGH_SIZE, 16, 0, &high));
	partition.high_memory = high->lpar_addr;
	for (unsigned int i = 0; i < COUNT; i++)
		print_next(self, "text\nand more");
	memcpy(good, self->memory, sizeof(good));
	for (unsigned int i = 0; i < 20000; i++) {
		memcpy(self->memory, good, sizeof(good));
		kernel_log = start;
		for (u64 n = random() % 4; n < 4; n++) {
			damage(self->memory);
			shown(self, n % 2);
		}
	}
}

TEST_HARNESS_MAIN
