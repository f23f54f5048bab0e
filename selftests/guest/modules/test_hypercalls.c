// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes many hypercalls with random arguments. OpenLV1 must answer each with one of
 * LV1's statuses, and keep running.
 *
 * A kernel may destroy itself with some calls. In those, the argument that names an
 * object names none, so that OpenLV1 refuses them.
 */
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/prandom.h>

#include <asm/lv1call.h>

#include <lv1/memory.h>
#include <lv1/openlv1.h>
#include <lv1/status.h>

#define NUMBERS		512
#define INPUTS		8
#define NOWHERE		0xdeadULL

#define STATUS_CODE(code, name, number) (code),

static unsigned int calls = 50000;
module_param(calls, uint, 0);
MODULE_PARM_DESC(calls, "Number of hypercalls");

static unsigned long seed = 1;
module_param(seed, ulong, 0);
MODULE_PARM_DESC(seed, "Seed of the random numbers");

static const s64 known_statuses[] = { LV1_STATUS_TABLE(STATUS_CODE) };

static struct rnd_state random_state;

/* Destructive calls, and the argument that becomes NOWHERE. asm/lv1call.h has names. */
static const struct {
	u16 number;
	u8 argument;
} harmless[] = {
	{ 1, 0 }, { 7, 0 }, { 9, 0 }, { 10, 0 }, { 11, 0 }, { 12, 0 },
	{ 17, 0 }, { 19, 0 }, { 24, 0 }, { 30, 0 }, { 158, 0 }, { 162, 0 },
	{ 163, 0 }, { 170, 0 }, { 171, 0 }, { 174, 0 }, { 175, 0 }, { 176, 0 },
	{ 177, 0 }, { 187, 0 }, { 202, 0 },
};

/* lv1_shutdown_logical_partition and lv1_panic, whatever their arguments. */
static bool ends_partition(u64 number)
{
	return number == 44 || number == 255;
}

static s64 hypercall(u64 number, u64 *registers)
{
	register u64 r3 asm("r3") = registers[0];
	register u64 r4 asm("r4") = registers[1];
	register u64 r5 asm("r5") = registers[2];
	register u64 r6 asm("r6") = registers[3];
	register u64 r7 asm("r7") = registers[4];
	register u64 r8 asm("r8") = registers[5];
	register u64 r9 asm("r9") = registers[6];
	register u64 r10 asm("r10") = registers[7];
	register u64 r11 asm("r11") = number;

	asm volatile(".long 0x44000022"
		     : "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7),
		       "+r"(r8), "+r"(r9), "+r"(r10), "+r"(r11)
		     :: "memory", "r0", "r12", "lr", "ctr", "xer", "cr0", "cr1",
			"cr5", "cr6", "cr7");
	registers[1] = r4;
	return (s64)r3;
}

static u64 random_word(void)
{
	return (u64)prandom_u32_state(&random_state) << 32 |
	       prandom_u32_state(&random_state);
}

static u64 random_argument(void)
{
	static const u64 edges[] = {
		0, 1, 2, 3, 12, 21, 24, 63, 64, 0xfff, 0x1000, 0x10000,
		0x7fffff8, 0x8000000, 0x8001000, 0x10000000, 0x20000000,
		0x30000000, 0x6c0008000000, 0x300000001000, 1ULL << 42,
		0x7fffffffffffffff, 0x8000000000000000, 0xfffffffffffff000,
		0xffffffffffffffff,
	};
	u64 word = random_word();

	switch (word >> 62) {
	case 0:
		return word & 0xffff;
	case 1:
		return random_word();
	default:
		return edges[word % ARRAY_SIZE(edges)];
	}
}

static void make_harmless(u64 number, u64 *registers)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(harmless); i++) {
		if (harmless[i].number == number)
			registers[harmless[i].argument] = NOWHERE;
	}
}

static bool is_known(s64 status)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(known_statuses); i++) {
		if (known_statuses[i] == status)
			return true;
	}
	return false;
}

static int random_call(void)
{
	u64 number = prandom_u32_state(&random_state) % NUMBERS;
	u64 registers[INPUTS];
	unsigned int i;
	s64 status;

	if (ends_partition(number))
		return 0;
	for (i = 0; i < INPUTS; i++)
		registers[i] = random_argument();
	make_harmless(number, registers);
	/* Do not release the kernel's own high memory. */
	if (number == LV1_CALL_RELEASE_MEMORY && registers[0] >> 42 == 27)
		return 0;

	status = hypercall(number, registers);
	if (!is_known(status)) {
		pr_err("hypercall %llu returned the unknown status %lld\n", number, status);
		return -EIO;
	}
	if (number == LV1_CALL_ALLOCATE_MEMORY && !status)
		return lv1_release_memory(registers[1]) ? -EIO : 0;
	return 0;
}

#define EXPECT(call, expected) do {					\
	s64 status_ = (call);						\
									\
	if (status_ != (expected)) {					\
		pr_err("%s: status %lld, expected %lld\n",		\
		       #call, status_, (s64)(expected));		\
		return -EIO;						\
	}								\
} while (0)

/* OpenLV1 must refuse unused addresses, its own, and those of the hardware. */
static int reach_outside(void)
{
	static const u64 outside[] = {
		0x8000000, 0x10000000, 0x20000000, 0x30000000, 0x3fc0000000000,
		0x3ffff80000000, 0x300000000000, 0x0ffffffffffff000,
	};
	const u64 valid = 1, bolted = 0x10;
	u64 slot, evicted_v, evicted_r, done;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(outside); i++) {
		EXPECT(lv1_insert_htab_entry(0, 0, valid, outside[i] | 0x190,
					     bolted, 0, &slot, &evicted_v,
					     &evicted_r), -5);
		EXPECT(lv1_write_virtual_uart(OPENLV1_TERMINAL_PORT, outside[i],
					      16, &done), -5);
		EXPECT(lv1_read_virtual_uart(OPENLV1_TERMINAL_PORT, outside[i],
					     16, &done), -5);
		EXPECT(lv1_configure_irq_state_bitmap(0, 0, outside[i]), -5);
	}
	return 0;
}

static int __init test_hypercalls_init(void)
{
	unsigned int i;
	int ret = reach_outside();

	prandom_seed_state(&random_state, seed);
	for (i = 0; !ret && i < calls; i++)
		ret = random_call();
	pr_info("test_hypercalls: %u calls from seed %lu\n", i, seed);
	return ret;
}
module_init(test_hypercalls_init);

MODULE_DESCRIPTION("Random hypercalls");
MODULE_LICENSE("GPL");
