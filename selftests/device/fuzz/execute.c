// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a program: its process, threads, children and end.
 *
 * Nothing here calls malloc() in the process of a program: a step could unmap the memory.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "kselftest.h"

#include "../abi.h"
#include "../descriptor.h"
#include "../injection.h"
#include "actor.h"

/* No program takes this long, on the slowest machine. */
#define SECONDS_MAX  60
#define FILES_MAX    64
#define BUFFER_PAGES 2

/*
 * Steps leave holes here, into which no other mapping may come: the kernel maps from the
 * top, and the heap of a 64-bit program begins at a random address below 0x60000000.
 */
#define WINDOWS ((void *)(uintptr_t)(sizeof(long) == 8 ? 1ull << 40 : 0x30000000))

/* Exit statuses. */
#define EXIT_DONE  0
#define EXIT_SETUP 3

struct actor actors[THREADS + 1];
static struct world the_world;
static __thread struct actor *self;

/* The process can be killed between the count and the text, so little is done there. */
void fault(struct outcome *outcome, const char *format, ...)
{
	char text[FAULT_LENGTH];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (!atomic_fetch_add(&outcome->faults, 1))
		memcpy(outcome->fault, text, sizeof(text));
}

size_t buffer_size(void)
{
	return BUFFER_PAGES * page_size();
}

static void resume(int signal_number)
{
	if (self && self->touching)
		siglongjmp(self->resume, 1);
	signal(signal_number, SIG_DFL);
}

int touch_copy(struct actor *actor, void *to, const void *from, size_t size)
{
	if (sigsetjmp(actor->resume, 0)) {
		actor->touching = false;
		return -EFAULT;
	}
	actor->touching = true;
	memcpy(to, from, size);
	actor->touching = false;
	return 0;
}

void fail_arm(struct actor *actor, const struct step *step)
{
	char text[16];

	if (!step->fail || actor->fail < 0)
		return;
	if (step->fail == FAIL_ALL)
		atomic_fetch_add(&actor->world->outcome->failures, 1);
	snprintf(text, sizeof(text), "%u",
		 step->fail == FAIL_ALL ? actor->world->nth : (unsigned int)step->fail);
	if (pwrite(actor->fail, text, strlen(text), 0) < 0)
		fault(actor->world->outcome, "set-up: fail-nth: %s", strerror(errno));
}

/* If nothing has failed, it may be this read or the first write. */
void fail_disarm(struct actor *actor, const struct step *step)
{
	char text[16] = {};

	if (!step->fail || actor->fail < 0)
		return;
	actor->failed = pread(actor->fail, text, sizeof(text) - 1, 0) > 0 && !atoi(text);
	if (step->fail == FAIL_ALL && !actor->failed)
		atomic_fetch_sub(&actor->world->outcome->failures, 1);
	if (pwrite(actor->fail, "0", 1, 0) != 1 && pwrite(actor->fail, "0", 1, 0) != 1)
		fault(actor->world->outcome, "set-up: fail-nth: %s", strerror(errno));
}

uint64_t value_of(const struct actor *actor, const struct step *step, const char *name)
{
	const struct operation *operation = &operations[step->operation];
	unsigned int i = argument_index(operation, name);
	const struct value *value = &step->values[i];

	if (!value->region)
		return value->number;
	if (operation->arguments[i].kind == KIND_OFFSET)
		return actor->world->regions[value->region - 1].mmap_offset + value->number;
	return actor->world->regions[value->region - 1].lpar_addr + value->number;
}

int file_of(const struct actor *actor, const struct step *step)
{
	return actor->world->files[value_of(actor, step, "file")];
}

int do_exit(struct actor *actor, const struct step *step)
{
	(void)actor;
	(void)step;
	_exit(EXIT_DONE);
}

int do_die(struct actor *actor, const struct step *step)
{
	(void)step;
	actor->world->outcome->died = true;
	kill(getpid(), SIGKILL);
	return 0;
}

static bool is_shortage(int err)
{
	return err == -ENOMEM || err == -EFAULT || err == -EAGAIN;
}

static void do_numbered_step(struct actor *actor, unsigned int i)
{
	const struct step *step = &actor->world->program->steps[i];
	int err;

	actor->failed = false;
	err = operations[step->operation].function(actor, step);
	actor->world->outcome->answers[i] = err;
	if (err && step->ok && !(actor->failed && is_shortage(err)))
		fault(actor->world->outcome, "%s: %s; it must succeed, and %s failed in the kernel",
		      operations[step->operation].name, strerror(-err),
		      actor->failed ? "something" : "nothing");
}

/* Only the first thread has children and waits for others. */
static unsigned int thread_of(const struct step *step)
{
	return step->operation == OP_FORK || step->operation == OP_WAIT ? 0 : step->on;
}

static bool make_buffer(struct buffer *buffer)
{
	int fd = memfd_create("buffer", MFD_CLOEXEC);
	size_t size = buffer_size();

	if (fd < 0 || ftruncate(fd, size))
		return false;
	/* The page behind it stays a hole. */
	buffer->memory = mmap(NULL, size + page_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			      0);
	if (buffer->memory == MAP_FAILED || mmap(buffer->memory, size, PROT_READ | PROT_WRITE,
						 MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED)
		return false;
	buffer->readonly = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	buffer->half = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return buffer->readonly != MAP_FAILED && buffer->half != MAP_FAILED &&
	       !mprotect(buffer->half + page_size(), page_size(), PROT_READ);
}

bool make_actors(void)
{
	bool made = true;

	for (unsigned int i = 0; i <= THREADS; i++)
		made &= make_buffer(&actors[i].structs) && make_buffer(&actors[i].entries);
	return made;
}

void enter_actor(struct actor *actor, struct world *world)
{
	self = actor;
	actor->world = world;
	actor->fail = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
}

/* The child does this many of the steps behind the fork, whichever threads they name. */
static unsigned int fork_steps(const struct actor *actor, const struct step *step)
{
	uint64_t steps = value_of(actor, step, "steps");

	return steps < STEPS_MAX ? steps : STEPS_MAX;
}

int do_fork(struct actor *actor, const struct step *step)
{
	unsigned int first = step - actor->world->program->steps + 1;
	unsigned int end = first + fork_steps(actor, step);
	struct actor *child = &actors[THREADS];
	pid_t pid;

	/* A child has no children. */
	if (actor == child)
		return -EAGAIN;
	fail_arm(actor, step);
	pid = fork_child();
	if (pid) {
		fail_disarm(actor, step);
		return pid < 0 ? pid : 0;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	enter_actor(child, actor->world);
	for (unsigned int i = first; i < end && i < actor->world->program->count; i++)
		do_numbered_step(child, i);
	_exit(EXIT_DONE);
}

int do_wait(struct actor *actor, const struct step *step)
{
	unsigned int i = step - actor->world->program->steps;

	if (actor != &actors[0] || !has_threads(actor->world->program))
		return 0;
	for (unsigned int thread = 1; thread < THREADS; thread++) {
		while (actor->world->finished[thread] < i)
			sched_yield();
	}
	return 0;
}

/* A thread does a step once the first thread has come to it; that one goes on meanwhile. */
static void *do_thread(void *data)
{
	struct actor *actor = data;
	struct world *world = &the_world;
	unsigned int thread = actor - actors;

	enter_actor(actor, world);
	for (unsigned int i = 0; i < world->program->count; i++) {
		if (thread_of(&world->program->steps[i]) == thread) {
			while (world->begun <= i)
				sched_yield();
			do_numbered_step(actor, i);
		}
		world->finished[thread] = i + 1;
	}
	return NULL;
}

bool has_threads(const struct program *program)
{
	unsigned int threads = 0;

	for (unsigned int i = 0; i < program->count; i++)
		threads |= thread_of(&program->steps[i]);
	return threads;
}

/* The steps of a child are skipped here. */
static void do_first_thread(struct world *world)
{
	const struct step *steps = world->program->steps;

	for (unsigned int i = 0; i < world->program->count; i++) {
		world->begun = i + 1;
		if (thread_of(&steps[i]))
			continue;
		do_numbered_step(&actors[0], i);
		if (steps[i].operation == OP_FORK && !world->outcome->answers[i])
			i += fork_steps(&actors[0], &steps[i]);
	}
	world->begun = STEPS_MAX;
}

static void end_program(struct world *world)
{
	munmap(world->windows, MAPPINGS * WINDOW_SIZE);
	for (unsigned int i = 0; i < FILES; i++) {
		if (world->files[i] >= 0)
			close(world->files[i]);
	}
	while (wait(NULL) > 0 || errno != ECHILD)
		;
	_exit(EXIT_DONE);
}

bool begin_world(struct world *world)
{
	const struct rlimit no_core = {}, files = { FILES_MAX, FILES_MAX };
	struct sigaction action = { .sa_handler = resume, .sa_flags = SA_NODEFER };

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &no_core);
	setrlimit(RLIMIT_NOFILE, &files);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	for (unsigned int i = 0; i < FILES; i++)
		world->files[i] = -1;
	world->sockets[0] = -1;
	world->sockets[1] = -1;
	world->openlv1 = !access(LEDGER, R_OK);
	world->windows = mmap(WINDOWS, MAPPINGS * WINDOW_SIZE, PROT_NONE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
			      -1, 0);
	return world->windows == WINDOWS;
}

static void study_program(struct world *world)
{
	const struct program *program = world->program;

	world->alone = !has_threads(program);
	for (unsigned int i = 0; i < program->count; i++) {
		const struct operation *operation = &operations[program->steps[i].operation];

		world->alone &= program->steps[i].operation != OP_FORK;
		for (unsigned int k = 0; k < argument_count(operation); k++)
			world->writes_structs |=
				operation->arguments[k].names == place_names &&
				program->steps[i].values[k].number == PLACE_MAPPING;
	}
}

static void run(const struct program *program, uint64_t mark, unsigned int nth,
		struct outcome *outcome)
{
	struct world *world = &the_world;
	unsigned int count = has_threads(program) ? THREADS : 1;
	pthread_t threads[THREADS];
	bool done;

	world->program = program;
	world->mark = mark;
	world->nth = nth;
	world->outcome = outcome;
	/* Without sockets, sending and receiving is EBADF. */
	done = begin_world(world) &&
	       (open_sockets(SOCK_DGRAM, world->sockets) || kernel_lacks_sockets());
	study_program(world);
	for (unsigned int i = 1; i < count && done; i++)
		done = !pthread_create(&threads[i], NULL, do_thread, &actors[i]);
	if (!done) {
		fault(outcome, "set-up: mmap, socketpair or pthread_create: %s", strerror(errno));
		_exit(EXIT_SETUP);
	}
	enter_actor(&actors[0], world);
	do_first_thread(world);
	for (unsigned int i = 1; i < count; i++)
		pthread_join(threads[i], NULL);
	end_program(world);
}

struct outcome *execute_open(void)
{
	struct outcome *outcome = map_shared(sizeof(*outcome));

	/* A program's children become ours when it ends. */
	if (outcome == MAP_FAILED || prctl(PR_SET_CHILD_SUBREAPER, 1) || !make_actors())
		return NULL;
	return outcome;
}

/* As waitpid(), but returns 0 when @end is reached: a process can hang in the driver. */
static pid_t wait_until(double end, pid_t child, int *status)
{
	pid_t ended;

	while (!(ended = waitpid(child, status, WNOHANG)) && now() < end)
		usleep(500);
	return ended;
}

static void judge_end(int status, struct outcome *outcome)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && outcome->died)
		return;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV && outcome->faulted)
		return;
	if (WIFSIGNALED(status))
		fault(outcome, "the program: ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status))
		fault(outcome, "the program: exit status %d", WEXITSTATUS(status));
}

static void end_all(pid_t child, struct outcome *outcome)
{
	double end = now() + SECONDS_MAX;
	pid_t ended;

	kill(-child, SIGKILL);
	do {
		ended = wait_until(end, -1, NULL);
	} while (ended > 0);
	if (!ended)
		fault(outcome, "the program: a process cannot be killed");
}

void execute(const struct program *program, uint64_t mark, unsigned int nth,
	     struct outcome *outcome)
{
	pid_t child;
	int status;

	*outcome = (struct outcome){};
	for (unsigned int i = 0; i < STEPS_MAX; i++)
		outcome->answers[i] = ANSWER_NONE;
	child = fork();
	if (!child)
		run(program, mark, nth, outcome);
	if (child < 0) {
		fault(outcome, "set-up: fork: %s", strerror(errno));
		return;
	}
	if (wait_until(now() + SECONDS_MAX, child, &status) == child)
		judge_end(status, outcome);
	else
		fault(outcome, "the program: still runs after %d seconds", SECONDS_MAX);
	end_all(child, outcome);
	if (outcome->faults && !*outcome->fault)
		snprintf(outcome->fault, sizeof(outcome->fault),
			 "a fault in a process that was killed before it could say which");
}
