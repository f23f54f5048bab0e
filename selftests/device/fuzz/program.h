/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs that use the device. A program has steps, each an operation with arguments,
 * in a line of text:
 *
 *	open file=1 mode=read
 *	alloc length=0x20000 region=2
 *	map offset=region2+0x10000 length=0x1000 on=1
 *
 * An argument that is left out has its usual value. Each program runs in a process of
 * its own, and the driver is checked afterwards.
 */
#ifndef _LV1MEM_FUZZ_PROGRAM_H
#define _LV1MEM_FUZZ_PROGRAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define STEPS_MAX	 16
#define ARGUMENTS_MAX	 13
#define PROGRAM_NAME_MAX 48

/* The most that a program can have at once. */
#define FILES	 4
#define REGIONS	 4
#define MAPPINGS 4
/* The first thread starts the others. */
#define THREADS 3

enum operation_number {
	OP_OPEN,
	OP_DUP,
	OP_CLOSE,
	OP_INFO,
	OP_ALLOC,
	OP_FREE,
	OP_QUERY,
	OP_LIST,
	OP_IOCTL,
	OP_MAP,
	OP_UNMAP,
	OP_PROTECT,
	OP_MOVE,
	OP_ADVISE,
	OP_READ,
	OP_WRITE,
	OP_PEEK,
	OP_POKE,
	OP_FORK,
	OP_SEND,
	OP_RECEIVE,
	OP_FDINFO,
	OP_DEBUGFS,
	OP_LIMIT,
	OP_DROP,
	OP_REFUSE,
	OP_WAIT,
	OP_EXIT,
	OP_DIE,
	OPERATIONS,
};

/* The kind of an argument decides which values are drawn for it. */
enum kind {
	KIND_FILE,
	KIND_REGION,
	KIND_MAPPING,
	KIND_CHOICE, /* one of names */
	KIND_NUMBER,
	KIND_SMALL, /* low values matter most */
	KIND_LENGTH,
	KIND_SHIFT,
	KIND_STATUS,  /* of LV1 */
	KIND_ADDRESS, /* LPAR address of a region */
	KIND_OFFSET,  /* mmap offset of a region */
};

/* Where a struct is stored: see put() in ioctls.c. */
enum place {
	PLACE_PLAIN,
	PLACE_ODD,
	PLACE_END,
	PLACE_CROSSING,
	PLACE_READONLY,
	PLACE_HALF,
	PLACE_NULL,
	PLACE_KERNEL,
	PLACE_MAPPING,
	PLACES,
};

struct argument {
	const char *name;
	enum kind kind;
	uint64_t usual;		  /* if it is left out */
	const char *const *names; /* of the choices, with a NULL behind the last */
	size_t offset;		  /* where it is in the struct of an ioctl */
	size_t width;		  /* its bytes there, or 0 */
};

struct actor;
struct step;

/* Does a step. Returns 0 or a negative errno. */
typedef int operation_function(struct actor *actor, const struct step *step);

struct operation {
	const char *name;
	operation_function *function;
	struct argument arguments[ARGUMENTS_MAX];
};

extern const struct operation operations[OPERATIONS];

/* Of each enum place. */
extern const char *const place_names[PLACES + 1];

struct value {
	uint64_t number; /* the value, or what is added to the region's address or offset */
	uint8_t region;	 /* the region's number plus 1, or 0 for none */
};

/* The program is repeated until each has failed once. */
#define FAIL_ALL UINT16_MAX

struct step {
	enum operation_number operation;
	/* It must succeed, unless something in the kernel was let fail. */
	bool ok;
	/* The thread that does it; the first one does not wait for the others. */
	uint64_t on;
	/* Which of the kernel's allocations and copies for it fails, or FAIL_ALL. */
	uint64_t fail;
	struct value values[ARGUMENTS_MAX];
};

struct program {
	char name[PROGRAM_NAME_MAX];
	unsigned int count;
	struct step steps[STEPS_MAX];
};

/* A step with usual values. */
struct step usual_step(enum operation_number operation);

unsigned int argument_count(const struct operation *operation);

/* The number of values of a file, region, mapping or choice; 0 for any other argument. */
uint64_t value_bound(const struct argument *argument);

/* The index of an argument. Aborts if there is none of this name. */
unsigned int argument_index(const struct operation *operation, const char *name);

/* Read the program at *@lines and advance to the next. Returns false at the end. */
bool parse_program(const char *const **lines, struct program *program);

/* Whether the argument can be the address or offset of a region. */
bool may_have_region(const struct argument *argument);

/* Returns the length of the text, as snprintf() does. */
int format_step(const struct step *step, char *text, size_t size);

void print_program(const struct program *program, FILE *to);

void remove_step(struct program *program, unsigned int at);

/* Draw a random program. @state is that of random_below(). */
void random_program(uint64_t *state, struct program *program);

/* The programs of corpus/: the Makefile makes it of the lines, without comments. */
extern const char *const corpus[];

#define FAULT_LENGTH 200

/* The result of a program, in memory that its processes share. */
struct outcome {
	atomic_uint faults;
	char fault[FAULT_LENGTH]; /* the first of them */
	atomic_bool died;	  /* the program killed itself, as it may */
	/* Something was to fail in a page fault: perhaps the memory for the signal. */
	atomic_bool faulted;
	atomic_uint failures; /* number of FAIL_ALL steps in which something failed */
	/* Of each step: 0 or a negative errno; ANSWER_NONE if it was not done. */
	atomic_int answers[STEPS_MAX];
};

#define ANSWER_NONE 1

/* Call it once, before execute(). Returns NULL with errno set on failure. */
struct outcome *execute_open(void);

/*
 * Run @program, which fills regions with @mark; no two programs may have the same mark.
 * In steps with FAIL_ALL the @nth allocation or copy fails. None of the program's
 * processes is left when this returns.
 */
void execute(const struct program *program, uint64_t mark, unsigned int nth,
	     struct outcome *outcome);

/* Whether the program may run differently each time. */
bool has_threads(const struct program *program);

/* Count a fault, and keep the text if it is the first. */
void __attribute__((format(printf, 2, 3))) fault(struct outcome *outcome, const char *format, ...);

/* Remember the state of the driver. Returns false with errno set on failure. */
bool health_open(void);

/* Restore limits and refusals that a program has set, and check that all is as before. */
void health_check(struct outcome *outcome);

/* Take the present state for the one to compare with. */
void health_accept(void);

/*
 * Use a region from ALLOC to FREE, in a new file. Returns 0 or a negative errno, -EPROTO
 * if the new region is not zero, and then @call is what failed.
 */
int use_region(const char **call);

#endif /* _LV1MEM_FUZZ_PROGRAM_H */
