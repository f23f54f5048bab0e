// SPDX-License-Identifier: GPL-2.0-only
/*
 * What OpenLV1 offers beyond LV1, for programs in the partition: two terminals, and
 * its ledger and fault injection as files. Under a console's LV1 loading fails with
 * ENODEV. The module stays loaded: hvc calls it whenever a terminal is open.
 */
#include <linux/errno.h>
#include <linux/module.h>

#include <asm/firmware.h>

#include "openlv1.h"

static bool is_openlv1(void)
{
	u64 count;

	return firmware_has_feature(FW_FEATURE_PS3_LV1) && !ledger_read(0, &count);
}

static int __init openlv1_init(void)
{
	int ret;

	if (!is_openlv1())
		return -ENODEV;

	ret = terminal_init();
	if (ret)
		return ret;

	debugfs_init();
	return 0;
}
module_init(openlv1_init);

MODULE_DESCRIPTION("Terminals, ledger and fault injection of OpenLV1");
MODULE_AUTHOR("The lv1mem authors");
MODULE_LICENSE("GPL");
