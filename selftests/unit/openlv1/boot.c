// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading a kernel, and formatting of messages.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <libfdt.h>

#include "kselftest_harness.h"

#include "linux/boot.h"
#include "lib/endian.h"
#include "lib/format.h"

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

TEST(a_buffer_too_small_for_the_device_tree_is_detected)
{
	const struct partition_tree from = { .threads = 2, .command_line = "x" };
	u64 tree[128];

	for (int size = 0; size < 512; size++)
		EXPECT_FALSE(partition_tree_build(&from, tree, size));
	EXPECT_TRUE(partition_tree_build(&from, tree, sizeof(tree)));
	EXPECT_EQ(0, fdt_check_header(tree));
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

TEST_HARNESS_MAIN
