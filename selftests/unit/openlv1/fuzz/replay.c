// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drives a fuzz target without libFuzzer: runs it on each seed, then on mutated seeds.
 * Each run has the same inputs. An input that makes the target abort is printed as a
 * seed.
 *
 * usage: fuzz-TARGET RUNS SEED...
 */
#include <signal.h>
#include <string.h>

#include "fuzz.h"

#define INPUT_MAX 1024
#define SEEDS_MAX 32

static struct seed {
	u8 bytes[INPUT_MAX];
	size_t size;
} seeds[SEEDS_MAX], current;
static unsigned int seed_count;

/* Let both sanitizers raise SIGABRT, as CHECK() does, so that aborted() runs. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "abort_on_error=1";
}

const char *__ubsan_default_options(void)
{
	return "abort_on_error=1";
}

static void print_input(void)
{
	fprintf(stderr, "# as a seed:");
	for (size_t i = 0; i < current.size; i++)
		fprintf(stderr, "%s%02x", i % 24 ? " " : "\n", current.bytes[i]);
	fputc('\n', stderr);
}

static void aborted(int number)
{
	print_input();
	_Exit(128 + number);
}

/* Runs on a copy of the exact size, so that the address sanitizer checks both ends. */
static void run(void)
{
	u8 *data = malloc(current.size);

	memcpy(data, current.bytes, current.size);
	LLVMFuzzerTestOneInput(data, current.size);
	free(data);
}

static void read_seed(const char *path)
{
	struct seed *seed = &seeds[seed_count++];
	FILE *file = fopen(path, "r");

	if (!file) {
		perror(path);
		exit(1);
	}
	seed->size = fread(seed->bytes, 1, sizeof(seed->bytes), file);
	fclose(file);
}

static size_t random_below(size_t limit)
{
	return (size_t)random() % limit;
}

/* Put random bytes, or a part of a seed, between others or over them. */
static void mutate(void)
{
	const struct seed *seed = &seeds[random_below(seed_count)];
	size_t at = random_below(current.size + 1), rest = current.size - at;
	size_t from = random_below(seed->size + 1);
	size_t count = random_below(seed->size - from + 1), removed;
	const u8 *bytes = seed->bytes + from;
	u8 noise[16];

	if (random_below(2)) {
		bytes = noise;
		count = random_below(1 + random_below(sizeof(noise)));
		for (size_t i = 0; i < count; i++)
			noise[i] = (u8)random();
	}
	removed = random_below(2) ? 0 : random_below(2 * count + 2);
	if (removed > rest)
		removed = rest;
	if (count > INPUT_MAX - current.size)
		return;
	memmove(current.bytes + at + count, current.bytes + at + removed, rest - removed);
	memcpy(current.bytes + at, bytes, count);
	current.size += count - removed;
}

int main(int argc, char **argv)
{
	unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;

	if (argc < 3 || argc - 2 > SEEDS_MAX) {
		fprintf(stderr, "usage: %s RUNS SEED...\n", argv[0]);
		return 1;
	}
	signal(SIGABRT, aborted);
	for (int i = 2; i < argc; i++)
		read_seed(argv[i]);
	for (unsigned int i = 0; i < seed_count; i++) {
		current = seeds[i];
		run();
	}
	while (runs--) {
		current = seeds[random_below(seed_count)];
		for (size_t count = 1 + random_below(8); count; count--)
			mutate();
		run();
	}
	return 0;
}
