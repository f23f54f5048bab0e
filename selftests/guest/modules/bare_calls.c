// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures, while it loads, the nanoseconds of two operations that the driver needs:
 * the hypercalls for a region of 4 KiB, and zeroing a page. With instruction counting
 * (ps3vm --icount) a nanosecond is an instruction, of the kernel or of the hypervisor.
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
MODULE_PARM_DESC(pair, "Nanoseconds to allocate and release a region of 4 KiB");

static unsigned long long zero;
module_param(zero, ullong, 0444);
MODULE_PARM_DESC(zero, "Nanoseconds to zero a page");

static int measure_pair(void)
{
	u64 start = ktime_get_ns(), lpar_addr, muid;
	unsigned int i;

	for (i = 0; i < ROUNDS; i++)
		if (lv1_allocate_memory(LENGTH, SHIFT, 0, 0, &lpar_addr, &muid) ||
		    lv1_release_memory(lpar_addr))
			return -EIO;
	pair = div_u64(ktime_get_ns() - start, ROUNDS);

	return 0;
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
 * One page stays allocated meanwhile. Otherwise the hypervisor would split a block and
 * join it again in every round. costs.c does the same.
 */
static int __init bare_calls_init(void)
{
	u64 neighbour, muid;
	int ret;

	if (lv1_allocate_memory(LENGTH, SHIFT, 0, 0, &neighbour, &muid))
		return -ENOMEM;

	ret = measure_pair() ?: measure_zero();

	return lv1_release_memory(neighbour) ? -EIO : ret;
}
module_init(bare_calls_init);

MODULE_DESCRIPTION("Costs of bare hypercalls");
MODULE_LICENSE("GPL");
