/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The programs of corpus/, one behind the other; the Makefile makes them a string.
 */
#ifndef _LV1MEM_FUZZ_CORPUS_H
#define _LV1MEM_FUZZ_CORPUS_H

extern const char corpus[];

#endif /* _LV1MEM_FUZZ_CORPUS_H */
