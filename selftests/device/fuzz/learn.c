// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is new is a place in the driver, a way from one place to the next, or an answer
 * to an operation. A program with something new is kept, to be changed further.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "coverage.h"
#include "learn.h"

#define SECTIONS   "/sys/module/lv1mem/sections"
#define PLACES_MAX 4096
#define WAYS	   65536
#define ERRORS	   256
#define KEPT_MAX   8192

/* A set of places, by their numbers. */
struct set {
	uint64_t words[PLACES_MAX / 64];
};

struct kept {
	struct program program;
	struct set reached;
	bool seed;
};

/* A place has the number of its slot: where its address is, or a free one behind. */
static uint64_t places[PLACES_MAX];
static unsigned int place_count;
static bool ways[WAYS];
static bool answered[OPERATIONS][ERRORS];
static struct kept *kept[KEPT_MAX];
static unsigned int kept_count;

/* The places that the last program reached, and those that the last lesson was about. */
static struct set last, fresh;

static void enter(struct set *set, unsigned int place)
{
	set->words[place / 64] |= 1ull << (place % 64);
}

static bool is_subset(const struct set *part, const struct set *whole)
{
	for (unsigned int i = 0; i < PLACES_MAX / 64; i++) {
		if (part->words[i] & ~whole->words[i])
			return false;
	}
	return true;
}

static uint64_t mix(uint64_t number)
{
	number *= 0x9e3779b97f4a7c15;
	return number ^ number >> 29;
}

/* A table that is full takes no more; the driver has far fewer places. */
static unsigned int find_place(uint64_t address)
{
	unsigned int i = mix(address) % PLACES_MAX;

	while (places[i] && places[i] != address)
		i = (i + 1) % PLACES_MAX;
	return i;
}

static bool learn_place(uint64_t address)
{
	unsigned int place = find_place(address);
	bool known = places[place];

	if (!known && place_count == PLACES_MAX - 1)
		return false;
	enter(&last, place);
	if (known)
		return false;
	places[place] = address;
	place_count++;
	enter(&fresh, place);
	return true;
}

static bool learn_flag(bool *flag)
{
	bool new = !*flag;

	*flag = true;
	return new;
}

static enum lesson larger(enum lesson one, enum lesson other)
{
	return one > other ? one : other;
}

static enum lesson learn_trace(unsigned int trace)
{
	const volatile uint64_t *addresses;
	size_t count = coverage_places(trace, &addresses);
	enum lesson lesson = LESSON_NONE;
	uint64_t from = 0;

	for (size_t i = 0; i < count; i++) {
		if (learn_place(addresses[i]))
			lesson = LESSON_PLACE;
		if (learn_flag(&ways[mix(from * 3 + addresses[i]) % WAYS]))
			lesson = larger(lesson, LESSON_WAY);
		from = addresses[i];
	}
	return lesson;
}

static enum lesson learn_answers(const struct program *program, const struct outcome *outcome)
{
	enum lesson lesson = LESSON_NONE;

	for (unsigned int i = 0; i < program->count; i++) {
		int answer = outcome->answers[i];

		if (answer != ANSWER_NONE &&
		    learn_flag(&answered[program->steps[i].operation][-answer % ERRORS]))
			lesson = LESSON_WAY;
	}
	return lesson;
}

enum lesson learn(const struct program *program, const struct outcome *outcome)
{
	enum lesson lesson = learn_answers(program, outcome);
	struct set before = fresh;

	last = (struct set){};
	fresh = (struct set){};
	for (unsigned int i = 0; i < TRACES; i++)
		lesson = larger(lesson, learn_trace(i));
	if (lesson != LESSON_PLACE)
		fresh = before;
	return lesson;
}

bool reaches_again(void)
{
	return is_subset(&fresh, &last);
}

void keep(const struct program *program, bool seed)
{
	struct kept *entry;

	if (kept_count == KEPT_MAX)
		return;
	entry = malloc(sizeof(*entry));
	if (!entry)
		return;
	entry->program = *program;
	entry->reached = last;
	entry->seed = seed;
	kept[kept_count++] = entry;
}

/* Half of the time, one of those that came last. */
const struct program *choose(struct chance *chance)
{
	unsigned int late = kept_count / 8 + 1;

	if (below(chance, 2))
		return &kept[kept_count - 1 - below(chance, late)]->program;
	return &kept[below(chance, kept_count)]->program;
}

unsigned int programs_kept(void)
{
	return kept_count;
}

unsigned int places_reached(void)
{
	return place_count;
}

static unsigned int count_more(const struct kept *entry, const struct set *reached)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < PLACES_MAX / 64; i++)
		count += __builtin_popcountll(entry->reached.words[i] & ~reached->words[i]);
	return count;
}

static void join(struct set *to, const struct set *set)
{
	for (unsigned int i = 0; i < PLACES_MAX / 64; i++)
		to->words[i] |= set->words[i];
}

/* The one that adds the most, or NULL. */
static const struct kept *best(const struct set *reached)
{
	const struct kept *found = NULL;
	unsigned int most = 0;

	for (unsigned int i = 0; i < kept_count; i++) {
		unsigned int more = count_more(kept[i], reached);

		if (more > most) {
			most = more;
			found = kept[i];
		}
	}
	return found;
}

void print_learned(FILE *to)
{
	struct set reached = {};
	const struct kept *next;

	for (unsigned int i = 0; i < kept_count; i++) {
		if (kept[i]->seed)
			join(&reached, &kept[i]->reached);
	}
	while ((next = best(&reached))) {
		join(&reached, &next->reached);
		print_program(&next->program, to);
		fputc('\n', to);
	}
}

struct section {
	char name[64];
	uint64_t start;
};

static uint64_t read_start(const char *name)
{
	unsigned long long start = 0;
	char path[320];
	FILE *file;

	snprintf(path, sizeof(path), SECTIONS "/%s", name);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (fscanf(file, "%llx", &start) != 1)
		start = 0;
	fclose(file);
	return start;
}

static unsigned int read_sections(struct section *sections, unsigned int room)
{
	DIR *directory = opendir(SECTIONS);
	unsigned int count = 0;
	struct dirent *entry;

	while (directory && count < room && (entry = readdir(directory))) {
		if (!strstr(entry->d_name, ".text"))
			continue;
		snprintf(sections[count].name, sizeof(sections[count].name), "%.60s",
			 entry->d_name);
		sections[count++].start = read_start(entry->d_name);
	}
	if (directory)
		closedir(directory);
	return count;
}

/* The section that starts last at or below an address, or NULL. */
static const struct section *section_of(uint64_t address, const struct section *sections,
					unsigned int count)
{
	const struct section *found = NULL;

	for (unsigned int i = 0; i < count; i++) {
		if (sections[i].start <= address && (!found || sections[i].start > found->start))
			found = &sections[i];
	}
	return found;
}

void print_places(FILE *to)
{
	struct section sections[16];
	unsigned int count = read_sections(sections, 16);

	for (unsigned int i = 0; i < PLACES_MAX; i++) {
		const struct section *section = section_of(places[i], sections, count);

		if (places[i] && section)
			fprintf(to, "%s %#llx\n", section->name,
				(unsigned long long)(places[i] - section->start));
	}
}
