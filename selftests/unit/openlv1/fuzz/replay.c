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
static u64 random_state = 1;

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

/* A seed has hexadecimal bytes, and comments from # on. */
static void read_seed(const char *path)
{
	struct seed *seed = &seeds[seed_count++];
	FILE *file = fopen(path, "r");
	char word[256];
	unsigned int byte;

	if (!file) {
		perror(path);
		exit(1);
	}
	while (fscanf(file, "%255s", word) == 1) {
		if (word[0] == '#') {
			fscanf(file, "%*[^\n]");
			continue;
		}
		if (strlen(word) != 2 || sscanf(word, "%x", &byte) != 1 ||
		    seed->size == INPUT_MAX) {
			fprintf(stderr, "%s: '%s' is not a byte\n", path, word);
			exit(1);
		}
		seed->bytes[seed->size++] = (u8)byte;
	}
	fclose(file);
}

/* Knuth's MMIX generator. The low bits are weak. */
static u32 random_below(u64 limit)
{
	random_state = random_state * 6364136223846793005ULL +
		       1442695040888963407ULL;
	return (u32)((random_state >> 33) % limit);
}

static void insert_bytes(const u8 *bytes, size_t count)
{
	size_t at = random_below(current.size + 1);

	if (count > INPUT_MAX - current.size)
		return;
	memmove(current.bytes + at + count, current.bytes + at, current.size - at);
	memcpy(current.bytes + at, bytes, count);
	current.size += count;
}

static void remove_bytes(void)
{
	size_t at = random_below(current.size);
	size_t count = 1 + random_below(current.size - at);

	memmove(current.bytes + at, current.bytes + at + count,
		current.size - at - count);
	current.size -= count;
}

static void insert_random(void)
{
	u8 bytes[16];
	size_t count = 1 + random_below(sizeof(bytes));

	for (size_t i = 0; i < count; i++)
		bytes[i] = (u8)random_below(256);
	insert_bytes(bytes, count);
}

static void insert_part(void)
{
	const struct seed *seed = &seeds[random_below(seed_count)];
	size_t from = random_below(seed->size + 1);

	insert_bytes(seed->bytes + from, random_below(seed->size - from + 1));
}

static void mutate(void)
{
	switch (random_below(current.size ? 5 : 2)) {
	case 0:
		insert_random();
		break;
	case 1:
		insert_part();
		break;
	case 2:
		remove_bytes();
		break;
	case 3:
		current.bytes[random_below(current.size)] = (u8)random_below(256);
		break;
	case 4:
		current.bytes[random_below(current.size)] ^= 1 << random_below(8);
		break;
	}
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
		for (u32 count = 1 + random_below(8); count; count--)
			mutate();
		run();
	}
	return 0;
}
