// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does, while it loads, what the driver or ps3vm must notice.
 */
#include <linux/module.h>

#include <asm/lv1call.h>

/* The log buffer has at most 128 KiB; a message has about 60 bytes. */
#define MESSAGES 2500

static bool oops;
module_param(oops, bool, 0);
MODULE_PARM_DESC(oops, "Make the kernel oops");

static bool flood;
module_param(flood, bool, 0);
MODULE_PARM_DESC(flood, "Log a complaint like lockdep's, and then more than the log buffer holds");

static bool leak;
module_param(leak, bool, 0);
MODULE_PARM_DESC(leak, "Allocate a region and leak it");

static unsigned long long release;
module_param(release, ullong, 0);
MODULE_PARM_DESC(release, "Release the region at this LPAR address, without the driver's knowledge");

static unsigned int pairs;
module_param(pairs, uint, 0);
MODULE_PARM_DESC(pairs, "Allocate and release a region this many times");

static int allocate_and_release(void)
{
	u64 lpar_addr, muid;
	int ret;

	cond_resched();
	ret = lv1_allocate_memory(4096, 12, 0, 0, &lpar_addr, &muid);
	return ret ?: lv1_release_memory(lpar_addr);
}

static int __init test_faults_init(void)
{
	u64 lpar_addr, muid;
	int ret = 0;

	if (oops)
		WRITE_ONCE(*(int *)8, 1);
	if (flood) {
		pr_err("INFO: possible recursion, says test_faults\n");
		for (unsigned int i = 0; i < MESSAGES; i++)
			pr_info("test_faults: message %u without meaning\n", i);
	}
	if (leak)
		ret = lv1_allocate_memory(4096, 12, 0, 0, &lpar_addr, &muid);
	if (release)
		ret = lv1_release_memory(release);
	for (unsigned int i = 0; i < pairs && !ret; i++)
		ret = allocate_and_release();

	return ret ? -EIO : 0;
}
module_init(test_faults_init);

static void __exit test_faults_exit(void)
{
}
module_exit(test_faults_exit);

MODULE_DESCRIPTION("Faults of a kernel");
MODULE_LICENSE("GPL");
