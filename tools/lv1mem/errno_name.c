// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of errnos. glibc has had them since 2.32 only, and musl has none.
 */
#include "command.h"

#define NAME(number) \
	[number] = #number

/* What the driver, open() and mmap() return. */
static const char *const names[] = {
	NAME(E2BIG), NAME(EACCES), NAME(EAGAIN), NAME(EALREADY), NAME(EBADF),
	NAME(EBADFD), NAME(EBUSY), NAME(EDQUOT), NAME(EEXIST), NAME(EFAULT), NAME(EINTR),
	NAME(EINVAL), NAME(EIO), NAME(EISDIR), NAME(ELOOP), NAME(EMFILE),
	NAME(ENAMETOOLONG), NAME(ENFILE), NAME(ENODATA), NAME(ENODEV), NAME(ENOENT), NAME(ENOMEM),
	NAME(ENOSPC), NAME(ENOTDIR), NAME(ENOTTY), NAME(ENXIO),
	NAME(EOPNOTSUPP), NAME(EOVERFLOW), NAME(EPERM), NAME(EROFS), NAME(ESHUTDOWN)
};

const char *name_of_errno(int number)
{
	const int count = sizeof(names) / sizeof(names[0]);

	if (number < 0 || number >= count || !names[number])
		return "unknown errno";
	return names[number];
}
