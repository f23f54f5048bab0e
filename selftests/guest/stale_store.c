// SPDX-License-Identifier: GPL-2.0-only
/*
 * One thread stores into a page all the time; another one, on another CPU, forks.
 * The fork makes the page read-only and shares it with the child until the parent's
 * next store copies it. If the storing CPU still uses the old translation after the
 * hypercall that removed it, its stores reach the child.
 *
 * usage: stale_store [SECONDS]
 *
 * Prints the number of forks and of children that saw a store; fails if any did.
 */
#include <pthread.h>
#include <sys/wait.h>

#include "helpers.h"

#define PAGE_64K  65536
#define READS	  20000
#define FORKS_MIN 10

static volatile uint64_t *page;

static void *store(void *unused)
{
	(void)unused;
	run_on_cpu(1);
	for (;;)
		(*page)++;
	return NULL;
}

/* Runs in the child, which has no thread that stores. */
static int page_changes(void)
{
	uint64_t first = *page;

	for (unsigned int i = 0; i < READS; i++) {
		if (*page != first)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	unsigned int seconds = argc > 1 ? strtoul(argv[1], NULL, 10) : 2;
	unsigned long forks = 0, changed = 0;
	pthread_t thread;
	uint64_t end;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		fprintf(stderr, "stale_store: needs two CPUs\n");
		return 1;
	}
	page = mapped(map_anonymous(PAGE_64K));
	check(!pthread_create(&thread, NULL, store, NULL), "pthread_create");
	run_on_cpu(0);
	for (end = now_ns() + seconds * 1000000000ULL; now_ns() < end; forks++) {
		pid_t child = fork_process();
		int status;

		if (!child)
			_exit(page_changes());
		check(waitpid(child, &status, 0) == child, "waitpid");
		changed += status != 0;
	}
	printf("%lu forks, %lu children saw their parent's stores; expected at least %d forks, 0 children\n",
	       forks, changed, FORKS_MIN);
	return forks < FORKS_MIN || changed;
}
