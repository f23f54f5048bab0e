/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a subcommand shows and a command of the shell shows as well.
 */
#ifndef _SHOW_H
#define _SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include <lv1mem.h>

/* Print what is allocated, and the limits. */
void print_info(const struct lv1mem_info *info);

/* Print what LV1 says of a region. */
void print_query(const struct lv1mem_query *answer);

/* Print what an address tells. */
void print_address(uint64_t lpar_addr, const struct lv1mem_address *address);

/* Say that it tells nothing; @err is what lv1mem_decode() returned. */
void print_no_address(int err, uint64_t lpar_addr);

/* Parse a status: a number, with or without its minus, or a name. */
bool parse_status(const char *text, int32_t *code);

/* Print what a status means. */
void print_status(int32_t code);

#endif /* _SHOW_H */
