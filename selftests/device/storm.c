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
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/socket.h>
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

struct mapping {
	unsigned char *bytes;
	size_t length;
};

/* One thread, and what it alone has. */
struct actor {
	uint64_t random;
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
static int letters[2];

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
	struct file *file;

	if (fd < 0)
		return -errno;
	file = write_file(actor);
	close(file->fd);
	file->fd = fd;
	leave_file(file);
	return 0;
}

static int act_open(struct actor *actor)
{
	return replace(actor, open_file());
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

static int act_alloc(struct actor *actor)
{
	struct lv1mem_alloc args = random_alloc(actor);
	struct file *file = read_file(actor);
	int err = call(file->fd, LV1MEM_IOC_ALLOC, &args);

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
	if (err)
		return -EPROTO;
	return args.count ? 0 : -ENOENT;
}

static int act_free(struct actor *actor)
{
	struct file *file = read_file(actor);
	struct lv1mem_list_entry entry;
	int err = find_region(actor, file->fd, &entry);

	if (!err)
		err = free_region(file->fd, entry.lpar_addr);
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

static int act_map(struct actor *actor)
{
	struct mapping *mapping = &actor->mappings[below(actor, MAPPINGS)];
	struct file *file = read_file(actor);
	struct lv1mem_list_entry entry;
	int err = find_region(actor, file->fd, &entry);

	if (!err && entry.mmap_offset == LV1MEM_NOT_MAPPABLE)
		err = -EPROTO;
	if (!err) {
		drop_mapping(mapping);
		mapping->length = entry.length;
		mapping->bytes = mmap(NULL, entry.length, PROT_READ | PROT_WRITE,
				      MAP_SHARED, file->fd, entry.mmap_offset);
		if (mapping->bytes == MAP_FAILED) {
			mapping->bytes = NULL;
			err = -errno;
		}
	}
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

/* A file that nobody else has: what was in its region before is not seen. */
static int act_whole_life(struct actor *actor)
{
	int fd = open_file();
	struct lv1mem_alloc region = random_alloc(actor);
	unsigned char *bytes;
	int err;

	if (fd < 0)
		return -errno;
	err = call(fd, LV1MEM_IOC_ALLOC, &region);
	bytes = err ? MAP_FAILED : map_region(fd, &region);
	close(fd);
	if (bytes == MAP_FAILED)
		return err ?: -errno;
	if (bytes[0] || memcmp(bytes, bytes + 1, region.length - 1))
		err = -EPROTO;
	memset(bytes, 0xff, region.length);
	munmap(bytes, region.length);
	return err;
}

static int act_send(struct actor *actor)
{
	struct file *file = read_file(actor);
	int err = send_descriptor(letters[0], file->fd, MSG_DONTWAIT);

	leave_file(file);
	return err;
}

static int act_receive(struct actor *actor)
{
	int fd = receive_descriptor(letters[1], MSG_DONTWAIT);

	return fd < 0 ? fd : replace(actor, fd);
}

/* The child has all mappings too, and leaves without a word. */
static int act_fork(struct actor *actor)
{
	struct mapping *mapping = &actor->mappings[below(actor, MAPPINGS)];
	pid_t child = fork();

	if (child < 0)
		return -errno;
	if (!child) {
		if (mapping->bytes)
			memset(mapping->bytes, 1, mapping->length);
		_exit(0);
	}
	return wait_for(child) ? -EPROTO : 0;
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
	{ "send", act_send, { EAGAIN, ETOOMANYREFS } },
	{ "receive", act_receive, { EAGAIN, ENOENT } },
	{ "fork", act_fork, { ENOMEM, EAGAIN } },
};

/* The counts of all processes, in memory that they share. */
static struct counts {
	atomic_ulong done[ARRAY_SIZE(actions)];
	atomic_ulong shortages;
	atomic_ulong killed;
	atomic_ulong wrong;
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
		size_t i = below(actor, ARRAY_SIZE(actions));
		int err = actions[i].act(actor);

		if (err == -ENOMEM && is_allowed(&actions[i], err))
			atomic_fetch_add(&counts->shortages, 1);
		else if (!err)
			atomic_fetch_add(&counts->done[i], 1);
		else if (!is_allowed(&actions[i], err) &&
			 !atomic_fetch_add(&counts->wrong, 1))
			ksft_print_msg("%s: %s\n", actions[i].name, strerror(-err));
	}
	return NULL;
}

/* A process: until it is killed. */
static void run_process(uint64_t seed)
{
	struct actor actors[THREADS] = {};
	pthread_t thread;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int i = 0; i < FILES; i++) {
		pthread_rwlock_init(&files[i].lock, NULL);
		files[i].fd = open_file();
	}
	for (int i = 0; i < THREADS; i++) {
		actors[i].random = seed * THREADS + i + 1;
		if (i && pthread_create(&thread, NULL, act_for_ever, &actors[i]))
			_exit(1);
	}
	act_for_ever(&actors[0]);
}

static pid_t start_process(uint64_t seed)
{
	pid_t child = fork();

	if (!child)
		run_process(seed);
	return child;
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
	kill(child, SIGKILL);
	if (wait_for(child) == 128 + SIGKILL)
		atomic_fetch_add(&counts->killed, 1);
	else
		atomic_fetch_add(&counts->wrong, 1);
}

static bool everything_was_done(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
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

static void storm(double seconds, uint64_t seed)
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
		*child = start_process(next_random(&chance));
	}
	for (int i = 0; i < PROCESSES; i++)
		kill_process(children[i]);
	/* Children of those that were killed are ours now. */
	while (wait(NULL) > 0 || errno != ECHILD)
		;
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
	ksft_print_msg("%lu shortages, %lu processes killed\n", counts->shortages,
		       counts->killed);
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
	struct totals before = get_totals(watcher), after;
	struct pool pool = probe(), pool_after;

	ksft_print_header();
	if (seconds <= 0)
		ksft_exit_fail_msg("usage: storm [SECONDS [SEED]]\n");
	if (watcher < 0)
		ksft_exit_skip("%s: %s\n", LV1MEM_TEST_DEVICE, strerror(errno));
	ksft_set_plan(4);
	ksft_print_msg("%g seconds, seed %llu\n", seconds, (unsigned long long)seed);
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (counts == MAP_FAILED || prctl(PR_SET_CHILD_SUBREAPER, 1) ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, letters))
		ksft_exit_fail_msg("set-up: %s\n", strerror(errno));

	storm(seconds, seed | 1);
	close(letters[0]);
	close(letters[1]);
	after = settle(watcher, before);
	pool_after = probe();

	print_counts();
	ksft_test_result(!counts->wrong, "every answer is one that the ABI has\n");
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
