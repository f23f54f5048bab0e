// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two threads, each on its own CPU, wake each other in turn through pipes, as often
 * as they can. A wake-up is an interrupt to the other CPU, which sleeps in
 * lv1_pause: a lost interrupt stops both threads.
 *
 * usage: wakeup [SECONDS]
 *
 * Prints the number of round trips and the time of the longest. Fails if that is a second
 * or more, or if there were fewer than ten.
 */
#include <pthread.h>

#include "helpers.h"

#define TOO_LONG_NS 1000000000ULL
#define TRIPS_MIN   10

static int there[2], back[2];

static void *answer(void *unused)
{
	char byte;

	(void)unused;
	run_on_cpu(1);
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

	check(!pipe(there) && !pipe(back), "pipe");
	check(!pthread_create(&thread, NULL, answer, NULL), "pthread_create");
	run_on_cpu(0);
	end = now_ns() + seconds * 1000000000ULL;
	for (start = now_ns(); start < end; trips++) {
		uint64_t took;

		check(write(there[1], &byte, 1) == 1 && read(back[0], &byte, 1) == 1, "pipe");
		took = now_ns() - start;
		start += took;
		if (took > longest)
			longest = took;
	}
	printf("%lu round trips, the longest %lu us; expected at least %d, each shorter than %llu us\n",
	       trips, (unsigned long)(longest / 1000), TRIPS_MIN, TOO_LONG_NS / 1000);
	return trips < TRIPS_MIN || longest >= TOO_LONG_NS;
}
