/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The statuses of LV1 calls, in one list.
 *
 * Names and codes are those of enum lv1_result in Linux, asm/ps3.h. Kernel code
 * has these constants already; other code gets them with LV1_STATUS_ENUM.
 */
#ifndef _LV1_STATUS_H
#define _LV1_STATUS_H

/*
 * X(code, name, errno): errno is the positive errno that the lv1mem driver
 * returns for the status, 0 for success. The user includes an errno.h.
 *
 * No public list has a name for -12; in Linux it is a gap in the codes.
 */
/* clang-format off */
#define LV1_STATUS_TABLE(X)						\
	X(0,	  LV1_SUCCESS,			   0)			\
	X(-2,	  LV1_RESOURCE_SHORTAGE,	   ENOMEM)		\
	X(-3,	  LV1_NO_PRIVILEGE,		   EPERM)		\
	X(-4,	  LV1_DENIED_BY_POLICY,		   EPERM)		\
	X(-5,	  LV1_ACCESS_VIOLATION,		   EACCES)		\
	X(-6,	  LV1_NO_ENTRY,			   ENOENT)		\
	X(-7,	  LV1_DUPLICATE_ENTRY,		   EEXIST)		\
	X(-8,	  LV1_TYPE_MISMATCH,		   EINVAL)		\
	X(-9,	  LV1_BUSY,			   EBUSY)		\
	X(-10,	  LV1_EMPTY,			   ENODATA)		\
	X(-11,	  LV1_WRONG_STATE,		   EBADFD)		\
	X(-12,	  LV1_STATUS_12,		   EOPNOTSUPP)		\
	X(-13,	  LV1_NO_MATCH,			   ENOENT)		\
	X(-14,	  LV1_ALREADY_CONNECTED,	   EALREADY)		\
	X(-15,	  LV1_UNSUPPORTED_PARAMETER_VALUE, EINVAL)		\
	X(-16,	  LV1_CONDITION_NOT_SATISFIED,	   EINVAL)		\
	X(-17,	  LV1_ILLEGAL_PARAMETER_VALUE,	   EINVAL)		\
	X(-18,	  LV1_BAD_OPTION,		   EINVAL)		\
	X(-19,	  LV1_IMPLEMENTATION_LIMITATION,   EOPNOTSUPP)		\
	X(-20,	  LV1_NOT_IMPLEMENTED,		   EOPNOTSUPP)		\
	X(-21,	  LV1_INVALID_CLASS_ID,		   EIO)			\
	X(-22,	  LV1_CONSTRAINT_NOT_SATISFIED,	   EIO)			\
	X(-23,	  LV1_ALIGNMENT_ERROR,		   EIO)			\
	X(-24,	  LV1_HARDWARE_ERROR,		   EIO)			\
	X(-25,	  LV1_INVALID_DATA_FORMAT,	   EIO)			\
	X(-26,	  LV1_INVALID_OPERATION,	   EOPNOTSUPP)		\
	X(-32768, LV1_INTERNAL_ERROR,		   EIO)
/* clang-format on */

#define LV1_STATUS_ENUM_ENTRY(code, name, number) name = (code),

#define LV1_STATUS_ENUM enum lv1_status { LV1_STATUS_TABLE(LV1_STATUS_ENUM_ENTRY) }

#endif /* _LV1_STATUS_H */
