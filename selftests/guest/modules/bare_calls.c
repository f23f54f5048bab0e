// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel's parts of the driver's work cost by themselves, measured as
 * this is loaded, in nanoseconds. With instruction counting (ps3vm --icount),
 * that is instructions, those of the hypervisor included.
 */
#include <linux/gfp.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>

#include <asm/lv1call.h>

#define ROUNDS	256
#define LENGTH	4096
#define SHIFT	12

static unsigned long long pair;
module_param(pair, ullong, 0444);
MODULE_PARM_DESC(pair, "lv1_allocate_memory and lv1_release_memory of 4 KiB");

static unsigned long long release;
module_param(release, ullong, 0444);
MODULE_PARM_DESC(release, "lv1_release_memory alone");

static unsigned long long zero;
module_param(zero, ullong, 0444);
MODULE_PARM_DESC(zero, "To zero a page");

static u64 addresses[ROUNDS];

static int allocate_all(void)
{
	unsigned int i;
	u64 muid;

	for (i = 0; i < ROUNDS; i++)
		if (lv1_allocate_memory(LENGTH, SHIFT, 0, 0, &addresses[i],
					&muid))
			return -ENOMEM;

	return 0;
}

static int release_all(void)
{
	unsigned int i;

	for (i = 0; i < ROUNDS; i++)
		if (lv1_release_memory(addresses[i]))
			return -EIO;

	return 0;
}

static int call_pairs(unsigned int rounds)
{
	u64 lpar_addr, muid;

	while (rounds--)
		if (lv1_allocate_memory(LENGTH, SHIFT, 0, 0, &lpar_addr, &muid) ||
		    lv1_release_memory(lpar_addr))
			return -EIO;

	return 0;
}

static int measure_pair(void)
{
	u64 start = ktime_get_ns();
	int error = call_pairs(ROUNDS);

	pair = div_u64(ktime_get_ns() - start, ROUNDS);

	return error;
}

static int measure_release(void)
{
	u64 start;
	int error;

	error = allocate_all();
	if (error)
		return error;

	start = ktime_get_ns();
	error = release_all();
	release = div_u64(ktime_get_ns() - start, ROUNDS);

	return error;
}

static int measure_zero(void)
{
	void *page = (void *)__get_free_page(GFP_KERNEL);
	unsigned int i;
	u64 start;

	if (!page)
		return -ENOMEM;

	start = ktime_get_ns();
	for (i = 0; i < ROUNDS; i++)
		clear_page(page);
	zero = div_u64(ktime_get_ns() - start, ROUNDS);
	free_page((unsigned long)page);

	return 0;
}

/*
 * Beside a page that is taken, as in costs.c: then the hypervisor need not split
 * a block for a page.
 */
static int __init bare_calls_init(void)
{
	u64 neighbour, muid;
	int error;

	if (lv1_allocate_memory(LENGTH, SHIFT, 0, 0, &neighbour, &muid))
		return -ENOMEM;

	error = measure_pair() ?: measure_release() ?: measure_zero();

	return lv1_release_memory(neighbour) ? -EIO : error;
}
module_init(bare_calls_init);

static void __exit bare_calls_exit(void)
{
}
module_exit(bare_calls_exit);

MODULE_DESCRIPTION("The costs of bare hypercalls");
MODULE_LICENSE("GPL");
