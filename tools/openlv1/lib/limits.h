/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of limits.h that libfdt uses. */
#ifndef OPENLV1_LIMITS_H
#define OPENLV1_LIMITS_H

#define INT_MAX __INT_MAX__

#endif
