// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the start of the machine to the partition's first instruction.
 */
#include "../../core/partition.h"
#include "../../hcalls/hypercall.h"
#include "../../hcalls/options.h"
#include "../platform.h"
#include "machine.h"
#include "memory_map.h"
#include "spr.h"
#include "thread.h"

/* Linux' entry points for the first thread and for the others. */
#define KERNEL_ENTRY	0
#define KERNEL_HOLD	0x60
#define DECREMENTER_FAR 0x7fffffff
#define SDR1_SHIFT_BASE 18 /* SDR1 has log2(size) - 18 */

struct thread threads[MAX_THREADS];

static unsigned int threads_ready;
static bool partition_ready;

static void boot(const void *device_tree)
{
	const struct partition_memory memory = {
		.real_mode_base = REAL_MODE_BASE,
		.pool_base = POOL_BASE,
		.heap_base = HEAP_BASE,
		.heap_size = HEAP_END - HEAP_BASE,
		.hash_table = HASH_TABLE_BASE,
	};
	struct machine machine;
	const char *bad_option;

	console_init();
	image_check();
	machine_read(device_tree, &machine);
	clock_init();
	hypercalls_init();
	partition_init(&memory,
		       machine.cpus < MAX_THREADS ? machine.cpus : MAX_THREADS,
		       TIMEBASE_FREQUENCY);
	bad_option = options_apply(machine.command_line);
	if (bad_option) {
		console_print("openlv1: invalid option: %s\n", bad_option);
		partition_end("an option is not valid");
	}
	console_print("openlv1: %u threads, %llu MiB of real mode memory, pool of %llu KiB\n",
		      partition.threads, REAL_MODE_SIZE >> 20,
		      partition.pool.total_bytes >> 10);
	threads[0].frame.gpr[3] = partition_load(&machine);
	threads[0].frame.pc = KERNEL_ENTRY;
}

static void calls_init(struct thread *thread)
{
	for (unsigned int i = 0; i < THREAD_CALLS; i++) {
		thread->calls[i].number = NO_CALL;
		thread->calls[i].thread = (unsigned int)thread->index;
	}
	thread->call = &thread->calls[THREAD_CALLS - 1];
}

static void thread_init(struct thread *thread, unsigned int index)
{
	thread->index = index;
	thread->pir = mfspr(SPR_PIR);
	calls_init(thread);
	thread->frame.msr = MSR_SF;
	thread->frame.gpr[3] = index;
	thread->frame.pc = KERNEL_HOLD;
	interrupt_controller_init(thread);

	mtspr(SPR_SDR1, HASH_TABLE_BASE | (HASH_TABLE_SHIFT - SDR1_SHIFT_BASE));
	mtspr(SPR_RMOR, REAL_MODE_BASE);
	mtspr(SPR_LPCR, LPCR_RMLS_256M | LPCR_LPES0 |
				LPCR_PECE_EXTERNAL | LPCR_PECE_DECREMENTER);
	mtspr(SPR_HFSCR, ~0ULL);
	mtspr(SPR_FSCR, 0);
	mtspr(SPR_DEC, DECREMENTER_FAR);
	__asm__ volatile("isync"
			 :
			 :
			 : "memory");
}

void cpu_main(unsigned int index, const void *device_tree)
{
	struct thread *thread = &threads[index];

	thread_init(thread, index);
	if (index == 0) {
		boot(device_tree);
		while (__atomic_load_n(&threads_ready, __ATOMIC_ACQUIRE) + 1 <
		       partition.threads)
			;
		__atomic_store_n(&partition_ready, true, __ATOMIC_RELEASE);
	} else {
		__atomic_fetch_add(&threads_ready, 1, __ATOMIC_RELEASE);
		while (!__atomic_load_n(&partition_ready, __ATOMIC_ACQUIRE))
			;
	}
	thread_enter(thread);
}
