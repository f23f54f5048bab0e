// SPDX-License-Identifier: GPL-2.0-only
/*
 * A thread stores into a page all the time, while another one, on another CPU, forks.
 * From then on the page is read-only and the child's too, until somebody stores and
 * gets a copy. If the first thread's CPU goes on with the old translation when the
 * hypercall that removes it has returned, its stores reach the child.
 *
 * usage: stale_store [SECONDS]
 *
 * Prints how many forks there were and how many children saw a store; fails if any
 * did.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE_BYTES 65536
#define READS	   20000
#define FORKS_MIN  10

static volatile uint64_t *page;

static void check(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static void run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	check(!sched_setaffinity(0, sizeof(set), &set), "sched_setaffinity");
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

static void *store(void *unused)
{
	(void)unused;
	run_on(1);
	for (;;)
		(*page)++;
	return NULL;
}

/* In the child, which has no thread that stores. */
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
		fprintf(stderr, "stale_store: it needs two CPUs\n");
		return 1;
	}
	page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	check(page != MAP_FAILED, "mmap");
	check(!pthread_create(&thread, NULL, store, NULL), "pthread_create");
	run_on(0);
	for (end = now() + seconds * 1000000000ULL; now() < end; forks++) {
		pid_t child = fork();
		int status;

		if (!child)
			_exit(page_changes());
		check(child > 0 && waitpid(child, &status, 0) == child, "fork");
		changed += status != 0;
	}
	printf("%lu forks, %lu children saw their parent's stores; expected %d forks at least, 0 children\n",
	       forks, changed, FORKS_MIN);
	return forks < FORKS_MIN || changed;
}
