// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two threads, each on a CPU of its own, wake each other in turn through pipes,
 * as often as they can. Each wake-up is an interrupt from one CPU to the other,
 * which sleeps in lv1_pause: one that is lost stops both.
 *
 * usage: wakeup [SECONDS]
 *
 * Prints how many round trips there were and the longest; fails if one took a
 * second.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TOO_LONG_NS 1000000000ULL
#define TRIPS_MIN   10

static int there[2], back[2];

static void run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set)) {
		perror("sched_setaffinity");
		exit(1);
	}
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

static void *answer(void *unused)
{
	char byte;

	(void)unused;
	run_on(1);
	while (read(there[0], &byte, 1) == 1) {
		if (write(back[1], &byte, 1) != 1)
			break;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned int seconds = argc > 1 ? strtoul(argv[1], NULL, 10) : 2;
	uint64_t end, start, longest = 0;
	unsigned long trips = 0;
	pthread_t thread;
	char byte = 0;

	if (pipe(there) || pipe(back) ||
	    pthread_create(&thread, NULL, answer, NULL)) {
		perror("wakeup");
		return 1;
	}
	run_on(0);
	end = now() + seconds * 1000000000ULL;
	for (start = now(); start < end; trips++) {
		uint64_t took;

		if (write(there[1], &byte, 1) != 1 ||
		    read(back[0], &byte, 1) != 1) {
			perror("wakeup");
			return 1;
		}
		took = now() - start;
		start += took;
		if (took > longest)
			longest = took;
	}
	printf("%lu round trips, the longest %lu us; expected %d at least, of less than %llu us\n",
	       trips, (unsigned long)(longest / 1000), TRIPS_MIN, TOO_LONG_NS / 1000);
	return trips < TRIPS_MIN || longest >= TOO_LONG_NS;
}
