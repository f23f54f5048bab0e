// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes with several threads each do random steps of fuzz/, send their files to each
 * other and are killed, until time is up. LV1 runs short of memory meanwhile. Afterwards
 * it must have all of it back.
 *
 * usage: storm [SECONDS [SEED]]	longer if something has not been done by then
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "kselftest.h"

#include "abi.h"
#include "descriptor.h"
#include "fuzz/actor.h"

#define SECONDS_DEFAULT	  2
#define PROCESSES	  4
#define KILL_MILLISECONDS 100
#define EXTRA_SECONDS	  30

/* All processes write the same word into regions, as they share some. */
#define MARK 0x53544f524d53544full

struct thread {
	struct actor *actor;
	uint64_t random;
	/* Bytes of its mapping that must be there. */
	size_t mapped;
};

static struct outcome *outcome;
static struct world world;
static struct thread threads[THREADS];
static int sockets[2] = { -1, -1 };
/* A thread opens a file as it enters: the others must not use that number as a device's. */
static pthread_barrier_t entered;

/* FREE fails if another thread forks meanwhile: the child has the mapping too. */
static int use_own_file(struct actor *actor, const struct step *step)
{
	const char *call;
	int err = use_region(&call);

	(void)actor;
	(void)step;
	if (err && err != -ENOMEM && err != -EBUSY)
		fault(outcome, "a whole life: %s fails: %s", call, strerror(-err));
	return err;
}

/* A child has all mappings too. */
static int step_in_child(struct actor *actor, const struct step *step)
{
	pid_t child = fork_child();

	if (!child)
		_exit(-operations[step->operation].function(actor, step));
	return child < 0 ? child : -wait_for(child);
}

/* The errors are those that an action may have while other threads do the same. */
static const struct action {
	const char *name;
	int (*act)(struct actor *actor, const struct step *step);
	enum operation_number operation;
	int errors[4];
} actions[] = {
	{ "open", do_open, OP_OPEN, {} },
	{ "dup", do_dup, OP_DUP, { EBADF } },
	{ "allocate", do_struct, OP_ALLOC, { EBADF, ENOMEM } },
	{ "allocate again", do_struct, OP_ALLOC, { EBADF, ENOMEM } },
	{ "free", do_struct, OP_FREE, { EBADF, ENOENT, EBUSY } },
	{ "query", do_struct, OP_QUERY, { EBADF, ENOENT, EPERM } },
	{ "list", do_struct, OP_LIST, { EBADF } },
	{ "map", do_map, OP_MAP, { EBADF, EINVAL } },
	{ "map again", do_map, OP_MAP, { EBADF, EINVAL } },
	{ "unmap", do_unmap, OP_UNMAP, {} },
	{ "read", do_read, OP_READ, {} },
	{ "write", do_write, OP_WRITE, {} },
	{ "whole life", use_own_file, OP_ALLOC, { ENOMEM, EBUSY } },
	{ "fork", step_in_child, OP_WRITE, { ENOMEM, EAGAIN } },
	{ "send", do_send, OP_SEND, { EBADF, EAGAIN, ETOOMANYREFS } },
	{ "receive", do_receive, OP_RECEIVE, { EAGAIN, ENOENT } },
};

/* On a kernel without unix sockets, all but the last two. */
static size_t action_count = ARRAY_SIZE(actions);

/* Of all processes, in memory that they share. */
struct counts {
	atomic_ulong done[ARRAY_SIZE(actions)];
	atomic_ulong shortages;
	atomic_ulong killed;
};

static struct counts *counts;

static void set(struct step *step, const char *name, uint64_t number)
{
	step->values[argument_index(&operations[step->operation], name)].number = number;
}

/* Name a region of the step's file, from a random address on, if there is one. */
static void draw_region(struct thread *thread, struct step *step)
{
	struct lv1mem_list_entry entry;
	struct lv1mem_list list = list_args(&entry, 1);

	list.start = random_below(&thread->random, 2) * random_below(&thread->random, 1ull << 47);
	if (call(file_of(thread->actor, step), LV1MEM_IOC_LIST, &list) || !list.count)
		return;
	if (step->operation == OP_MAP) {
		set(step, "offset", entry.mmap_offset);
		set(step, "length", entry.length);
	} else {
		set(step, "lpar_addr", entry.lpar_addr);
	}
}

/* With any file. Each thread has a mapping of its own. */
static struct step draw_step(struct thread *thread, enum operation_number number)
{
	static const unsigned int shifts[] = { 12, 16, 20 };
	const struct operation *operation = &operations[number];
	uint64_t shift = shifts[random_below(&thread->random, ARRAY_SIZE(shifts))];
	uint64_t length = (1 + random_below(&thread->random, 8)) << shift;
	struct step step = usual_step(number);

	for (unsigned int i = 0; i < argument_count(operation); i++) {
		const struct argument *argument = &operation->arguments[i];
		struct value *value = &step.values[i];

		if (argument->kind == KIND_FILE || argument->kind == KIND_REGION)
			value->number = random_below(&thread->random, value_bound(argument));
		else if (argument->kind == KIND_MAPPING)
			value->number = thread - threads;
	}
	if (number == OP_ALLOC) {
		set(&step, "length", length);
		set(&step, "page_shift", shift);
	}
	if (number == OP_FREE || number == OP_QUERY || number == OP_MAP)
		draw_region(thread, &step);
	if (number == OP_UNMAP)
		set(&step, "length", WINDOW_SIZE);
	if ((number == OP_READ || number == OP_WRITE) && thread->mapped)
		set(&step, "at", random_below(&thread->random, thread->mapped));
	return step;
}

/* What is mapped can be touched, whoever tries to free it. */
static bool is_allowed(const struct thread *thread, const struct action *action, int err)
{
	bool touches = action->operation == OP_READ || action->operation == OP_WRITE;

	for (size_t i = 0; i < ARRAY_SIZE(action->errors); i++) {
		if (err == -action->errors[i])
			return true;
	}
	return touches && err == -EFAULT && !thread->mapped;
}

static void act(struct thread *thread, size_t i)
{
	const struct action *action = &actions[i];
	struct step step = draw_step(thread, action->operation);
	int err = action->act(thread->actor, &step);
	char text[512];

	if (action->operation == OP_MAP || action->operation == OP_UNMAP)
		thread->mapped = 0;
	if (action->operation == OP_MAP && !err)
		thread->mapped = value_of(thread->actor, &step, "length");
	if (!err)
		atomic_fetch_add(&counts->done[i], 1);
	else if (err == -ENOMEM)
		atomic_fetch_add(&counts->shortages, 1);
	if (is_allowed(thread, action, err))
		return;
	format_step(&step, text, sizeof(text));
	fault(outcome, "%s: %s: %s", action->name, text, strerror(-err));
}

static void *act_forever(void *data)
{
	struct thread *thread = data;

	enter_actor(thread->actor, &world);
	pthread_barrier_wait(&entered);
	for (;;)
		act(thread, random_below(&thread->random, action_count));
	return NULL;
}

static void open_files(void)
{
	struct step step = usual_step(OP_OPEN);

	for (unsigned int i = 0; i < FILES; i++) {
		int err;

		set(&step, "file", i);
		err = do_open(threads[0].actor, &step);
		if (err)
			fault(outcome, "open in a new process: %s", strerror(-err));
	}
}

static void run_process(uint64_t seed)
{
	pthread_t thread;

	world.outcome = outcome;
	world.mark = MARK;
	if (!make_actors() || !begin_world(&world))
		_exit(1);
	world.sockets[0] = sockets[0];
	world.sockets[1] = sockets[1];
	for (int i = 0; i < THREADS; i++)
		threads[i] = (struct thread){ &actors[i], seed * THREADS + i + 1, 0 };
	enter_actor(&actors[0], &world);
	open_files();
	pthread_barrier_init(&entered, NULL, THREADS);
	for (int i = 1; i < THREADS; i++) {
		if (pthread_create(&thread, NULL, act_forever, &threads[i]))
			_exit(1);
	}
	act_forever(&threads[0]);
}

static pid_t start_process(uint64_t seed)
{
	pid_t child = fork();

	if (!child)
		run_process(seed);
	if (child < 0)
		ksft_exit_fail_msg("fork: %s\n", strerror(errno));
	return child;
}

/* The children of killed processes become ours. They end by themselves. */
static void reap(int flags)
{
	pid_t child;
	int status;

	while ((child = waitpid(-1, &status, flags)) > 0) {
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
			atomic_fetch_add(&counts->killed, 1);
		else if (WIFSIGNALED(status))
			fault(outcome, "a process ended: signal %d, %s", WTERMSIG(status),
			      strsignal(WTERMSIG(status)));
		else if (WEXITSTATUS(status) && WEXITSTATUS(status) != EFAULT)
			fault(outcome, "a process ended: exit status %d", WEXITSTATUS(status));
	}
}

static bool everything_was_done(void)
{
	for (size_t i = 0; i < action_count; i++) {
		if (!counts->done[i])
			return false;
	}
	return counts->shortages && counts->killed;
}

static bool goes_on(double end)
{
	double time = now();

	return time < end || (time < end + EXTRA_SECONDS && !everything_was_done());
}

static void storm(double seconds, uint64_t random)
{
	double end = now() + seconds;
	pid_t children[PROCESSES];

	for (int i = 0; i < PROCESSES; i++)
		children[i] = start_process(random_below(&random, UINT32_MAX));
	while (goes_on(end)) {
		pid_t *child = &children[random_below(&random, PROCESSES)];

		usleep(1000 * KILL_MILLISECONDS);
		kill(*child, SIGKILL);
		*child = start_process(random_below(&random, UINT32_MAX));
		reap(WNOHANG);
	}
	for (int i = 0; i < PROCESSES; i++)
		kill(children[i], SIGKILL);
	reap(0);
}

/* What LV1 can allocate: the largest region, and all regions together. */
struct pool {
	uint64_t largest;
	uint64_t bytes;
};

static struct pool probe(void)
{
	struct pool pool = {};
	int fd = open_file();

	for (uint64_t length = 64 << 20; length >= 4096; length /= 2) {
		struct lv1mem_alloc args = alloc_args(length, 12);

		while (!call(fd, LV1MEM_IOC_ALLOC, &args)) {
			if (!pool.largest)
				pool.largest = length;
			pool.bytes += length;
			args = alloc_args(length, 12);
		}
	}
	close(fd);
	return pool;
}

/* Report whether there were faults since the last call. */
static void report(const char *name)
{
	if (outcome->faults)
		ksft_print_msg("%u faults, the first: %s\n", outcome->faults, outcome->fault);
	ksft_test_result(!outcome->faults, "%s\n", name);
	*outcome = (struct outcome){};
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : SECONDS_DEFAULT;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
	struct pool before, after;

	/* Older kernels' kselftest.h leaves stdout fully buffered. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	ksft_print_header();
	if (seconds <= 0 || !seed)
		ksft_exit_fail_msg("usage: storm [SECONDS [SEED]]; SEED is not 0\n");
	if (!health_open())
		ksft_exit_skip("%s: %s\n", LV1MEM_TEST_DEVICE, strerror(errno));
	ksft_set_plan(4);
	ksft_print_msg("%g seconds, seed %llu\n", seconds, (unsigned long long)seed);
	outcome = execute_open();
	counts = map_shared(sizeof(*counts));
	if (!outcome || counts == MAP_FAILED)
		ksft_exit_fail_msg("set-up: %s\n", strerror(errno));
	if (!open_sockets(SOCK_DGRAM, sockets)) {
		if (!kernel_lacks_sockets())
			ksft_exit_fail_msg("socketpair: %s\n", strerror(errno));
		action_count -= 2;
		ksft_print_msg("the kernel has no unix sockets: no descriptor is sent\n");
	}

	before = probe();
	storm(seconds, seed);
	close(sockets[0]);
	close(sockets[1]);
	for (size_t i = 0; i < action_count; i++)
		ksft_print_msg("%lu times: %s\n", counts->done[i], actions[i].name);
	ksft_print_msg("%lu shortages, %lu processes killed\n", counts->shortages, counts->killed);
	report("every answer is one that the ABI allows");
	ksft_test_result(everything_was_done(),
			 "everything was done, LV1 ran short, processes were killed\n");
	health_check(outcome);
	report("no region is left");
	after = probe();
	if (after.largest != before.largest || after.bytes != before.bytes)
		fault(outcome, "largest region 0x%llx, before 0x%llx; all regions 0x%llx, before 0x%llx",
		      (unsigned long long)after.largest, (unsigned long long)before.largest,
		      (unsigned long long)after.bytes, (unsigned long long)before.bytes);
	report("LV1 gives what it gave before");
	ksft_finished();
}
