// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem shell: access to memory that may go away.
 *
 * The driver takes all mappings away when the machine shuts down; a touch is
 * then a SIGBUS.
 */
#include <setjmp.h>
#include <signal.h>
#include <string.h>

#include "shell.h"

static sigjmp_buf no_memory;

static void leave_access(int signal_number)
{
	siglongjmp(no_memory, signal_number);
}

static void catch_bus_error(struct sigaction *before)
{
	struct sigaction action = { .sa_handler = leave_access };

	sigaction(SIGBUS, &action, before);
}

static void restore(const struct sigaction *before)
{
	sigaction(SIGBUS, before, NULL);
}

static bool is_aligned(const void *a, const void *b, size_t width)
{
	return !(((uintptr_t)a | (uintptr_t)b) & (width - 1));
}

static void copy(void *to, const void *from, size_t length)
{
	if (length == 8 && is_aligned(to, from, 8))
		*(volatile uint64_t *)to = *(const volatile uint64_t *)from;
	else if (length == 4 && is_aligned(to, from, 4))
		*(volatile uint32_t *)to = *(const volatile uint32_t *)from;
	else if (length == 2 && is_aligned(to, from, 2))
		*(volatile uint16_t *)to = *(const volatile uint16_t *)from;
	else
		memcpy(to, from, length);
}

bool memory_copy(void *to, const void *from, size_t length)
{
	struct sigaction before;

	catch_bus_error(&before);
	if (sigsetjmp(no_memory, 1)) {
		restore(&before);
		return false;
	}
	copy(to, from, length);
	restore(&before);
	return true;
}

bool memory_fill(void *to, unsigned char byte, size_t length)
{
	struct sigaction before;

	catch_bus_error(&before);
	if (sigsetjmp(no_memory, 1)) {
		restore(&before);
		return false;
	}
	memset(to, byte, length);
	restore(&before);
	return true;
}
