// SPDX-License-Identifier: GPL-2.0-only
/*
 * lv1mem diff: what differs in two reports, fact by fact. The files can come from anyone.
 */
#include <stddef.h>

#include "report.h"

#define FILE_SIZE_MAX (16 << 20)

/* Facts of a report, and length of the topics of one */
#define FACTS_MAX  8192
#define TOPICS_MAX 1000

/* One of the two reports. All texts are in @text. */
struct side {
	const char *file;
	char *text;
	uint64_t schema;
	const char *command;
	const char *hypervisor;
	const char *firmware;
	const char *kernel;
	const char *date;
	const char *trying;
	bool complete;
	struct fact_list list;
	struct fact fact; /* the one that is being read */
};

/* Join the topics where they are: one space is shorter than what was between them. */
static void read_topic(struct json_reader *reader, void *to)
{
	char **topics = to;
	char *topic;
	char *end;

	json_read_string(reader, &topic);
	if (!topic)
		return;
	if (!*topics) {
		*topics = topic;
		return;
	}
	end = *topics + strlen(*topics);
	if (end - *topics > TOPICS_MAX)
		return json_fail(reader, "a fact bears on too much");
	*end++ = ' ';
	memmove(end, topic, strlen(topic) + 1);
}

static void read_topics(struct json_reader *reader, void *to)
{
	json_read_array(reader, read_topic, to);
}

static void read_fact(struct json_reader *reader, void *to)
{
	static const struct json_member members[] = {
		{ "name", json_read_string, offsetof(struct fact, name) },
		{ "value", json_read_string, offsetof(struct fact, value) },
		{ "median", json_read_u64, offsetof(struct fact, median) },
		{ "bears_on", read_topics, offsetof(struct fact, topics) },
		{ 0 },
	};
	struct side *side = to;
	struct fact *fact;

	side->fact = (struct fact){ .kind = side->fact.kind };
	json_read_object(reader, members, &side->fact);
	if (!side->fact.name)
		return json_fail(reader, "a fact has no name");
	if (side->list.count == FACTS_MAX)
		return json_fail(reader, "too many facts");
	fact = fact_add(&side->list, side->fact.kind, side->fact.name, "");
	if (fact)
		*fact = side->fact;
	else
		json_fail(reader, strerror(ENOMEM));
}

static void read_facts(struct json_reader *reader, struct side *side, enum fact_kind kind)
{
	side->fact.kind = kind;
	json_read_array(reader, read_fact, side);
}

static void read_answers(struct json_reader *reader, void *to)
{
	read_facts(reader, to, FACT_ANSWER);
}

static void read_times(struct json_reader *reader, void *to)
{
	read_facts(reader, to, FACT_TIME);
}

static void read_machine(struct json_reader *reader, void *to)
{
	read_facts(reader, to, FACT_MACHINE);
}

static void read_provenance(struct json_reader *reader, void *to)
{
	static const struct json_member members[] = {
		{ "hypervisor", json_read_string, offsetof(struct side, hypervisor) },
		{ "firmware", json_read_string, offsetof(struct side, firmware) },
		{ "kernel", json_read_string, offsetof(struct side, kernel) },
		{ "date", json_read_string, offsetof(struct side, date) },
		{ 0 },
	};

	json_read_object(reader, members, to);
}

/* Returns NULL, or why @side->text is no report. */
static const char *parse(struct side *side)
{
	static const struct json_member members[] = {
		{ "schema", json_read_u64, offsetof(struct side, schema) },
		{ "command", json_read_string, offsetof(struct side, command) },
		{ "trying", json_read_string, offsetof(struct side, trying) },
		{ "complete", json_read_bool, offsetof(struct side, complete) },
		{ "provenance", read_provenance, 0 },
		{ "answers", read_answers, 0 },
		{ "times", read_times, 0 },
		{ "machine", read_machine, 0 },
		{ 0 },
	};
	struct json_reader reader = { .at = side->text };

	json_read_object(&reader, members, side);
	if (!reader.wrong && reader.at[strspn(reader.at, " \t\r\n")])
		return "there is more than one document";
	if (reader.wrong)
		return reader.wrong;
	if (side->schema != 1 || !side->command || strcmp(side->command, "report"))
		return "not a document of lv1mem report";
	return NULL;
}

static bool is_known(const struct fact *fact)
{
	return fact && (fact->kind == FACT_TIME ? fact->median : !!fact->value);
}

static const char *read_file(struct side *side)
{
	FILE *file = fopen(side->file, "re");
	const char *wrong = NULL;
	size_t length;

	if (!file)
		return strerror(errno);
	/* Memory is taken for the pages that are written. */
	side->text = malloc(FILE_SIZE_MAX + 1);
	if (!side->text) {
		wrong = strerror(ENOMEM);
	} else {
		length = fread(side->text, 1, FILE_SIZE_MAX + 1, file);
		if (ferror(file))
			wrong = strerror(errno);
		else if (length > FILE_SIZE_MAX)
			wrong = "larger than 16 MiB";
		else
			side->text[length] = '\0';
	}
	fclose(file);
	return wrong;
}

/* Read a report. False after a message. */
static bool load(struct side *side, char *file)
{
	const char *wrong;

	side->file = file;
	wrong = read_file(side);
	if (!wrong)
		wrong = parse(side);
	if (wrong)
		report(0, 0, "diff: %s: %s", file, wrong);
	make_printable(file);
	return !wrong;
}

/* A fact that both reports have. */
struct pair {
	const struct fact *a;
	const struct fact *b;
	bool differs;
};

struct difference {
	struct side sides[2];
	struct pair *pairs; /* in the order of the first report */
	size_t count;
	size_t compared; /* of these, answers */
	size_t differing;
};

/* The fact of the same kind and name, from number @index on, where it usually is. */
static const struct fact *find(const struct fact_list *list, const struct fact *fact,
			       size_t index)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct fact *other = &list->facts[(index + i) % list->count];

		if (other->kind == fact->kind && !strcmp(other->name, fact->name))
			return other;
	}
	return NULL;
}

static bool compare(struct difference *difference)
{
	const struct fact_list *list = &difference->sides[0].list;
	struct pair *pair = calloc(list->count + 1, sizeof(*pair));

	difference->pairs = pair;
	for (size_t i = 0; pair && i < list->count; i++) {
		pair->a = &list->facts[i];
		pair->b = find(&difference->sides[1].list, pair->a, i);
		if (!is_known(pair->a) || !is_known(pair->b))
			continue;
		pair->differs = pair->a->kind == FACT_TIME ||
				strcmp(pair->a->value, pair->b->value);
		if (pair->a->kind == FACT_ANSWER) {
			difference->compared++;
			difference->differing += pair->differs;
		}
		pair++;
	}
	difference->count = pair - difference->pairs;
	return difference->pairs;
}

static bool bears_on(const struct fact *fact, const char *topic)
{
	size_t length = strlen(topic);
	const char *found = fact->topics;

	while (found && (found = strstr(found, topic))) {
		if ((found == fact->topics || found[-1] == ' ') &&
		    (found[length] == ' ' || !found[length]))
			return true;
		found += length;
	}
	return false;
}

static size_t count_known(const struct side *side)
{
	size_t known = 0;

	for (size_t i = 0; i < side->list.count; i++)
		known += side->list.facts[i].kind == FACT_ANSWER && is_known(&side->list.facts[i]);
	return known;
}

static const char *or_unknown(const char *text)
{
	return text ? text : "unknown";
}

static void print_side(char letter, const struct side *side)
{
	printf("%c  %s: %s, firmware %s, Linux %s, %s\n", letter, side->file,
	       or_unknown(side->hypervisor), or_unknown(side->firmware),
	       or_unknown(side->kernel), or_unknown(side->date));
	if (side->trying)
		printf("   It ended when it tried: %s\n", side->trying);
	else if (!side->complete)
		puts("   It is not complete.");
}

static void print_pair(const struct pair *pair)
{
	const struct fact *a = pair->a;
	const struct fact *b = pair->b;

	if (a->kind == FACT_TIME) {
		printf("  %10" PRIu64 " %10" PRIu64 "  %s\n", a->median, b->median, a->name);
		return;
	}
	printf("  %s\n    A  %s\n    B  %s\n", a->name, a->value, b->value);
	if (a->topics)
		printf("    bears on %s\n", a->topics);
}

/* Print the pairs of a kind that differ, and a heading if there are any. */
static void print_pairs(const struct difference *difference, enum fact_kind kind,
			const char *heading)
{
	for (size_t i = 0; i < difference->count; i++) {
		const struct pair *pair = &difference->pairs[i];

		if (pair->a->kind != kind || !pair->differs)
			continue;
		if (heading)
			puts(heading);
		heading = NULL;
		print_pair(pair);
	}
}

/* How many answers bear on each topic, and how many of these differ. */
static void print_topics(const struct difference *difference)
{
	struct topic topic;

	puts("\nThey bear on:");
	for (size_t i = 0; (topic = topic_get(i)).name; i++) {
		size_t differing = 0;
		size_t all = 0;

		for (size_t j = 0; j < difference->count; j++) {
			bool bears = bears_on(difference->pairs[j].a, topic.name);

			all += bears;
			differing += bears && difference->pairs[j].differs;
		}
		if (differing)
			printf("  %4zu of %4zu  %s: %s\n", differing, all, topic.name, topic.text);
	}
}

static void print_difference(const struct difference *difference)
{
	size_t only_a = count_known(&difference->sides[0]) - difference->compared;
	size_t only_b = count_known(&difference->sides[1]) - difference->compared;

	print_side('A', &difference->sides[0]);
	print_side('B', &difference->sides[1]);
	printf("\n%zu of %zu answers differ%s\n", difference->differing, difference->compared,
	       difference->differing ? ":" : ".");
	print_pairs(difference, FACT_ANSWER, NULL);
	if (difference->differing)
		print_topics(difference);
	if (only_a || only_b)
		printf("\nNot compared: %zu answers that only A has, %zu that only B has.\n",
		       only_a, only_b);
	print_pairs(difference, FACT_MACHINE, "\nThe machines differ:");
	print_pairs(difference, FACT_TIME,
		    "\nTimes, in ticks of each machine's timebase:\n           A          B");
}

int run_diff(struct context *context, int argc, char **operands)
{
	struct difference difference = { 0 };
	bool good = load(&difference.sides[0], operands[0]) &&
		    load(&difference.sides[1], operands[1]);

	if (good && !compare(&difference)) {
		report(-ENOMEM, 0, "diff: %s", strerror(ENOMEM));
		good = false;
	}
	if (good && !difference.compared) {
		report(0, 0, "diff: the reports have no answer in common");
		good = false;
	}
	if (good)
		print_difference(&difference);
	for (int i = 0; i < 2; i++) {
		free(difference.sides[i].text);
		free(difference.sides[i].list.facts);
	}
	free(difference.pairs);
	return good && !difference.differing ? STATUS_DONE : STATUS_REFUSED;
}

const char help_diff[] =
	"Compare two files of lv1mem report, fact by fact: LV1's answers, with the\n"
	"statement of the reference page, A1 to A14, or the choice of OpenLV1 that a\n"
	"difference bears on; then the machines; and times side by side, which always\n"
	"differ. Needs no device.\n"
	"\n"
	"Exit status: as for all subcommands; 1 also if an answer differs.\n";
