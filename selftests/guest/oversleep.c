// SPDX-License-Identifier: GPL-2.0-only
/*
 * A thread on each CPU sleeps for short times, as often as it can. Now and then the time
 * ends just before the CPU sleeps in lv1_pause: what should wake it has come already.
 *
 * usage: oversleep [SECONDS]
 *
 * Prints how many sleeps there were, and the longest time by which one was too long.
 * Fails if that is a second or more, or if there were fewer than a hundred.
 */
#include <pthread.h>

#include "helpers.h"

#define SLEEP_MAX_NS 200000
#define TOO_LONG_NS  1000000000ULL
#define SLEEPS_MIN   100

static uint64_t end;

/* What a thread has done. */
struct sleeper {
	pthread_t thread;
	int cpu;
	unsigned long sleeps;
	uint64_t longest;
};

static void *sleep_often(void *data)
{
	struct sleeper *sleeper = data;
	unsigned int seed = (unsigned int)sleeper->cpu;

	run_on_cpu(sleeper->cpu);
	for (uint64_t start = now_ns(); start < end; start = now_ns()) {
		struct timespec time = { .tv_nsec = rand_r(&seed) % SLEEP_MAX_NS };
		uint64_t took;

		nanosleep(&time, NULL);
		took = now_ns() - start - (uint64_t)time.tv_nsec;
		if (took > sleeper->longest)
			sleeper->longest = took;
		sleeper->sleeps++;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned int seconds = argc > 1 ? strtoul(argv[1], NULL, 10) : 2;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	struct sleeper sleepers[2] = { { .cpu = 0 }, { .cpu = 1 } };
	unsigned long sleeps = 0;
	uint64_t longest = 0;

	check(cpus == 1 || cpus == 2, "one or two CPUs");
	end = now_ns() + seconds * 1000000000ULL;
	for (long i = 0; i < cpus; i++)
		check(!pthread_create(&sleepers[i].thread, NULL, sleep_often, &sleepers[i]), "pthread_create");
	for (long i = 0; i < cpus; i++) {
		check(!pthread_join(sleepers[i].thread, NULL), "pthread_join");
		sleeps += sleepers[i].sleeps;
		if (sleepers[i].longest > longest)
			longest = sleepers[i].longest;
	}
	printf("%lu sleeps, one %lu us too long; expected at least %d, each less than %llu us too long\n",
	       sleeps, (unsigned long)(longest / 1000), SLEEPS_MIN, TOO_LONG_NS / 1000);
	return sleeps < SLEEPS_MIN || longest >= TOO_LONG_NS;
}
