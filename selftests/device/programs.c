// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that do everything with the device: those of fuzz/corpus, which were written
 * or found by the fuzzer. Each answer must be one that the ABI has; after each, the
 * device works, the driver, LV1 and debugfs count what they counted before, and the
 * kernel has nothing to complain about.
 *
 * usage: programs [NAME...]	those alone
 */
#include "kselftest.h"

#include "abi.h"
#include "fuzz/corpus.h"
#include "fuzz/execute.h"
#include "fuzz/health.h"
#include "injection.h"

SKIP_ALL_WITHOUT_DEVICE

/* Threads meet in another way each time. */
#define THREAD_RUNS 8

static bool is_wanted(const char *name, int count, char **names)
{
	for (int i = 0; i < count; i++) {
		if (!strcmp(name, names[i]))
			return true;
	}
	return !count;
}

/* Ends this if there is something wrong with the text. */
static bool next_program(const char **text, struct program *program)
{
	char problem[256];
	bool there = parse_program(text, program, problem, sizeof(problem));

	if (!there && *problem)
		ksft_exit_fail_msg("corpus: %s\n", problem);
	return there;
}

static unsigned int count_programs(int count, char **names)
{
	const char *text = corpus;
	unsigned int wanted = 0;
	struct program program;

	while (next_program(&text, &program))
		wanted += is_wanted(program.name, count, names);
	return wanted;
}

/* The steps of a program, with their answers. */
static void print_answers(const struct program *program, const struct outcome *outcome)
{
	char text[600];

	ksft_print_msg("%s\n", outcome->fault);
	for (unsigned int i = 0; i < program->count; i++) {
		int answer = outcome->answers[i];

		format_step(&program->steps[i], text, sizeof(text));
		ksft_print_msg("  %-24s %s\n",
			       answer == ANSWER_NONE ? "not done" : strerror(-answer), text);
	}
}

static void run_program(const struct program *program, struct outcome *outcome)
{
	int runs = has_threads(program) ? THREAD_RUNS : 1;
	static uint64_t mark;

	do {
		execute(program, ++mark, outcome);
		health_check(program, outcome);
	} while (!outcome->faults && --runs);
	if (outcome->faults)
		print_answers(program, outcome);
	ksft_test_result(!outcome->faults, "%s\n", program->name);
}

int main(int argc, char **argv)
{
	unsigned int wanted = count_programs(argc - 1, argv + 1);
	const char *text = corpus;
	struct outcome *outcome;
	struct program program;

	/* Older kernels' kselftest.h leaves it to the C library, which keeps lines back. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	ksft_print_header();
	if (!wanted)
		ksft_exit_fail_msg("there is no such program\n");
	if (!health_open())
		ksft_exit_skip("%s: %s\n", LV1MEM_TEST_DEVICE, strerror(errno));
	outcome = execute_open();
	if (!outcome)
		ksft_exit_fail_msg("set-up: %s\n", strerror(errno));
	ksft_set_plan(wanted);
	let_all_fail();
	while (next_program(&text, &program)) {
		if (is_wanted(program.name, argc - 1, argv + 1))
			run_program(&program, outcome);
	}
	ksft_finished();
}
