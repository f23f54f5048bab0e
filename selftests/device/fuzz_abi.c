// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looks for programs that find a fault in the driver: changes those of fuzz/corpus,
 * and keeps what reaches something new, by KCOV where the kernel has it and by the
 * answers alone where it has not. Ends with the first fault, or when time is up; then
 * it prints what it has learned, and which places of the driver were reached.
 *
 * Each program is written to the kernel's log before it runs, to be found there if the
 * kernel does not survive it.
 *
 * usage: fuzz_abi SECONDS [SEED [FILE...]]	files with more programs
 */
#include <inttypes.h>
#include <time.h>

#include "kselftest.h"

#include "abi.h"
#include "fuzz/corpus.h"
#include "fuzz/coverage.h"
#include "fuzz/execute.h"
#include "fuzz/health.h"
#include "fuzz/learn.h"
#include "fuzz/mutate.h"
#include "injection.h"

#define REPORT_SECONDS 30
#define REDUCE_RUNS    3
/* Threads meet in another way each time. */
#define THREAD_RUNS 4
#define TEXT_MAX    (1 << 20)

static struct outcome *outcome;
static uint64_t done;
static int kernel_log;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* The kernel cuts a message that is longer than 1000. */
#define MESSAGE_MAX 800

static void write_message(const char *text)
{
	char message[2 * MESSAGE_MAX];
	int length = snprintf(message, sizeof(message), "<14>fuzz: %s\n", text);

	if (write(kernel_log, message, length) != length)
		ksft_exit_fail_msg("/dev/kmsg: %s\n", strerror(errno));
}

/* In few messages, with ; between its lines. A kernel that panics has shown it by then. */
static void announce(const struct program *program)
{
	char text[2 * MESSAGE_MAX];
	int used = snprintf(text, sizeof(text), "program %s", program->name);

	for (unsigned int i = 0; i < program->count; i++) {
		if (used > MESSAGE_MAX / 2) {
			write_message(text);
			used = 0;
		}
		used += snprintf(text + used, sizeof(text) - used, "%s", used ? ";" : "");
		used += format_step(&program->steps[i], text + used, sizeof(text) - used);
	}
	write_message(text);
}

/* Returns whether all was well. */
static bool try_out(const struct program *program)
{
	int runs = has_threads(program) ? THREAD_RUNS : 1;

	announce(program);
	do {
		execute(program, ++done, outcome);
		health_check(program, outcome);
	} while (!outcome->faults && --runs);
	return !outcome->faults;
}

/* Its name is made of its steps, and so the same wherever it is found. */
static void name_program(struct program *program)
{
	char text[600];
	uint32_t hash = 2166136261u;

	for (unsigned int i = 0; i < program->count; i++) {
		format_step(&program->steps[i], text, sizeof(text));
		for (const char *letter = text; *letter; letter++)
			hash = (hash ^ (unsigned char)*letter) * 16777619u;
	}
	snprintf(program->name, sizeof(program->name), "learned_%08" PRIx32, hash);
}

static bool still_faulty(const struct program *program)
{
	for (int i = 0; i < REDUCE_RUNS; i++) {
		health_accept();
		if (!try_out(program))
			return true;
	}
	return false;
}

static bool still_reaches(const struct program *program)
{
	if (!try_out(program))
		return false;
	learn(program, outcome);
	return reaches_again();
}

/* Take away each step without which @holds still holds. */
static void reduce(struct program *program, bool (*holds)(const struct program *program))
{
	for (unsigned int i = program->count; i-- && program->count > 1;) {
		struct program shorter = *program;

		remove_step(&shorter, i);
		name_program(&shorter);
		if (holds(&shorter))
			*program = shorter;
	}
}

static void __attribute__((noreturn)) report_fault(const struct program *program)
{
	struct program shorter = *program;

	printf("fault: %s\n", outcome->fault);
	print_program(program, stdout);
	fflush(stdout);
	reduce(&shorter, still_faulty);
	if (shorter.count < program->count) {
		printf("shorter:\n");
		print_program(&shorter, stdout);
	}
	exit(1);
}

static void study(struct program *program, bool seed)
{
	enum lesson lesson;

	if (!try_out(program))
		report_fault(program);
	lesson = learn(program, outcome);
	if (lesson == LESSON_PLACE && !seed) {
		reduce(program, still_reaches);
		if (!still_reaches(program) && outcome->faults)
			report_fault(program);
	}
	if (lesson || seed)
		keep(program, seed);
}

static void study_all(const char *text, bool seeds)
{
	struct program program;
	char problem[256];

	while (parse_program(&text, &program, problem, sizeof(problem)))
		study(&program, seeds);
	if (*problem)
		ksft_exit_fail_msg("%s\n", problem);
}

static void study_file(const char *path)
{
	static char text[TEXT_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (length < 0)
		ksft_exit_fail_msg("%s: %s\n", path, strerror(errno));
	close(fd);
	text[length] = '\0';
	study_all(text, false);
}

static void report(double start)
{
	printf("%4.0f s: %" PRIu64 " runs, %u kept, %u places reached\n", now() - start, done,
	       programs_kept(), places_reached());
	fflush(stdout);
}

static void search(double end, struct chance *chance)
{
	double start = now(), next = start;

	while (now() < end) {
		struct program program = *choose(chance);

		mutate_program(chance, &program, choose(chance));
		name_program(&program);
		study(&program, false);
		if (now() >= next) {
			report(start);
			next = now() + REPORT_SECONDS;
		}
	}
	report(start);
}

int main(int argc, char **argv)
{
	double end = now() + (argc > 1 ? atof(argv[1]) : 0);
	struct chance chance = { argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL) };

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2 || !chance.state)
		ksft_exit_fail_msg("usage: fuzz_abi SECONDS [SEED [FILE...]]; SEED is not 0\n");
	outcome = execute_open();
	kernel_log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (!outcome || kernel_log < 0 || !health_open())
		ksft_exit_fail_msg("set-up: %s\n", strerror(errno));
	let_all_fail();
	printf("seed %" PRIu64 ", %s\n", chance.state,
	       coverage_open() ? "with KCOV" : "without KCOV: by the answers alone");
	study_all(corpus, true);
	for (int i = 3; i < argc; i++)
		study_file(argv[i]);
	search(end, &chance);
	printf("learned:\n");
	print_learned(stdout);
	printf("places:\n");
	print_places(stdout);
	return 0;
}
