// SPDX-License-Identifier: GPL-2.0-only
/*
 * What common things cost: a line for each, its name and the nanoseconds of one
 * operation. With instruction counting (ps3vm --icount), a nanosecond is an
 * instruction, those of the hypervisor included.
 *
 * usage: bench
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGES	   1024
#define PAGE_BYTES 4096

/* Before the rounds that count: what is taken on first use is there then. */
#define ROUNDS_WARM 4
#define ROUNDS	    16

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void check(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(1);
}

static uint64_t system_call(unsigned int operations)
{
	uint64_t start = now();

	for (unsigned int i = 0; i < operations; i++)
		syscall(SYS_getppid);
	return now() - start;
}

static uint64_t fork_exit(unsigned int operations)
{
	uint64_t start = now();

	for (unsigned int i = 0; i < operations; i++) {
		pid_t child = fork();

		if (!child)
			_exit(0);
		check(child > 0 && waitpid(child, NULL, 0) == child, "fork");
	}
	return now() - start;
}

static void echo(int from, int to)
{
	char byte;

	while (read(from, &byte, 1) == 1 && write(to, &byte, 1) == 1)
		;
	_exit(0);
}

/* Both processes run on one CPU: every byte is a switch to the other. */
static uint64_t pipe_round_trip(unsigned int operations)
{
	int there[2], back[2];
	uint64_t start, took;
	char byte = 0;
	pid_t child;

	check(!pipe(there) && !pipe(back), "pipe");
	child = fork();
	check(child >= 0, "fork");
	if (!child) {
		close(there[1]);
		echo(there[0], back[1]);
	}
	start = now();
	for (unsigned int i = 0; i < operations; i++)
		check(write(there[1], &byte, 1) == 1 &&
			      read(back[0], &byte, 1) == 1,
		      "pipe");
	took = now() - start;
	close(there[1]);
	waitpid(child, NULL, 0);
	close(there[0]);
	close(back[0]);
	close(back[1]);
	return took;
}

static volatile char *map_pages(void)
{
	void *pages = mmap(NULL, PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(pages != MAP_FAILED, "mmap");
	return pages;
}

static void touch_pages(volatile char *pages)
{
	for (unsigned int i = 0; i < PAGES; i++)
		pages[i * PAGE_BYTES] = 1;
}

static uint64_t first_touch(unsigned int operations)
{
	uint64_t took = 0;

	for (unsigned int i = 0; i < operations / PAGES; i++) {
		volatile char *pages = map_pages();
		uint64_t start = now();

		touch_pages(pages);
		took += now() - start;
		munmap((void *)pages, PAGES * PAGE_BYTES);
	}
	return took;
}

/*
 * Linux' page table keeps the pages, and the hash table loses them: that is to
 * remove an entry and, on the next touch, to insert it.
 */
static uint64_t hash_entry(unsigned int operations)
{
	volatile char *pages = map_pages();
	uint64_t start;

	touch_pages(pages);
	start = now();
	for (unsigned int i = 0; i < operations / PAGES; i++) {
		check(!mprotect((void *)pages, PAGES * PAGE_BYTES, PROT_NONE) &&
			      !mprotect((void *)pages, PAGES * PAGE_BYTES,
					PROT_READ | PROT_WRITE),
		      "mprotect");
		touch_pages(pages);
	}
	start = now() - start;
	munmap((void *)pages, PAGES * PAGE_BYTES);
	return start;
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
