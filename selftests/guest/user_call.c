// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes a hypercall from user mode: lv1_panic, which would end the partition.
 * OpenLV1 must refuse it, and the kernel must send SIGILL with its address.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define CALL_PANIC "255"

extern const char hypercall_address[];

static sigjmp_buf back;
static void *address;

static void on_illegal(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	address = info->si_addr;
	siglongjmp(back, 1);
}

int main(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_illegal;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGILL, &action, NULL);

	if (!sigsetjmp(back, 1)) {
		/* clang-format off */
		__asm__ volatile("li 11, " CALL_PANIC "\n"
				 "hypercall_address: .long 0x44000022"
				 ::: "r3", "r11", "memory");
		/* clang-format on */
		puts("the hypercall returned");
		return 1;
	}
	if (address != (const void *)hypercall_address) {
		printf("SIGILL came from %p, expected %p\n", address, (void *)hypercall_address);
		return 1;
	}
	puts("refused with SIGILL");
	return 0;
}
