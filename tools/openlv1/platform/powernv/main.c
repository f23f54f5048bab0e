// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the start of the machine to the partition's first instruction.
 */
#include <libfdt.h>
#include <string.h>

#include "../../core/partition.h"
#include "../../hcalls/hypercall.h"
#include "../../hcalls/options.h"
#include "../../linux/boot.h"
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

/* From the linker script. */
extern const u8 __vectors_start[], __vectors_end[];
extern const u8 __image_start[], __image_end[];
extern const u32 image_sum_linked;

/*
 * Stop if the image in memory is not the one that was linked, before anything in .data
 * changes. The sum is that of the command "sum -s".
 */
static void image_check(void)
{
	u32 sum = 0;

	for (const u8 *byte = __vectors_start; byte < __vectors_end; byte++)
		sum += *byte;
	for (const u8 *byte = __image_start; byte < __image_end; byte++)
		sum += *byte;
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	if (sum == image_sum_linked)
		return;
	console_print("openlv1: FATAL: something changed OpenLV1's image before it ran: its sum is %u, not %u\n",
		      sum, image_sum_linked);
	console_print("openlv1: QEMU may write to fixed areas of its machine's firmware: see openlv1.lds\n");
	power_off();
}

/* A property with one or two cells; 0 if there is none. */
static u64 number_property(const void *tree, int node, const char *name)
{
	int length;
	const void *value = fdt_getprop(tree, node, name, &length);

	if (!value)
		return 0;
	return length == 8 ? fdt64_ld(value) : fdt32_ld(value);
}

static unsigned int count_cpus(const void *tree)
{
	int cpus = fdt_path_offset(tree, "/cpus");
	unsigned int count = 0;
	int node;

	fdt_for_each_subnode(node, tree, cpus) {
		const char *type = fdt_getprop(tree, node, "device_type", NULL);

		if (type && !strcmp(type, "cpu"))
			count++;
	}
	return count;
}

static u64 initrd_load(u64 file, u64 file_end, u64 kernel_end)
{
	u64 start;

	if (file > file_end || file_end > INITRD_FILE_END ||
	    !initrd_place(kernel_end, file_end - file, &start))
		partition_end("the initial ramdisk does not fit beside the kernel");
	memcpy(real_pointer(REAL_MODE_BASE + start), real_pointer(file),
	       file_end - file);
	return start;
}

/* Load kernel, initial ramdisk and device tree. @chosen is a node of QEMU's @tree. */
static void partition_load(const void *tree, int chosen, const char *command_line)
{
	void *memory = real_pointer(REAL_MODE_BASE);
	u64 initrd = number_property(tree, chosen, "linux,initrd-start");
	u64 initrd_end = number_property(tree, chosen, "linux,initrd-end");
	struct partition_tree partition_tree = {
		.version = OPENLV1_VERSION,
		.threads = partition.threads,
		.timebase_frequency = TIMEBASE_FREQUENCY,
		.command_line = command_line,
	};
	const char *problem;
	u64 kernel_end, start;

	problem = elf_load(real_pointer(KERNEL_FILE), KERNEL_FILE_MAX, memory,
			   TREE_START, &kernel_end);
	if (problem)
		partition_end(problem);
	if (!cpu_table_patch(memory, kernel_end))
		partition_end("this kernel does not support the Cell: build it with CONFIG_PPC_PS3");
	kernel_log_expect();

	start = initrd_load(initrd, initrd_end, kernel_end);
	partition_tree.initrd_start = start;
	partition_tree.initrd_end = start + initrd_end - initrd;
	if (!partition_tree_build(&partition_tree, memory + TREE_START, TREE_SIZE))
		partition_end("the command line does not fit into the device tree");
}

static void boot(const void *tree)
{
	const struct partition_memory memory = {
		.real_mode_base = REAL_MODE_BASE,
		.pool_base = POOL_BASE,
		.heap_base = HEAP_BASE,
		.heap_size = HEAP_END - HEAP_BASE,
		.hash_table = HASH_TABLE_BASE,
	};
	int chosen = fdt_path_offset(tree, "/chosen");
	const char *command_line = fdt_getprop(tree, chosen, "bootargs", NULL);
	unsigned int cpus = count_cpus(tree);
	const char *bad_option;

	if (!command_line)
		command_line = "";
	console_init();
	image_check();
	clock_init();
	hypercalls_init();
	partition_init(&memory, cpus < MAX_THREADS ? cpus : MAX_THREADS,
		       TIMEBASE_FREQUENCY);
	bad_option = options_apply(command_line);
	if (bad_option) {
		console_print("openlv1: invalid option: %s\n", bad_option);
		partition_end("an option is not valid");
	}
	console_print("openlv1: %u threads, %llu MiB of real mode memory, pool of %llu KiB\n",
		      partition.threads, REAL_MODE_SIZE >> 20,
		      partition.pool.total_bytes >> 10);
	partition_load(tree, chosen, command_line);
	threads[0].frame.gpr[3] = TREE_START;
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
