/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lv1mem report: all that can be found out about LV1's memory calls, as a list of facts;
 * and lv1mem diff, which compares two such lists.
 *
 * A fact has a name and a value, both text. A question finds the value. lv1mem diff knows
 * no questions: it reads facts from files and compares the values of equal names.
 */
#ifndef _REPORT_H
#define _REPORT_H

#include "../sweep/sweep.h"

enum fact_kind {
	FACT_ANSWER,  /* what LV1 answers: the same on machines that are alike */
	FACT_TIME,    /* how long that takes, never twice the same */
	FACT_MACHINE, /* where LV1 was asked */
	FACT_KINDS,
};

/* The arrays of the JSON document. */
extern const char *const fact_keys[FACT_KINDS];

struct findings;
struct fact;

/* Find a fact out, and write its value to @answer, in one line. */
typedef void question_function(struct findings *findings, struct fact *fact, FILE *answer);

struct fact {
	enum fact_kind kind;
	char *name;
	char *value;	 /* NULL as long as it is not known */
	char *topics;	 /* words: the statements and choices that it bears on */
	uint64_t median; /* for FACT_TIME, in ticks of the timebase; 0: not known */
	uint64_t spread; /* the same: half of the times are within a range of this length */
	bool changed;	 /* the second answer was another one */
	/* What follows is for @ask. */
	question_function *ask;
	struct lv1mem_raw call;	 /* a call, or the region that it allocates */
	uint64_t number;	 /* an address, an offset in the region, or what to time */
	struct sweep_cell *cell; /* gets the answer of @call too */
};

struct fact_list {
	struct fact *facts;
	size_t count;
};

struct findings {
	struct context *context;
	struct fact_list list;
	size_t asked;  /* questions so far */
	size_t to_ask; /* in all */
	time_t next_progress;
	bool shows_progress;
	size_t untried;	    /* the first fact that nobody is known to have tried to find out */
	struct sweep sweep; /* its cells are those of the facts that call 0 answers */
	char **log;	    /* lines of the kernel's log about the PS3 */
	size_t log_count;
	const char *trying; /* the fact that is being asked for, while a hang is possible */
	bool complete;	    /* all facts are known */
	bool reference;	    /* compare with the reference page */
	const char *output; /* name of the file, or NULL */
	bool unsaved;	    /* it could not be written */
	const char *svg;    /* name of the picture, or NULL */
};

/* facts.c */

/* Append a fact; the list takes @name and @topics. Returns NULL without memory. */
struct fact *fact_add(struct fact_list *list, enum fact_kind kind, char *name, char *topics);

/* Add all facts about LV1, without values. False without memory. */
bool facts_init(struct findings *findings);

/* Give the cells of @grids the answers to their calls. */
void facts_fill(const struct findings *findings, struct sweep *grids);

/* questions.c */

question_function ask_allocate, ask_query, ask_query_region, ask_size_class,
	ask_first_counter, ask_counter, ask_again, ask_probe, ask_time;

/* What ask_time() can time. */
enum {
	TIME_ALLOCATE,
	TIME_QUERY,
	TIME_RELEASE,
	TIME_INFO,
	TIMES,
};

/* machine.c */

/* Add facts about the machine, and the lines of the log. False without memory. */
bool machine_add(struct findings *findings);

/* topics.c */

/* The statements and choices that the answer to a call bears on, as words. */
char *topics_of_call(const struct lv1mem_raw *call);

struct topic {
	const char *name;
	const char *text; /* in a few words */
};

/* The topics by number, from 0; behind the last is one without name. */
struct topic topic_get(size_t number);

/* write.c */

/* Write the report as a JSON document. */
void findings_write(const struct findings *findings);

/* Print the summary: what is known before the calls that nobody has tried, and the rest. */
void findings_print(const struct findings *findings);
void findings_print_end(const struct findings *findings);

/* reader.c: a reader of JSON that decodes strings where they are */

struct json_reader {
	char *at;	   /* the next byte; the text ends with '\0' */
	const char *wrong; /* why the text is not what was expected, or NULL */
	unsigned int depth;
};

/* Read a value to @to, whose type is that of the function. */
typedef void json_read_function(struct json_reader *reader, void *to);

/* A member of an object, what reads its value, and the offset of where it goes. */
struct json_member {
	const char *name;
	json_read_function *read;
	size_t offset;
};

/*
 * Read an object to @data, and skip members that are not in @members, whose last has no
 * name.
 */
void json_read_object(struct json_reader *reader, const struct json_member *members, void *data);

/* Read an array: @read gets @data for each value. */
void json_read_array(struct json_reader *reader, json_read_function *read, void *data);

/* To a char *: a string without bytes that control a terminal, or NULL for null. */
void json_read_string(struct json_reader *reader, void *to);

/* To a uint64_t; null is 0. */
void json_read_u64(struct json_reader *reader, void *to);

/* To a bool. */
void json_read_bool(struct json_reader *reader, void *to);

/* Read over a value of any kind; @to is not used. */
void json_skip(struct json_reader *reader, void *to);

/* Note an error, unless there was one before. Nothing is read after it. */
void json_fail(struct json_reader *reader, const char *wrong);

#endif /* _REPORT_H */
