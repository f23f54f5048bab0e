/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Integer types and helpers for all files.
 */
#ifndef OPENLV1_TYPES_H
#define OPENLV1_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef int32_t s32;
/* As in the kernel: %llu and %lld print these without a cast. */
typedef unsigned long long u64;
typedef long long s64;

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The kernel's names. The kselftest harness also defines some of them. */
#ifndef __noreturn
#define __noreturn     __attribute__((__noreturn__))
#define __printf(a, b) __attribute__((__format__(printf, a, b)))
#endif
#ifndef noinline
#define noinline __attribute__((__noinline__))
#endif
#define __cold		__attribute__((__cold__))
#define __used		__attribute__((__used__))
#define __aligned(n)	__attribute__((__aligned__(n)))
#define __section(name) __attribute__((__section__(name)))

/* Keep the value in a register instead of computing it at each use. */
#define OPTIMIZER_HIDE_VAR(variable) __asm__("" \
					     : "+r"(variable))

#define BIT_ULL(n) (1ULL << (n))
#define KIB(n)	   ((u64)(n) << 10)
#define MIB(n)	   ((u64)(n) << 20)

static inline u64 align_up(u64 value, u64 alignment)
{
	return (value + alignment - 1) & ~(alignment - 1);
}

static inline u64 align_down(u64 value, u64 alignment)
{
	return value & ~(alignment - 1);
}

/* The logarithm of @value, rounded up. @value must not be 0. */
static inline unsigned int log2_up(u64 value)
{
	return value <= 1 ? 0 : 64 - (unsigned int)__builtin_clzll(value - 1);
}

#endif
