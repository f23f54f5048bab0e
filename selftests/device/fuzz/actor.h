/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state of a program that runs, and the functions that do its steps.
 */
#ifndef _LV1MEM_FUZZ_ACTOR_H
#define _LV1MEM_FUZZ_ACTOR_H

#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "execute.h"
#include "program.h"

/* The memory that mapping N is made in; what is longer is not put there. */
#define WINDOW_SIZE (16ul << 20)
/* More than any room and any page. */
#define SCRATCH_SIZE (256ul << 10)

/**
 * struct world - what the threads of a program share
 * @program: which it is
 * @outcome: what becomes of it
 * @mark: what it writes into regions
 * @files: descriptors, or -1
 * @regions: what it was told of its regions; of two at once, it may be half of each
 * @windows: memory for the mappings, in the order of their numbers
 * @letters: a pair of sockets
 * @writes_structs: whether something else than @mark may be in a region
 * @begun: how many steps the first thread has come to
 * @finished: how many each thread has behind it
 * @alone: whether no step is done at the same time as another
 * @openlv1: whether LV1 is ours, and may be asked for what nobody knows
 */
struct world {
	const struct program *program;
	struct outcome *outcome;
	uint64_t mark;
	atomic_int files[FILES];
	struct {
		volatile uint64_t lpar_addr;
		volatile uint64_t mmap_offset;
	} regions[REGIONS];
	unsigned char *windows;
	int letters[2];
	atomic_uint begun;
	atomic_uint finished[THREADS];
	bool writes_structs;
	bool alone;
	bool openlv1;
};

/**
 * struct room - two pages, with nothing behind them
 * @memory: where they are
 * @readonly: where they are once more, read-only
 * @half: and once more, with only the second of them read-only
 */
struct room {
	unsigned char *memory;
	unsigned char *readonly;
	unsigned char *half;
};

/**
 * struct actor - a thread of a program
 * @world: of its process
 * @fail: where it is said what is to fail in this thread, or -1
 * @structs: for the struct of an ioctl
 * @entries: for what LIST writes
 * @scratch: for the step alone, SCRATCH_SIZE
 * @touching: whether a signal for a bad address goes to @touched
 * @touched: where to go on then
 */
struct actor {
	struct world *world;
	int fail;
	struct room structs;
	struct room entries;
	unsigned char *scratch;
	volatile bool touching;
	sigjmp_buf touched;
};

/* The size of a room. */
size_t room_size(void);

/* Copy to memory that may not be there. Returns 0 or -EFAULT. */
int touch_copy(struct actor *actor, void *to, const void *from, size_t size);

/* Whether the step has something fail in the kernel, and from now on; and no longer. */
void fail_arm(const struct actor *actor, const struct step *step);
void fail_disarm(const struct actor *actor, const struct step *step);

/* An argument, by its name, with what its region has in it. */
uint64_t value_of(const struct actor *actor, const struct step *step, const char *name);
int file_of(const struct actor *actor, const struct step *step);

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
