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

/* Address space for each mapping. A longer mapping goes elsewhere. */
#define WINDOW_SIZE (16ul << 20)
/* More than the regions that a program can have. */
#define ENTRIES 64
/* More than any buffer and any page. */
#define SCRATCH_SIZE (256ul << 10)

/* What the threads of a program share. */
struct world {
	const struct program *program;
	struct outcome *outcome;
	uint64_t mark;		 /* what it writes into regions */
	unsigned int nth;	 /* allocation or copy fails in steps with FAIL_ALL */
	atomic_int files[FILES]; /* descriptors, or -1 */
	/* The answers to ALLOC. If two threads store one at once, it may be a mix of both. */
	struct {
		volatile uint64_t lpar_addr;
		volatile uint64_t mmap_offset;
	} regions[REGIONS];
	unsigned char *windows;	       /* the address space for all mappings */
	int sockets[2];		       /* a pair to send descriptors through, or -1 */
	atomic_uint begun;	       /* number of steps that the first thread has reached */
	atomic_uint finished[THREADS]; /* number of steps that each has done or skipped */
	bool writes_structs;	       /* into regions, so not every word there is the mark */
	bool alone;		       /* no two steps run at the same time */
	bool openlv1;		       /* LV1 is OpenLV1, so undocumented arguments are safe */
};

/* Two pages with a hole behind them, three times. */
struct buffer {
	unsigned char *memory;
	unsigned char *readonly;
	unsigned char *half; /* only the second page is read-only */
};

/* A thread of a program. */
struct actor {
	struct world *world;
	int fail;    /* descriptor of /proc/thread-self/fail-nth, or -1 */
	bool failed; /* an injected failure happened in the current step */
	struct buffer structs;
	struct buffer entries; /* that LIST writes */
	/* For the current step. */
	unsigned char scratch[SCRATCH_SIZE] __attribute__((aligned(16)));
	volatile bool touching; /* SIGSEGV and SIGBUS continue at resume */
	sigjmp_buf resume;
};

/* One for each thread, and one for a child of the program. */
extern struct actor actors[THREADS + 1];

/*
 * Allocate the actors' memory. Child processes share it, so children that run at the same
 * time must each call this. Returns false with errno set on failure.
 */
bool make_actors(void);

/* Prepare the process for its threads. Returns false with errno set on failure. */
bool begin_world(struct world *world);

/* Each thread calls this first. */
void enter_actor(struct actor *actor, struct world *world);

size_t buffer_size(void);

/* Copy to or from memory that may not be there. Returns 0 or -EFAULT. */
int touch_copy(struct actor *actor, void *to, const void *from, size_t size);

/* If the step has fail=, begin and end the injection of that failure in this thread. */
void fail_arm(struct actor *actor, const struct step *step);
void fail_disarm(struct actor *actor, const struct step *step);

/* A system call with the step's failure injected: its result or a negative errno. */
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

/* An argument's value. regionN+NUMBER becomes an address in that region, or an offset. */
uint64_t value_of(const struct actor *actor, const struct step *step, const char *name);
int file_of(const struct actor *actor, const struct step *step);

operation_function do_fork, do_wait, do_exit, do_die; /* in execute.c */
operation_function do_struct, do_ioctl;		      /* in ioctls.c */
/* In steps.c, those that storm.c does too. */
operation_function do_open, do_dup, do_send, do_receive, do_map, do_unmap, do_read, do_write;

#endif /* _LV1MEM_FUZZ_ACTOR_H */
