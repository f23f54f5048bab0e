// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that do everything with the device: those of fuzz/corpus, or random ones.
 * Each answer must be one that the ABI allows. After each program the device works, the
 * driver, LV1 and debugfs count what they counted before, and the kernel complains of
 * nothing.
 *
 * usage: programs [NAME...]			those of fuzz/corpus, or these of them
 *	  programs --random SECONDS [SEED]	random ones, until one finds a fault
 */
#include "kselftest.h"

#include "abi.h"
#include "fuzz/program.h"
#include "injection.h"

/* Threads meet differently each time. */
#define THREAD_RUNS 8
#define REDUCE_RUNS 3
/* No step has so many allocations and copies. */
#define FAILURES_MAX 2000
/* The kernel cuts a message that is longer than 1000. */
#define MESSAGE_MAX 800

static struct outcome *outcome;

static bool is_wanted(const char *name, int count, char **names)
{
	for (int i = 0; i < count; i++) {
		if (!strcmp(name, names[i]))
			return true;
	}
	return !count;
}

static unsigned int count_programs(int count, char **names)
{
	const char *const *lines = corpus;
	unsigned int wanted = 0;
	struct program program;

	while (parse_program(&lines, &program))
		wanted += is_wanted(program.name, count, names);
	return wanted;
}

/* Print the fault, and each step with its answer. */
static void print_answers(const struct program *program)
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

/* Returns whether there was no fault. */
static bool run_program(const struct program *program, unsigned int thread_runs)
{
	unsigned int runs = has_threads(program) ? thread_runs : 1, nth = 0;
	static uint64_t mark;

	do {
		execute(program, ++mark, ++nth, outcome);
		health_check(outcome);
		if (nth == FAILURES_MAX)
			fault(outcome, "a step has more than %u failures", nth);
	} while (!outcome->faults && (nth < runs || outcome->failures));
	return !outcome->faults;
}

static void run_corpus(int count, char **names)
{
	const char *const *lines = corpus;
	struct program program;

	while (parse_program(&lines, &program)) {
		bool passed;

		if (!is_wanted(program.name, count, names))
			continue;
		passed = run_program(&program, THREAD_RUNS);
		if (!passed)
			print_answers(&program);
		ksft_test_result(passed, "%s\n", program.name);
	}
}

static void write_message(int log, const char *text)
{
	char message[2 * MESSAGE_MAX];
	int length = snprintf(message, sizeof(message), "<14>programs: %s\n", text);

	if (write(log, message, length) != length)
		ksft_exit_fail_msg("/dev/kmsg: %s\n", strerror(errno));
}

/*
 * Write a program to the kernel's log, in few messages with ; between the steps. Its
 * console shows them although the kernel panics.
 */
static void announce(const struct program *program)
{
	int log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	char text[2 * MESSAGE_MAX];
	int used = snprintf(text, sizeof(text), "program %s", program->name);

	for (unsigned int i = 0; i < program->count; i++) {
		if (used > MESSAGE_MAX / 2) {
			write_message(log, text);
			used = 0;
		}
		used += snprintf(text + used, sizeof(text) - used, "%s", used ? ";" : "");
		used += format_step(&program->steps[i], text + used, sizeof(text) - used);
	}
	write_message(log, text);
	close(log);
}

static bool still_fails(const struct program *program)
{
	announce(program);
	for (int i = 0; i < REDUCE_RUNS; i++) {
		health_accept();
		if (!run_program(program, THREAD_RUNS))
			return true;
	}
	return false;
}

/* Remove each step that the fault does not need. */
static void reduce(struct program *program)
{
	for (unsigned int i = program->count; i-- && program->count > 1;) {
		struct program shorter = *program;

		remove_step(&shorter, i);
		if (still_fails(&shorter))
			*program = shorter;
	}
}

static void run_random(double seconds, uint64_t seed)
{
	double end = now() + seconds;
	unsigned int count = 0;
	struct program program;
	uint64_t state = seed;
	bool passed = true;

	ksft_print_msg("%g seconds, seed %llu\n", seconds, (unsigned long long)seed);
	while (passed && now() < end) {
		random_program(&state, &program);
		snprintf(program.name, sizeof(program.name), "random_%u", ++count);
		announce(&program);
		passed = run_program(&program, 1);
	}
	if (!passed) {
		ksft_print_msg("seed %llu, %s:\n", (unsigned long long)seed, program.name);
		print_answers(&program);
		reduce(&program);
		ksft_print_msg("for fuzz/corpus, reduced:\n");
		print_program(&program, stdout);
	}
	ksft_test_result(passed, "%u random programs\n", count);
}

int main(int argc, char **argv)
{
	bool random = argc > 1 && !strcmp(argv[1], "--random");
	double seconds = random && argc > 2 ? atof(argv[2]) : 0;
	uint64_t seed = random && argc > 3 ? strtoull(argv[3], NULL, 0) : (uint64_t)time(NULL);
	unsigned int wanted = random ? 1 : count_programs(argc - 1, argv + 1);

	/* Older kernels' kselftest.h leaves stdout fully buffered. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	ksft_print_header();
	if (random && (seconds <= 0 || !seed))
		ksft_exit_fail_msg("usage: programs --random SECONDS [SEED]; SEED is not 0\n");
	if (!wanted)
		ksft_exit_fail_msg("there is no such program\n");
	if (!health_open())
		ksft_exit_skip("%s: %s\n", LV1MEM_TEST_DEVICE, strerror(errno));
	outcome = execute_open();
	if (!outcome)
		ksft_exit_fail_msg("set-up: %s\n", strerror(errno));
	ksft_set_plan(wanted);
	let_all_fail();
	if (random)
		run_random(seconds, seed);
	else
		run_corpus(argc - 1, argv + 1);
	ksft_finished();
}
