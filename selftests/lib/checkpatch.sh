# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this use them
#
# The rules of checkpatch that some of our files need not keep.

# X macros, which keep tables in step, break these rules.
lists=COMPLEX_MACRO,MACRO_ARG_REUSE,MACRO_ARG_UNUSED,MULTISTATEMENT_MACRO_USE_DO_WHILE,TRAILING_SEMICOLON
lists+=,MACRO_WITH_FLOW_CONTROL

# Programs do not have the kernel's types, helpers and rules for names. clang-format checks
# their spaces and lines.
only_in_kernels=PREFER_KERNEL_TYPES,CAMELCASE,ARRAY_SIZE,SSCANF_TO_KSTRTO,BIT_MACRO,USE_NEGATIVE_ERRNO
only_in_kernels+=,PREFER_DEFINED_ATTRIBUTE_MACRO,NEW_TYPEDEFS,AVOID_EXTERNS,VOLATILE,EMBEDDED_FUNCTION_NAME
layout=QUOTED_WHITESPACE_BEFORE_NEWLINE,SPACING,LINE_SPACING,PARENTHESIS_ALIGNMENT,LONG_LINE_STRING
program_rules=$only_in_kernels,$lists,$layout
