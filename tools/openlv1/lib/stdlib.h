/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Here because libfdt includes it. Nothing of it is used.
 */
