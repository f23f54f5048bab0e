// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures common operations of the kernel. Each line is a name and the nanoseconds
 * of one operation. With instruction counting (ps3vm --icount) a nanosecond is an
 * instruction; those of the hypervisor count too.
 */
#include <sys/syscall.h>
#include <sys/wait.h>

#include "helpers.h"

#define PAGES 1024
#define BYTES (PAGES * PAGE_BYTES)

/* The rounds before those that count warm the caches. */
#define ROUNDS_WARM 4
#define ROUNDS	    16

static uint64_t system_call(unsigned int operations)
{
	uint64_t start = now_ns();

	for (unsigned int i = 0; i < operations; i++)
		syscall(SYS_getppid);
	return now_ns() - start;
}

static uint64_t fork_exit(unsigned int operations)
{
	uint64_t start = now_ns();

	for (unsigned int i = 0; i < operations; i++) {
		pid_t child = fork_process();

		if (!child)
			_exit(0);
		check(waitpid(child, NULL, 0) == child, "waitpid");
	}
	return now_ns() - start;
}

static void echo(int from, int to)
{
	char byte;

	while (read(from, &byte, 1) == 1 && write(to, &byte, 1) == 1)
		;
	_exit(0);
}

/* Both processes run on one CPU: each byte causes a context switch. */
static uint64_t pipe_round_trip(unsigned int operations)
{
	int there[2], back[2];
	uint64_t start, took;
	char byte = 0;
	pid_t child;

	check(!pipe(there) && !pipe(back), "pipe");
	child = fork_process();
	if (!child) {
		close(there[1]);
		echo(there[0], back[1]);
	}
	start = now_ns();
	for (unsigned int i = 0; i < operations; i++)
		check(write(there[1], &byte, 1) == 1 &&
			      read(back[0], &byte, 1) == 1,
		      "pipe");
	took = now_ns() - start;
	close(there[1]);
	waitpid(child, NULL, 0);
	close(there[0]);
	close(back[0]);
	close(back[1]);
	return took;
}

static uint64_t first_touch(unsigned int operations)
{
	uint64_t took = 0;

	for (unsigned int i = 0; i < operations / PAGES; i++) {
		void *pages = mapped(map_anonymous(BYTES));
		uint64_t start = now_ns();

		touch_pages(pages, BYTES);
		took += now_ns() - start;
		munmap(pages, BYTES);
	}
	return took;
}

/* Removes a hash table entry and, on the next touch, inserts it again. */
static uint64_t hash_entry(unsigned int operations)
{
	void *pages = mapped(map_anonymous(BYTES));
	uint64_t start, took;

	touch_pages(pages, BYTES);
	start = now_ns();
	for (unsigned int i = 0; i < operations / PAGES; i++) {
		drop_hash_entries(pages, BYTES);
		touch_pages(pages, BYTES);
	}
	took = now_ns() - start;
	munmap(pages, BYTES);
	return took;
}

static const struct {
	const char *name;
	uint64_t (*run)(unsigned int operations);
	unsigned int operations;
} figures[] = {
	{ "fork_exit", fork_exit, 64 },
	{ "pipe_round_trip", pipe_round_trip, 1024 },
	{ "first_touch", first_touch, PAGES },
	{ "hash_entry", hash_entry, PAGES },
	{ "system_call", system_call, 4096 },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		unsigned int operations = figures[i].operations;

		figures[i].run(ROUNDS_WARM * operations);
		printf("%s %llu\n", figures[i].name,
		       (unsigned long long)(figures[i].run(ROUNDS * operations) /
					    (ROUNDS * operations)));
	}
	return 0;
}
