// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes with several threads each do at random whatever a program can do with
 * the device, hand their files to each other and are killed, until time is up.
 * LV1's memory runs short on the way. Afterwards all of it must be back.
 *
 * usage: storm [SECONDS [SEED]]	longer, until everything was done once, on a
 *					machine that is too slow
 */
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <time.h>

#include "kselftest.h"

#include "abi.h"
#include "descriptor.h"
#include "witness.h"

#define SECONDS_DEFAULT	  2
#define PROCESSES	  4
#define THREADS		  3
#define FILES		  3
#define MAPPINGS	  4
#define KILL_MILLISECONDS 20
#define EXTRA_SECONDS	  30
/* How long the kernel may take to close files in flight and in killed processes. */
#define SETTLE_SECONDS 10
/* What is printed of all that is wrong; each is counted. */
#define COMPLAINTS_MAX 20
#define NOTE_SIZE      160
/* A write of so much to a pipe is whole or not there at all. */
#define LINE_SIZE 256

struct mapping {
	unsigned char *bytes;
	size_t length;
};

/* One thread, and what it alone has. @note is its last call, with the answer. */
struct actor {
	uint64_t random;
	char note[NOTE_SIZE];
	struct mapping mappings[MAPPINGS];
};

/*
 * A process's files. Who uses one holds its lock for reading, so that a number is
 * not another file's meanwhile.
 */
static struct file {
	pthread_rwlock_t lock;
	int fd;
} files[FILES];

/* Datagrams with files in them, for all processes. */
static int letters[2] = { -1, -1 };

/*
 * A pipe with a line for each thing that is wrong. The first process prints them, as
 * the others can be killed while they print: a kill cuts no write to a pipe.
 */
static int complaints[2];
static unsigned long wrong;

static void __attribute__((format(printf, 1, 2))) complain(const char *format, ...)
{
	char line[LINE_SIZE];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line) - 1, format, arguments);
	va_end(arguments);
	if (length > LINE_SIZE - 2)
		length = LINE_SIZE - 2;
	line[length] = '\n';
	/* There is no room only where many lines are. */
	if (write(complaints[1], line, length + 1) < 0)
		return;
}

static void print_complaints(FILE *from)
{
	char line[LINE_SIZE];

	while (fgets(line, sizeof(line), from)) {
		if (wrong++ < COMPLAINTS_MAX)
			ksft_print_msg("%s", line);
	}
	/* The pipe is empty, for now. */
	clearerr(from);
}

/* How a process ended, in words. */
static const char *ending(int status)
{
	static __thread char text[64];

	if (WIFSIGNALED(status))
		snprintf(text, sizeof(text), "signal %d, %s", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	else
		snprintf(text, sizeof(text), "exit status %d", WEXITSTATUS(status));
	return text;
}

/* Note a call of an actor and its answer. */
static void __attribute__((format(printf, 2, 3)))
note(struct actor *actor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(actor->note, sizeof(actor->note), format, arguments);
	va_end(arguments);
}

/* As note(), of an ioctl with one argument that matters. Returns @err. */
static int note_call(struct actor *actor, const char *name, uint64_t argument, int err,
		     int32_t lv1_status)
{
	note(actor, "%s 0x%llx: %s, lv1_status %d", name, (unsigned long long)argument,
	     strerror(-err), lv1_status);
	return err;
}

/* As note(), of a system call that has no status. Returns @err. */
static int note_error(struct actor *actor, const char *name, int err)
{
	note(actor, "%s: %s", name, strerror(-err));
	return err;
}

static uint64_t next_random(struct actor *actor)
{
	actor->random ^= actor->random << 13;
	actor->random ^= actor->random >> 7;
	actor->random ^= actor->random << 17;
	return actor->random;
}

static uint64_t below(struct actor *actor, uint64_t bound)
{
	return (next_random(actor) >> 16) % bound;
}

static struct file *read_file(struct actor *actor)
{
	struct file *file = &files[below(actor, FILES)];

	pthread_rwlock_rdlock(&file->lock);
	return file;
}

static struct file *write_file(struct actor *actor)
{
	struct file *file = &files[below(actor, FILES)];

	pthread_rwlock_wrlock(&file->lock);
	return file;
}

static void leave_file(struct file *file)
{
	pthread_rwlock_unlock(&file->lock);
}

/* Put a file in the place of another, which is closed with what is in it. */
static int replace(struct actor *actor, int fd)
{
	struct file *file = write_file(actor);

	close(file->fd);
	file->fd = fd;
	leave_file(file);
	return 0;
}

static int act_open(struct actor *actor)
{
	int fd = open_file();

	return fd < 0 ? note_error(actor, "open", fd) : replace(actor, fd);
}

static struct lv1mem_alloc random_alloc(struct actor *actor)
{
	static const unsigned int shifts[] = { 12, 16, 20 };
	uint64_t shift = shifts[below(actor, ARRAY_SIZE(shifts))];

	/* All of them can be mapped, also where the kernel's pages are of 64 KiB. */
	if (1L << shift < sysconf(_SC_PAGESIZE))
		shift = shifts[1];

	return alloc_args((1 + below(actor, 8)) << shift, shift);
}

static int alloc_noted(struct actor *actor, int fd, struct lv1mem_alloc *args)
{
	int err = call(fd, LV1MEM_IOC_ALLOC, args);

	note(actor, "ALLOC length 0x%llx page_shift %llu: %s, lv1_status %d",
	     (unsigned long long)args->length, (unsigned long long)args->page_shift,
	     strerror(-err), args->lv1_status);
	return err;
}

static int act_alloc(struct actor *actor)
{
	struct lv1mem_alloc args = random_alloc(actor);
	struct file *file = read_file(actor);
	int err = alloc_noted(actor, file->fd, &args);

	leave_file(file);
	if (err && args.lv1_status != LV1_RESOURCE_SHORTAGE)
		return -EPROTO;
	return err;
}

/* A region of the file, from a random address on; one may be there or not. */
static int find_region(struct actor *actor, int fd, struct lv1mem_list_entry *entry)
{
	struct lv1mem_list args = list_args(entry, 1);
	int err;

	args.start = below(actor, 2) ? below(actor, 1ULL << 47) : 0;
	err = call(fd, LV1MEM_IOC_LIST, &args);
	note_call(actor, "LIST from", args.start, err, args.lv1_status);
	if (err)
		return -EPROTO;
	return args.count ? 0 : -ENOENT;
}

static int act_free(struct actor *actor)
{
	struct file *file = read_file(actor);
	struct lv1mem_list_entry entry;
	int err = find_region(actor, file->fd, &entry);

	if (!err) {
		struct lv1mem_free args = free_args(entry.lpar_addr);

		err = call(file->fd, LV1MEM_IOC_FREE, &args);
		note_call(actor, "FREE", args.lpar_addr, err, args.lv1_status);
	}
	leave_file(file);
	return err;
}

static int act_query(struct actor *actor)
{
	struct file *file = read_file(actor);
	struct lv1mem_list_entry entry;
	int err = find_region(actor, file->fd, &entry);

	if (!err) {
		struct lv1mem_query args = query_args(entry.lpar_addr);

		err = call(file->fd, LV1MEM_IOC_QUERY, &args);
		note_call(actor, "QUERY", args.lpar_addr, err, args.lv1_status);
	}
	leave_file(file);
	return err;
}

static void drop_mapping(struct mapping *mapping)
{
	if (mapping->bytes)
		munmap(mapping->bytes, mapping->length);
	mapping->bytes = NULL;
}

/* Map a region of a file in the place of another mapping. */
static int map_entry(struct actor *actor, int fd, const struct lv1mem_list_entry *entry)
{
	struct mapping *mapping = &actor->mappings[below(actor, MAPPINGS)];
	int err = 0;

	drop_mapping(mapping);
	mapping->length = entry->length;
	mapping->bytes = mmap(NULL, entry->length, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			      entry->mmap_offset);
	if (mapping->bytes == MAP_FAILED) {
		mapping->bytes = NULL;
		err = -errno;
	}
	note(actor, "mmap of 0x%llx bytes at offset 0x%llx: %s", (unsigned long long)entry->length,
	     (unsigned long long)entry->mmap_offset, strerror(-err));
	return err;
}

static int act_map(struct actor *actor)
{
	struct file *file = read_file(actor);
	struct lv1mem_list_entry entry;
	int err = find_region(actor, file->fd, &entry);

	if (!err && entry.mmap_offset == LV1MEM_NOT_MAPPABLE) {
		note(actor, "LIST: region 0x%llx of 0x%llx bytes cannot be mapped",
		     (unsigned long long)entry.lpar_addr, (unsigned long long)entry.length);
		err = -EPROTO;
	}
	if (!err)
		err = map_entry(actor, file->fd, &entry);
	leave_file(file);
	return err;
}

static int act_unmap(struct actor *actor)
{
	struct mapping *mapping = &actor->mappings[below(actor, MAPPINGS)];

	if (!mapping->bytes)
		return -ENOENT;
	drop_mapping(mapping);
	return 0;
}

/* A region that is mapped is there, whoever tries to free it. */
static int act_touch(struct actor *actor)
{
	struct mapping *mapping = &actor->mappings[below(actor, MAPPINGS)];

	if (!mapping->bytes)
		return -ENOENT;
	memset(mapping->bytes, (int)below(actor, 256), mapping->length);
	return 0;
}

/* What was in a new region before is not seen. */
static int check_zero(struct actor *actor, const unsigned char *bytes,
		      const struct lv1mem_alloc *region)
{
	size_t i = 0;

	if (!bytes[0] && !memcmp(bytes, bytes + 1, region->length - 1))
		return 0;
	while (i < region->length - 1 && !bytes[i])
		i++;
	note(actor, "byte 0x%llx of 0x%llx in the new region 0x%llx is 0x%02x, not 0",
	     (unsigned long long)i, (unsigned long long)region->length,
	     (unsigned long long)region->lpar_addr, bytes[i]);
	return -EPROTO;
}

/* A file that nobody else has. */
static int act_whole_life(struct actor *actor)
{
	struct lv1mem_alloc region = random_alloc(actor);
	unsigned char *bytes = MAP_FAILED;
	int fd = open_file();
	int err;

	if (fd < 0)
		return note_error(actor, "open", fd);
	err = alloc_noted(actor, fd, &region);
	if (!err) {
		bytes = map_region(fd, &region);
		if (bytes == MAP_FAILED)
			err = note_error(actor, "mmap of a new region", -errno);
	}
	close(fd);
	if (err)
		return err;
	err = check_zero(actor, bytes, &region);
	memset(bytes, 0xff, region.length);
	munmap(bytes, region.length);
	return err;
}

static int act_send(struct actor *actor)
{
	struct file *file = read_file(actor);
	int err = send_descriptor(letters[0], file->fd, MSG_DONTWAIT);

	leave_file(file);
	return note_error(actor, "sendmsg", err);
}

static int act_receive(struct actor *actor)
{
	int fd = receive_descriptor(letters[1], MSG_DONTWAIT);

	return fd < 0 ? note_error(actor, "recvmsg", fd) : replace(actor, fd);
}

/* The child has all mappings too, and leaves without a word. */
static int act_fork(struct actor *actor)
{
	struct mapping *mapping = &actor->mappings[below(actor, MAPPINGS)];
	pid_t child = fork();
	int status;

	if (child < 0)
		return note_error(actor, "fork", -errno);
	if (!child) {
		if (mapping->bytes)
			memset(mapping->bytes, 1, mapping->length);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child) {
		note_error(actor, "waitpid", -errno);
		return -EPROTO;
	}
	note(actor, "the child: %s", ending(status));
	return status ? -EPROTO : 0;
}

/* Which errors an action may have while other threads do the same. */
static const struct action {
	const char *name;
	int (*act)(struct actor *actor);
	int errors[4];
} actions[] = {
	{ "open", act_open, {} },
	{ "allocate", act_alloc, { ENOMEM } },
	{ "allocate again", act_alloc, { ENOMEM } },
	{ "free", act_free, { ENOENT, EBUSY } },
	{ "query", act_query, { ENOENT, EPERM } },
	{ "map", act_map, { ENOENT, EINVAL } },
	{ "unmap", act_unmap, { ENOENT } },
	{ "touch", act_touch, { ENOENT } },
	{ "whole life", act_whole_life, { ENOMEM } },
	{ "fork", act_fork, { ENOMEM, EAGAIN } },
	{ "send", act_send, { EAGAIN, ETOOMANYREFS } },
	{ "receive", act_receive, { EAGAIN, ENOENT } },
};

/* On a kernel without unix sockets, all but the last two. */
static size_t action_count = ARRAY_SIZE(actions);

/* The counts of all processes, in memory that they share. */
static struct counts {
	atomic_ulong done[ARRAY_SIZE(actions)];
	atomic_ulong shortages;
	atomic_ulong killed;
} * counts;

static bool is_allowed(const struct action *action, int err)
{
	for (size_t i = 0; i < ARRAY_SIZE(action->errors); i++) {
		if (err == -action->errors[i])
			return true;
	}
	return false;
}

static void *act_for_ever(void *data)
{
	struct actor *actor = data;

	for (;;) {
		size_t i = below(actor, action_count);
		int err = actions[i].act(actor);

		if (err == -ENOMEM && is_allowed(&actions[i], err))
			atomic_fetch_add(&counts->shortages, 1);
		else if (!err)
			atomic_fetch_add(&counts->done[i], 1);
		else if (!is_allowed(&actions[i], err))
			complain("%s: %s", actions[i].name, actor->note);
	}
	return NULL;
}

static void open_files(void)
{
	for (int i = 0; i < FILES; i++) {
		pthread_rwlock_init(&files[i].lock, NULL);
		files[i].fd = open_file();
		if (files[i].fd < 0)
			complain("open at a process's start: %s", strerror(-files[i].fd));
	}
}

/* A process: until it is killed. */
static void run_process(uint64_t seed)
{
	struct actor actors[THREADS] = {};
	pthread_t thread;
	int error;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	open_files();
	for (int i = 0; i < THREADS; i++) {
		actors[i].random = seed * THREADS + i + 1;
		error = i ? pthread_create(&thread, NULL, act_for_ever, &actors[i]) : 0;
		if (error) {
			complain("pthread_create: %s", strerror(error));
			_exit(1);
		}
	}
	act_for_ever(&actors[0]);
}

/* Returns 0 if there is none. */
static pid_t start_process(uint64_t seed)
{
	pid_t child = fork();

	if (!child)
		run_process(seed);
	if (child < 0)
		complain("fork of a process: %s", strerror(errno));
	return child < 0 ? 0 : child;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* A killed process is counted if it was one until then. */
static void kill_process(pid_t child)
{
	int status;

	if (!child)
		return;
	kill(child, SIGKILL);
	if (waitpid(child, &status, 0) != child)
		complain("waitpid for a process: %s", strerror(errno));
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		atomic_fetch_add(&counts->killed, 1);
	else
		complain("a process ended by itself: %s", ending(status));
}

/* The place of a process in @children, or NULL. */
static pid_t *find_process(pid_t *children, pid_t process)
{
	for (int i = 0; i < PROCESSES; i++) {
		if (children[i] == process)
			return &children[i];
	}
	return NULL;
}

/*
 * The children of killed processes are ours, and leave by themselves. Each that is not
 * waited for counts towards the kernel's limit of tasks. @flags are those of waitpid().
 */
static void reap(pid_t *children, int flags)
{
	pid_t process;
	int status;

	while ((process = waitpid(-1, &status, flags)) > 0) {
		pid_t *place = find_process(children, process);

		if (place) {
			complain("a process ended by itself: %s", ending(status));
			*place = 0;
		} else if (status) {
			complain("the child of a killed process: %s", ending(status));
		}
	}
	if (process < 0 && errno != ECHILD)
		complain("waitpid: %s", strerror(errno));
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

static void storm(double seconds, uint64_t seed, FILE *complaints_in)
{
	struct actor chance = { .random = seed };
	double end = now() + seconds;
	pid_t children[PROCESSES];

	for (int i = 0; i < PROCESSES; i++)
		children[i] = start_process(next_random(&chance));
	while (goes_on(end)) {
		pid_t *child = &children[below(&chance, PROCESSES)];

		usleep(1000 * KILL_MILLISECONDS);
		kill_process(*child);
		*child = 0;
		reap(children, WNOHANG);
		*child = start_process(next_random(&chance));
		print_complaints(complaints_in);
	}
	for (int i = 0; i < PROCESSES; i++) {
		kill_process(children[i]);
		children[i] = 0;
	}
	reap(children, 0);
	print_complaints(complaints_in);
}

/* How much LV1 can allocate: the largest region, and all regions together. */
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

static struct totals settle(int watcher, struct totals before)
{
	double end = now() + SETTLE_SECONDS;
	struct totals after = get_totals(watcher);

	while (after.regions != before.regions && now() < end) {
		usleep(1000);
		after = get_totals(watcher);
	}
	return after;
}

static void print_counts(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		ksft_print_msg("%lu times: %s\n", counts->done[i], actions[i].name);
	ksft_print_msg("%lu shortages, %lu processes killed, %lu times wrong\n",
		       counts->shortages, counts->killed, wrong);
}

static bool equals(const char *what, uint64_t before, uint64_t after)
{
	if (before != after)
		ksft_print_msg("%s: %llu before, %llu after\n", what,
			       (unsigned long long)before,
			       (unsigned long long)after);
	return before == after;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : SECONDS_DEFAULT;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
	int watcher = open(LV1MEM_TEST_DEVICE, O_RDONLY | O_CLOEXEC);
	struct totals before, after;
	struct pool pool, pool_after;
	FILE *complaints_in = NULL;

	/* Older kernels' kselftest.h leaves it to the C library, which keeps lines back. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	ksft_print_header();
	if (seconds <= 0)
		ksft_exit_fail_msg("usage: storm [SECONDS [SEED]]\n");
	if (watcher < 0)
		ksft_exit_skip("%s: %s\n", LV1MEM_TEST_DEVICE, strerror(errno));
	before = get_totals(watcher);
	pool = probe();
	ksft_set_plan(4);
	ksft_print_msg("%g seconds, seed %llu\n", seconds, (unsigned long long)seed);
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!pipe2(complaints, O_NONBLOCK | O_CLOEXEC))
		complaints_in = fdopen(complaints[0], "r");
	if (counts == MAP_FAILED || !complaints_in || prctl(PR_SET_CHILD_SUBREAPER, 1))
		ksft_exit_fail_msg("set-up: %s\n", strerror(errno));
	if (!open_sockets(SOCK_DGRAM, letters)) {
		if (!kernel_lacks_sockets())
			ksft_exit_fail_msg("socketpair: %s\n", strerror(errno));
		action_count -= 2;
		ksft_print_msg("the kernel has no unix sockets: no descriptor is sent\n");
	}

	storm(seconds, seed | 1, complaints_in);
	if (letters[0] >= 0) {
		close(letters[0]);
		close(letters[1]);
	}
	after = settle(watcher, before);
	pool_after = probe();

	print_counts();
	ksft_test_result(!wrong, "every answer is one that the ABI has\n");
	ksft_test_result(everything_was_done(), "everything was done, LV1 ran short, processes were killed\n");
	ksft_test_result(equals("regions", before.regions, after.regions) &
				 equals("bytes", before.bytes, after.bytes) &
				 equals("live in LV1", before.regions,
					ledger_count("live", before.regions)),
			 "no region is left\n");
	ksft_test_result(equals("largest region", pool.largest, pool_after.largest) &
				 equals("all regions", pool.bytes, pool_after.bytes),
			 "LV1 gives what it gave before\n");
	ksft_finished();
}
