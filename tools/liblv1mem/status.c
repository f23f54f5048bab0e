// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Names and explanations of LV1 statuses and errnos.
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

struct meaning {
	int32_t code;
	const char *text;
};

#define STATUS_ENTRY(code, name, number) { (code), (number), #name },

static const struct status_entry status_table[] = {
	LV1_STATUS_TABLE(STATUS_ENTRY)
};

static const struct meaning status_meanings[] = {
	{ LV1_SUCCESS, "done" },
	{ LV1_RESOURCE_SHORTAGE, "not enough memory, or none in pages of this size" },
	{ LV1_NO_PRIVILEGE, "this partition lacks the privilege" },
	{ LV1_DENIED_BY_POLICY, "a policy of the hypervisor forbids it" },
	{ LV1_ACCESS_VIOLATION, "the object may not be accessed in this way" },
	{ LV1_NO_ENTRY, "there is no such object" },
	{ LV1_DUPLICATE_ENTRY, "the object exists already" },
	{ LV1_TYPE_MISMATCH, "the object has another type" },
	{ LV1_BUSY, "the object is in use" },
	{ LV1_EMPTY, "it is empty" },
	{ LV1_WRONG_STATE, "not in the state that the call needs" },
	{ LV1_STATUS_12, "known by its number only" },
	{ LV1_NO_MATCH, "nothing fits the request" },
	{ LV1_ALREADY_CONNECTED, "it is already connected" },
	{ LV1_UNSUPPORTED_PARAMETER_VALUE, "a parameter has a value that is not supported" },
	{ LV1_CONDITION_NOT_SATISFIED, "a condition of the call is not met" },
	{ LV1_ILLEGAL_PARAMETER_VALUE, "a parameter has a value that is never legal" },
	{ LV1_BAD_OPTION, "an option does not exist" },
	{ LV1_IMPLEMENTATION_LIMITATION, "beyond what this hypervisor can do" },
	{ LV1_NOT_IMPLEMENTED, "this hypervisor does not have the call" },
	{ LV1_INVALID_CLASS_ID, "no such class" },
	{ LV1_CONSTRAINT_NOT_SATISFIED, "a constraint is not met" },
	{ LV1_ALIGNMENT_ERROR, "an address or a length is not aligned" },
	{ LV1_HARDWARE_ERROR, "the hardware failed" },
	{ LV1_INVALID_DATA_FORMAT, "the data has no valid format" },
	{ LV1_INVALID_OPERATION, "no such operation" },
	{ LV1_INTERNAL_ERROR, "the hypervisor failed" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
_Static_assert(COUNT(status_meanings) == COUNT(status_table), "each status has a meaning");

static const struct meaning errno_meanings[] = {
	{ -EBADF, "the descriptor is not open, or not open for writing" },
	{ -E2BIG, "the driver of this kernel does not know a field that is set" },
	{ -EINVAL, "an argument is out of range" },
	{ -ENOENT, "the file owns no region at this address" },
	{ -EBUSY, "the region is mapped" },
	{ -ENOSPC, "a limit of the driver is reached" },
	{ -ENOMEM, "the kernel or the program is short of memory" },
	{ -EIO, "LV1 returned the address of a region that a file already owns" },
	{ -EPERM, "this needs CAP_SYS_RAWIO" },
	{ -ESHUTDOWN, "the system is going down, and all regions are released" },
	{ -ENOTTY, "the file is not " LV1MEM_DEVICE ", or its driver lacks this ioctl" },
	{ -ENODEV, "the region cannot be mapped" },
	{ -EOVERFLOW, "the region is larger than the address space of this program" },
};

static const struct status_entry *find_status(int32_t lv1_status)
{
	for (size_t i = 0; i < COUNT(status_table); i++) {
		if (status_table[i].code == lv1_status)
			return &status_table[i];
	}
	return NULL;
}

static const char *find_meaning(const struct meaning *table, size_t count, int32_t code)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].code == code)
			return table[i].text;
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
	const char *text = find_meaning(status_meanings, COUNT(status_meanings), lv1_status);

	return text ? text : "in no list of LV1 statuses";
}

const char *lv1mem_strerror(int err, int32_t lv1_status)
{
	const char *text;

	if (lv1_status)
		return lv1mem_status_meaning(lv1_status);

	text = find_meaning(errno_meanings, COUNT(errno_meanings), err);
	return text ? text : strerror(-err);
}
