// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processor, time and the end of the partition: calls 9, 44, 69, 74, 96, 127, 232
 * and 255.
 */
#include "hypercall.h"

/*
 * Mode 0 sleeps until an interrupt or the decrementer, with the partition unlocked.
 * In mode 1 the decrementer does not wake the thread. Linux uses it only after
 * power off and after a panic, so it ends the partition.
 */
static s64 pause(struct call *call, u64 mode)
{
	if (mode > 1)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	partition_enter();
	if (mode == 1)
		partition_end("the partition stopped");
	partition_leave();
	thread_sleep(partition.pause_limit);
	return LV1_SUCCESS;
}

HYPERCALL_UNLOCKED(9, pause, 1, 0, "Linux ps3/setup.c");

static s64 shutdown_logical_partition(struct call *call, u64 mode)
{
	partition_end("the partition shut itself down");
}

HYPERCALL(44, shutdown_logical_partition, 1, 0, "its name");

static s64 get_logical_ppe_id(struct call *call)
{
	call->out[0] = PPE_ID;
	return LV1_SUCCESS;
}

HYPERCALL(69, get_logical_ppe_id, 0, 1, "Linux ps3/interrupt.c");

static s64 get_logical_partition_id(struct call *call)
{
	call->out[0] = PARTITION_ID;
	return LV1_SUCCESS;
}

HYPERCALL(74, get_logical_partition_id, 0, 1, "Linux ps3/repository.c");

/*
 * Data address breakpoints do not work on QEMU's POWER8. The call succeeds because
 * Linux needs that at boot.
 */
static s64 set_dabr(struct call *call, u64 address, u64 flags)
{
	return LV1_SUCCESS;
}

HYPERCALL(96, set_dabr, 2, 0, "Linux ps3/setup.c");

static s64 get_version_info(struct call *call)
{
	call->out[0] = FIRMWARE_VERSION;
	call->out[1] = 0;
	return LV1_SUCCESS;
}

HYPERCALL(127, get_version_info, 0, 2, "Linux ps3/setup.c");

static s64 get_rtc(struct call *call)
{
	call->out[0] = clock_seconds(&call->out[1]);
	return LV1_SUCCESS;
}

HYPERCALL(232, get_rtc, 0, 2, "Linux ps3/time.c");

static s64 panic(struct call *call, u64 mode)
{
	partition_end("the partition called lv1_panic");
}

HYPERCALL(255, panic, 1, 0, "Linux ps3/mm.c");
