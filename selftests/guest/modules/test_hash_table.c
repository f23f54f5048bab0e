// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the hash table on the hardware: pages of 64 KiB, which Linux itself does not
 * use here, and the mapped table (calls 122 and 123).
 *
 * The module opens a segment at an address that Linux never uses. There the hardware
 * finds the entries that the module inserted.
 */
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include <asm/lv1call.h>
#include <asm/mmu.h>

#define SEGMENT		0xf000000000000000UL
#define SEGMENT_INDEX	31UL
/* Above all VSIDs that Linux allocates. */
#define SEGMENT_VSID	BIT(45)
#define SEGMENT_VALID	0x8000000UL

#define TABLE_SIZE	BIT(20)
#define GROUPS		(TABLE_SIZE / 128)
#define PAGE_SHIFT_64K	16
#define PAGE_64K	BIT(PAGE_SHIFT_64K)
#define LP_64K		0x1000UL
#define ENTRY_COHERENT	0x10UL
#define ENTRY_FLAGS	(ENTRY_COHERENT | HPTE_R_R | HPTE_R_C)
#define PROTECTION	0x8000000000000003UL
#define READ_ONLY	0x3UL

#define EXPECT(condition) do {						\
	if (!(condition)) {						\
		pr_err("test_hash_table: failed: %s\n", #condition);	\
		return -EIO;						\
	}								\
} while (0)

struct table_entry {
	u64 v;
	u64 r;
};

static u64 window_addr;
static struct table_entry *window;

/* Map page @index of the segment, writable. */
static s64 map_page(unsigned int page_shift, u64 index, u64 lpar_addr, u64 *slot)
{
	u64 large = page_shift == PAGE_SHIFT_64K ? HPTE_V_LARGE : 0;
	u64 lp = large ? LP_64K : 0;
	u64 offset = index << page_shift;
	u64 evicted_v, evicted_r;

	return lv1_insert_htab_entry(0, ((SEGMENT_VSID ^ index) % GROUPS) * 8,
				     SEGMENT_VSID << 12 | offset >> 23 << 7 |
				     large | HPTE_V_BOLTED | HPTE_V_VALID,
				     lpar_addr | lp | ENTRY_FLAGS, HPTE_V_BOLTED,
				     0, slot, &evicted_v, &evicted_r);
}

static bool segment_entry_is_free(void)
{
	u64 esid;

	asm volatile("slbmfee %0, %1" : "=r"(esid) : "r"(SEGMENT_INDEX));
	return !(esid & SEGMENT_VALID);
}

/* Interrupts stay off until the segment is closed: only this module uses it. */
static unsigned long open_segment(unsigned int page_shift)
{
	u64 size_bits = page_shift == PAGE_SHIFT_64K ?
			SLB_VSID_L | SLB_VSID_LP_01 : 0;
	unsigned long flags;

	local_irq_save(flags);
	hard_irq_disable();
	asm volatile("isync; slbmte %0, %1; isync"
		     :: "r"(SEGMENT_VSID << SLB_VSID_SHIFT | SLB_VSID_KERNEL |
			    size_bits),
			"r"(SEGMENT | SLB_ESID_V | SEGMENT_INDEX) : "memory");
	return flags;
}

static void close_segment(unsigned long flags)
{
	asm volatile("isync; slbie %0; isync" :: "r"(SEGMENT) : "memory");
	local_irq_restore(flags);
}

/* Returns whether the hardware allows the access. */
static bool access_segment(unsigned int page_shift, u64 offset, u64 *value, bool write)
{
	u64 *address = (u64 *)(SEGMENT + offset);
	unsigned long flags = open_segment(page_shift);
	bool allowed = false;

	pagefault_disable();
	if (write)
		__put_kernel_nofault(address, value, u64, failed);
	else
		__get_kernel_nofault(value, address, u64, failed);
	allowed = true;
failed:
	pagefault_enable();
	close_segment(flags);
	return allowed;
}

static bool store(unsigned int page_shift, u64 offset, u64 value)
{
	return access_segment(page_shift, offset, &value, true);
}

static bool load(unsigned int page_shift, u64 offset, u64 *value)
{
	return access_segment(page_shift, offset, value, false);
}

/* Stores through 64 KiB pages are seen in the kernel's mapping. */
static int use_64k_pages(u64 lpar_addr, const u64 *memory)
{
	static const u64 offsets[] = {
		0, 0x1008, PAGE_64K - 8, PAGE_64K, 2 * PAGE_64K - 8,
	};
	u64 slot[2], value;
	unsigned int i;

	EXPECT(!map_page(PAGE_SHIFT_64K, 0, lpar_addr, &slot[0]));
	EXPECT(!map_page(PAGE_SHIFT_64K, 1, lpar_addr + PAGE_64K, &slot[1]));
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		EXPECT(store(PAGE_SHIFT_64K, offsets[i], ~offsets[i]));
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		EXPECT(memory[offsets[i] / 8] == ~offsets[i]);

	for (i = 0; i < ARRAY_SIZE(slot); i++)
		EXPECT(!lv1_write_htab_entry(0, slot[i], 0, 0));
	EXPECT(!load(PAGE_SHIFT_64K, 0, &value));
	EXPECT(!load(PAGE_SHIFT_64K, PAGE_64K, &value));
	return 0;
}

static int test_64k_pages(void)
{
	u64 lpar_addr, muid;
	void *memory;
	int ret;

	EXPECT(!lv1_allocate_memory(2 * PAGE_64K, PAGE_SHIFT_64K, 0, 0,
				    &lpar_addr, &muid));
	memory = (__force void *)ioremap_cache(lpar_addr, 2 * PAGE_64K);
	ret = memory ? use_64k_pages(lpar_addr, memory) : -ENOMEM;
	if (memory)
		iounmap((__force void __iomem *)memory);
	EXPECT(!lv1_release_memory(lpar_addr));
	return ret;
}

/*
 * Returns whether call 95 and the window show the same entry. The other CPU changes the
 * table meanwhile, so an entry that changes during the call is not compared.
 */
static bool entry_agrees(u64 slot)
{
	u64 read[4], rs, before, after;

	before = READ_ONCE(window[slot].v);
	if (lv1_read_htab_entries(0, slot & ~3ULL, &read[0], &read[1], &read[2],
				  &read[3], &rs))
		return false;
	after = READ_ONCE(window[slot].v);
	return before != after || read[slot % 4] == before;
}

static int test_window_shows_the_table(void)
{
	unsigned int valid = 0, large = 0;
	u64 slot;

	for (slot = 0; slot < TABLE_SIZE / sizeof(*window); slot++) {
		u64 v = READ_ONCE(window[slot].v);

		valid += !!(v & HPTE_V_VALID);
		/* Linux maps its own memory with pages of 16 MiB. */
		large += (v & HPTE_V_LARGE) && (v & HPTE_V_BOLTED);
		EXPECT(entry_agrees(slot));
	}
	EXPECT(large > 0 && valid > large);
	return 0;
}

/* OpenLV1 maps the window read-only, although the entry asks for a writable page. */
static int test_window_cannot_be_written(void)
{
	u64 slot, value;

	EXPECT(!map_page(12, 0, window_addr, &slot));
	EXPECT((window[slot].r & PROTECTION) == READ_ONLY);
	EXPECT(load(12, 0, &value));
	EXPECT(!store(12, 0, value));
	EXPECT(!lv1_write_htab_entry(0, slot, 0, 0));
	return 0;
}

static int test_window(void)
{
	int ret = -ENOMEM;

	EXPECT(!lv1_map_htab(0, &window_addr));
	window = (__force void *)ioremap_cache(window_addr, TABLE_SIZE);
	if (window) {
		ret = test_window_shows_the_table();
		if (!ret)
			ret = test_window_cannot_be_written();
		iounmap((__force void __iomem *)window);
	}
	EXPECT(!lv1_unmap_htab(window_addr));
	return ret;
}

static int __init test_hash_table_init(void)
{
	int ret;

	if (!segment_entry_is_free())
		return -EBUSY;
	ret = test_64k_pages();
	if (!ret)
		ret = test_window();
	if (!ret)
		pr_info("test_hash_table: done\n");
	return ret;
}
module_init(test_hash_table_init);

MODULE_DESCRIPTION("Tests of the hash table on the hardware");
MODULE_LICENSE("GPL");
