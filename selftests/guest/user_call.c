// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes a hypercall from user mode: lv1_panic, which would end the partition.
 * OpenLV1 must refuse it, and the kernel must send SIGILL with its address.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define CALL_PANIC "255"

extern const char hypercall_address[];

static void on_illegal(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	if (info->si_addr != hypercall_address) {
		printf("SIGILL came from %p, expected %p\n", info->si_addr, hypercall_address);
		exit(1);
	}
	puts("refused with SIGILL");
	exit(0);
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_illegal, .sa_flags = SA_SIGINFO };

	sigaction(SIGILL, &action, NULL);
	/* clang-format off */
	__asm__ volatile("li 11, " CALL_PANIC "\n"
			 "hypercall_address: .long 0x44000022"
			 ::: "r3", "r11", "memory");
	/* clang-format on */
	puts("the hypercall returned");
	return 1;
}
