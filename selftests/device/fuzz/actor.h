/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of a running program, and the functions that do its steps.
 */
#ifndef _LV1MEM_FUZZ_ACTOR_H
#define _LV1MEM_FUZZ_ACTOR_H

#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "program.h"

/* The address space of one mapping. A longer one is mapped elsewhere. */
#define WINDOW_SIZE (16ul << 20)
/* More regions than a program can have. */
#define ENTRIES 64
/* More than any buffer and any page. */
#define SCRATCH_SIZE (256ul << 10)

/**
 * struct world - what the threads of a program share
 * @program: the program
 * @outcome: its result
 * @mark: what it writes into regions
 * @nth: what fails in steps with FAIL_ALL
 * @files: descriptors, or -1
 * @regions: the answers to ALLOC. While two threads store one, it may be half of each
 * @windows: the address space for mappings 0 to MAPPINGS - 1
 * @sockets: a pair to send descriptors through, or -1
 * @begun: number of steps that the first thread has come to
 * @finished: number of steps that each thread has done or skipped
 * @writes_structs: something else than @mark may be in a region
 * @alone: no step is done at the same time as another
 * @openlv1: LV1 is OpenLV1, and can be asked for what no document describes
 */
struct world {
	const struct program *program;
	struct outcome *outcome;
	uint64_t mark;
	unsigned int nth;
	atomic_int files[FILES];
	struct {
		volatile uint64_t lpar_addr;
		volatile uint64_t mmap_offset;
	} regions[REGIONS];
	unsigned char *windows;
	int sockets[2];
	atomic_uint begun;
	atomic_uint finished[THREADS];
	bool writes_structs;
	bool alone;
	bool openlv1;
};

/**
 * struct buffer - two pages with a hole behind them
 * @memory: the pages, writable
 * @readonly: the same pages, read-only
 * @half: the same pages, the second read-only
 */
struct buffer {
	unsigned char *memory;
	unsigned char *readonly;
	unsigned char *half;
};

/**
 * struct actor - a thread of a program
 * @world: of its process
 * @fail: this thread's fail-nth, or -1
 * @failed: something failed in the current step because of it
 * @structs: for the struct of an ioctl
 * @entries: for what LIST writes
 * @scratch: SCRATCH_SIZE bytes for the current step
 * @touching: a signal for a bad address is to continue at @resume
 * @resume: set while @touching
 */
struct actor {
	struct world *world;
	int fail;
	bool failed;
	struct buffer structs;
	struct buffer entries;
	unsigned char *scratch;
	volatile bool touching;
	sigjmp_buf resume;
};

/* One for each thread, and one for a child of the program. */
extern struct actor actors[THREADS + 1];

/*
 * Make the actors' memory. The children of this process share it; those that run at the
 * same time make their own. Returns false with errno set on failure.
 */
bool make_actors(void);

/* Prepare the process for its threads. Returns false with errno set on failure. */
bool begin_world(struct world *world);

/* Each thread calls this first. */
void enter_actor(struct actor *actor, struct world *world);

size_t buffer_size(void);

/* Copy to or from memory that may not be there. Returns 0 or -EFAULT. */
int touch_copy(struct actor *actor, void *to, const void *from, size_t size);

/* Let the step's allocation or copy fail, if it names one, from now on; and no longer. */
void fail_arm(struct actor *actor, const struct step *step);
void fail_disarm(struct actor *actor, const struct step *step);

/* The result of a system call in which something is to fail, or a negative errno. */
#define FAILING(actor, step, call) \
	({ \
		long result_; \
\
		fail_arm(actor, step); \
		result_ = (call); \
		if (result_ == -1) \
			result_ = -errno; \
		fail_disarm(actor, step); \
		(int)result_; \
	})

/* An argument by its name; of a region, with the region's address or offset added. */
uint64_t value_of(const struct actor *actor, const struct step *step, const char *name);
int file_of(const struct actor *actor, const struct step *step);

/* The operations return 0 or a negative errno. */

/* execute.c */
int do_fork(struct actor *actor, const struct step *step);
int do_wait(struct actor *actor, const struct step *step);
int do_exit(struct actor *actor, const struct step *step);
int do_die(struct actor *actor, const struct step *step);

/* ioctls.c */
int do_struct(struct actor *actor, const struct step *step);
int do_ioctl(struct actor *actor, const struct step *step);

/* mappings.c */
int do_map(struct actor *actor, const struct step *step);
int do_unmap(struct actor *actor, const struct step *step);
int do_protect(struct actor *actor, const struct step *step);
int do_move(struct actor *actor, const struct step *step);
int do_advise(struct actor *actor, const struct step *step);
int do_read(struct actor *actor, const struct step *step);
int do_write(struct actor *actor, const struct step *step);
int do_peek(struct actor *actor, const struct step *step);
int do_poke(struct actor *actor, const struct step *step);

/* files.c */
int do_open(struct actor *actor, const struct step *step);
int do_dup(struct actor *actor, const struct step *step);
int do_close(struct actor *actor, const struct step *step);
int do_send(struct actor *actor, const struct step *step);
int do_receive(struct actor *actor, const struct step *step);
int do_fdinfo(struct actor *actor, const struct step *step);
int do_debugfs(struct actor *actor, const struct step *step);
int do_limit(struct actor *actor, const struct step *step);
int do_drop(struct actor *actor, const struct step *step);
int do_refuse(struct actor *actor, const struct step *step);

#endif /* _LV1MEM_FUZZ_ACTOR_H */
