// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * LV1 statuses and errnos for people.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include <lv1/status.h>

#include "lv1mem.h"

LV1_STATUS_ENUM;

struct status_entry {
	int32_t code;
	int number;
	const char *name;
};

#define STATUS_ENTRY(code, name, number) { (code), (number), #name },

static const struct status_entry status_table[] = {
	LV1_STATUS_TABLE(STATUS_ENTRY)
};

static const struct status_entry *find_status(int32_t lv1_status)
{
	size_t count = sizeof(status_table) / sizeof(status_table[0]);

	for (size_t i = 0; i < count; i++) {
		if (status_table[i].code == lv1_status)
			return &status_table[i];
	}
	return NULL;
}

const char *lv1mem_status_name(int32_t lv1_status)
{
	const struct status_entry *entry = find_status(lv1_status);

	return entry ? entry->name : "unknown status";
}

int lv1mem_status_errno(int32_t lv1_status)
{
	const struct status_entry *entry = find_status(lv1_status);

	return entry ? entry->number : EIO;
}

const char *lv1mem_status_meaning(int32_t lv1_status)
{
	/* No default: the compiler then names a status that has no words. */
	switch ((enum lv1_status)lv1_status) {
	case LV1_SUCCESS:
		return "done";
	case LV1_RESOURCE_SHORTAGE:
		return "not enough memory, or none in pages of this size";
	case LV1_NO_PRIVILEGE:
		return "this partition lacks the privilege";
	case LV1_DENIED_BY_POLICY:
		return "a policy of the hypervisor forbids it";
	case LV1_ACCESS_VIOLATION:
		return "the object may not be accessed in this way";
	case LV1_NO_ENTRY:
		return "there is no such object";
	case LV1_DUPLICATE_ENTRY:
		return "there is such an object already";
	case LV1_TYPE_MISMATCH:
		return "the object is of another kind";
	case LV1_BUSY:
		return "the object is in use";
	case LV1_EMPTY:
		return "there is nothing in it";
	case LV1_WRONG_STATE:
		return "not in the state that the call needs";
	case LV1_STATUS_12:
		return "known by its number only";
	case LV1_NO_MATCH:
		return "nothing fits the request";
	case LV1_ALREADY_CONNECTED:
		return "it is connected already";
	case LV1_UNSUPPORTED_PARAMETER_VALUE:
		return "a parameter has a value that is not supported";
	case LV1_CONDITION_NOT_SATISFIED:
		return "a condition of the call is not met";
	case LV1_ILLEGAL_PARAMETER_VALUE:
		return "a parameter has a value that is never legal";
	case LV1_BAD_OPTION:
		return "an option does not exist";
	case LV1_IMPLEMENTATION_LIMITATION:
		return "beyond what this hypervisor can do";
	case LV1_NOT_IMPLEMENTED:
		return "this hypervisor does not have the call";
	case LV1_INVALID_CLASS_ID:
		return "no such class";
	case LV1_CONSTRAINT_NOT_SATISFIED:
		return "a constraint is not met";
	case LV1_ALIGNMENT_ERROR:
		return "an address or a length is not aligned";
	case LV1_HARDWARE_ERROR:
		return "the hardware failed";
	case LV1_INVALID_DATA_FORMAT:
		return "the data has no valid format";
	case LV1_INVALID_OPERATION:
		return "no such operation";
	case LV1_INTERNAL_ERROR:
		return "the hypervisor failed";
	}
	return "in no list of LV1 statuses";
}

const char *lv1mem_strerror(int err, int32_t lv1_status)
{
	if (lv1_status)
		return lv1mem_status_meaning(lv1_status);

	switch (err) {
	case -EBADF:
		return "the descriptor is not open, or not open for writing";
	case -E2BIG:
		return "the driver of this kernel does not know a field that is set";
	case -EINVAL:
		return "an argument is out of range";
	case -ENOENT:
		return "the file owns no region at this address";
	case -EBUSY:
		return "the region is mapped";
	case -ENOSPC:
		return "a limit of the driver is reached";
	case -ENOMEM:
		return "the kernel or the program is short of memory";
	case -EIO:
		return "LV1 returned the address of a region that a file already owns";
	case -EPERM:
		return "this needs CAP_SYS_RAWIO";
	case -ESHUTDOWN:
		return "the system goes down, and all regions are released";
	case -ENOTTY:
		return "the file is not " LV1MEM_DEVICE ", or its driver lacks this ioctl";
	case -ENODEV:
		return "the region cannot be mapped";
	case -EOVERFLOW:
		return "the region is larger than the address space of this program";
	}
	return strerror(-err);
}
