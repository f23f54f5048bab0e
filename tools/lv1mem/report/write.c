// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as a JSON document, and its summary.
 */
#include "report.h"

static void write_topics(const struct fact *fact)
{
	const char *topic = fact->topics;
	char name[64];

	json_open("bears_on", '[');
	while (*topic) {
		int length = strcspn(topic, " ");

		snprintf(name, sizeof(name), "%.*s", length, topic);
		json_string(NULL, name);
		topic += length + strspn(topic + length, " ");
	}
	json_close();
}

static void write_times(const struct fact *fact)
{
	if (!fact->median) {
		json_null("median");
		json_null("spread");
		return;
	}
	json_u64("median", fact->median);
	json_u64("spread", fact->spread);
}

static void write_fact(const struct fact *fact)
{
	json_open(NULL, '{');
	json_string("name", fact->name);
	if (fact->kind == FACT_TIME)
		write_times(fact);
	else
		json_string("value", fact->value);
	if (fact->kind == FACT_ANSWER)
		write_topics(fact);
	json_close();
}

static void write_facts(const struct findings *findings, enum fact_kind kind)
{
	json_open(fact_keys[kind], '[');
	for (size_t i = 0; i < findings->list.count; i++) {
		if (findings->list.facts[i].kind == kind)
			write_fact(&findings->list.facts[i]);
	}
	json_close();
}

void findings_write(const struct findings *findings)
{
	json_begin();
	provenance_write();
	json_bool("complete", findings->complete);
	json_string("trying", findings->trying);
	sweep_write_release(&findings->sweep);
	if (findings->reference)
		sweep_write_reference(&findings->sweep);
	write_facts(findings, FACT_MACHINE);
	write_facts(findings, FACT_TIME);
	write_facts(findings, FACT_ANSWER);
	json_open("log", '[');
	for (size_t i = 0; i < findings->log_count; i++)
		json_string(NULL, findings->log[i]);
	json_end();
}

static void print_changed(const struct findings *findings)
{
	for (size_t i = 0; i < findings->list.count; i++) {
		const struct fact *fact = &findings->list.facts[i];

		if (fact->changed)
			printf("  %s\n    %s\n", fact->name, fact->value);
	}
}

static void print_questions(const struct findings *findings)
{
	size_t changed = 0;
	size_t known = 0;
	size_t total = 0;

	for (size_t i = 0; i < findings->list.count; i++) {
		const struct fact *fact = &findings->list.facts[i];

		total += fact->kind == FACT_ANSWER;
		known += fact->kind == FACT_ANSWER && fact->value;
		changed += fact->changed;
	}
	printf("\n%zu of %zu questions answered; %zu had another answer when asked again.\n",
	       known, total, changed);
	print_changed(findings);
	if (!findings->output)
		printf("Not asked: %zu that nobody is known to have tried; see --output.\n",
		       findings->list.count - findings->untried);
}

static void print_reference(const struct findings *findings)
{
	struct sweep_counts counts = sweep_count(&findings->sweep);

	if (!counts.compared)
		return;
	if (!counts.differing)
		printf("\nThe reference page covers %zu calls, and LV1 answers as it says.\n",
		       counts.compared);
	else
		printf("\nThe reference page covers %zu calls. LV1's answers to %zu differ:\n",
		       counts.compared, counts.differing);
	for (unsigned int i = 1; i <= REFERENCE_STATEMENTS; i++) {
		if (counts.against[i])
			printf("  A%-3u %4zu  %s\n", i, counts.against[i], reference_text(i));
	}
}

/* The file has more. */
static void print_times(const struct findings *findings)
{
	puts("\nTicks of the timebase for a call and its ioctl: median of 101, spread");
	for (size_t i = 0; i < findings->list.count; i++) {
		const struct fact *fact = &findings->list.facts[i];

		if (fact->kind == FACT_TIME && fact->median && fact->call.length == 4096)
			printf("  %8" PRIu64 " %6" PRIu64 "  %s\n", fact->median, fact->spread,
			       fact->name);
	}
}

static void print_memory(const struct findings *findings)
{
	putchar('\n');
	for (size_t i = 0; i < findings->list.count; i++) {
		const struct fact *fact = &findings->list.facts[i];

		if (fact->ask == ask_probe && fact->value)
			printf("%s\n  %s\n", fact->name, fact->value);
	}
}

void findings_print(const struct findings *findings)
{
	puts("Who answered");
	provenance_print();
	print_memory(findings);
	print_times(findings);
	if (findings->reference)
		print_reference(findings);
}

void findings_print_end(const struct findings *findings)
{
	print_questions(findings);
	if (findings->output)
		printf("\nWritten to %s.\n", findings->output);
}
