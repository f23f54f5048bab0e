// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where things lie in the partition: the kernel from 0 up, the device tree at
 * the top of the real mode region, the ramdisk below it.
 */
#include "loader.h"

#include <string.h>

#include "../../core/choices.h"
#include "../../core/environment.h"
#include "../../core/partition.h"
#include "../../hcalls/hypercall.h"
#include "memory_map.h"

#define TREE_SIZE	KIB(64)
#define TREE_START	(REAL_MODE_SIZE - TREE_SIZE)

/* On the kernel's command line; the kernel takes it for a module's and ignores it. */
#define LOG_OPTION	"openlv1.console=memory"

/* Whether @word stands in @text between spaces. */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	while (*text) {
		size_t here = 0;

		while (text[here] && text[here] != ' ')
			here++;
		if (here == length && !memcmp(text, word, length))
			return true;
		text += here;
		while (*text == ' ')
			text++;
	}
	return false;
}

static u64 initrd_load(const struct machine *machine, u64 kernel_end)
{
	u64 size = machine->initrd_end - machine->initrd_start;
	u64 start;

	if (machine->initrd_start > machine->initrd_end ||
	    machine->initrd_end > INITRD_FILE_END ||
	    size > TREE_START - kernel_end)
		partition_end("the initial ramdisk does not fit beside the kernel");
	start = align_down(TREE_START - size, KIB(64));
	memcpy(real_pointer(REAL_MODE_BASE + start),
	       real_pointer(machine->initrd_start), align_up(size, 8));
	return start;
}

/* Both ways of showing what the kernel prints are to say the same. */
static void kernel_log_load(const char *command_line, const void *memory,
			    u64 kernel_end)
{
	struct kernel_log *log = &partition.kernel_log;
	bool found = kernel_log_find(log, memory, kernel_end);

	log->always = found && has_word(command_line, LOG_OPTION);
	if (!found)
		console_print("openlv1: this kernel's messages are seen only on a debug console\n");
}

u64 partition_load(const struct machine *machine)
{
	void *memory = real_pointer(REAL_MODE_BASE);
	u64 kernel_end, initrd_start;
	const char *problem;

	problem = elf_load(real_pointer(KERNEL_FILE), KERNEL_FILE_MAX, memory,
			   TREE_START, &kernel_end);
	if (problem)
		partition_end(problem);
	if (!cell_identity_apply(memory, kernel_end))
		partition_end("this kernel does not know the Cell: build it with CONFIG_PPC_PS3");
	kernel_log_load(machine->command_line, memory, kernel_end);

	initrd_start = initrd_load(machine, kernel_end);
	partition_tree_build(real_pointer(REAL_MODE_BASE + TREE_START), TREE_SIZE,
			     partition.threads, machine->command_line,
			     initrd_start,
			     initrd_start + machine->initrd_end -
				machine->initrd_start);
	return TREE_START;
}
