/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of lv1mem shell.
 */
#ifndef _SHELL_H
#define _SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lv1mem.h>

/**
 * struct shell_region - a region that the shell holds
 * @region: what the allocation returned
 * @mapping: where all of it is mapped, or NULL
 * @is_held: false once it is released; its number is not given again
 */
struct shell_region {
	struct lv1mem_region region;
	unsigned char *mapping;
	bool is_held;
};

/**
 * struct shell - what outlives a line
 * @fd: the open device, which owns all regions
 * @regions: by number, from 1: region N is @regions[N - 1]
 * @region_count: how many numbers are given
 * @is_finished: no further line is to be read
 */
struct shell {
	int fd;
	struct shell_region *regions;
	size_t region_count;
	bool is_finished;
};

/**
 * struct shell_command - what can be typed
 * @name: the first word
 * @arguments: the others, as help shows them
 * @summary: one line for help
 * @min_arguments: how many there must be behind the name
 * @max_arguments: how many there may be
 * @run: gets the words, the name first; returns an enum exit_status and has
 *	printed why if that is not STATUS_DONE
 */
struct shell_command {
	const char *name;
	const char *arguments;
	const char *summary;
	int min_arguments;
	int max_arguments;
	int (*run)(struct shell *shell, int count, char **words);
};

/* All commands, one without a name last. */
extern const struct shell_command shell_commands[];

int shell_alloc(struct shell *shell, int count, char **words);
int shell_free(struct shell *shell, int count, char **words);
int shell_map(struct shell *shell, int count, char **words);
int shell_unmap(struct shell *shell, int count, char **words);
int shell_list(struct shell *shell, int count, char **words);

int shell_fill(struct shell *shell, int count, char **words);
int shell_dump(struct shell *shell, int count, char **words);
int shell_peek(struct shell *shell, int count, char **words);
int shell_poke(struct shell *shell, int count, char **words);

int shell_query(struct shell *shell, int count, char **words);
int shell_info(struct shell *shell, int count, char **words);
int shell_decode(struct shell *shell, int count, char **words);
int shell_status(struct shell *shell, int count, char **words);

/* Find a held region by number or address, or print that there is none. */
struct shell_region *shell_find(struct shell *shell, const char *text);

/* Release all regions, mapped ones too. False if one could not be; it is told. */
bool shell_release_all(struct shell *shell);

/*
 * From here on Ctrl-C ends nothing but the wait for a line: it is kept until
 * somebody asks for it, and cannot cut a write to the terminal short.
 */
void shell_hold_interrupt(void);

/* True once after Ctrl-C. */
bool shell_take_interrupt(void);

/* Wait until stdin, a terminal, has a line or its end. False after Ctrl-C. */
bool shell_wait_for_line(void);

/*
 * Split a line at blanks, in place; a word that begins with # begins a comment.
 * Returns how many words there are, or @max + 1 if they are more.
 */
int shell_split(char *line, char **words, int max);

/*
 * Access mapped memory. False if it is gone, as at a shutdown of the machine:
 * what would be a SIGBUS. A length of 2, 4 or 8 at a multiple of itself is one
 * access of that width.
 */
bool memory_copy(void *to, const void *from, size_t length);
bool memory_fill(void *to, unsigned char byte, size_t length);

/* True if @length bytes from @offset are within @size. */
bool is_within(uint64_t size, uint64_t offset, uint64_t length);

#define DUMP_WIDTH 16

/**
 * struct dump - a dump under way; zeroed at its start but for @offset
 * @offset: of the next line
 * @previous: the line before
 * @has_previous: there is one
 * @is_eliding: lines equal to it are being left out
 */
struct dump {
	uint64_t offset;
	unsigned char previous[DUMP_WIDTH];
	bool has_previous;
	bool is_eliding;
};

/* Print 1 to DUMP_WIDTH bytes, or a * for all lines equal to the one before. */
void dump_line(struct dump *dump, const unsigned char *bytes, size_t length);

/* Print the offset at which it ends. */
void dump_end(const struct dump *dump);

#endif /* _SHELL_H */
