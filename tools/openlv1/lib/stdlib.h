/* SPDX-License-Identifier: GPL-2.0-only */
/* libfdt includes this file, but uses nothing from it. */
