// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device for "lv1mem sweep" where there is none, linked in with
 *	-Wl,--wrap=open,--wrap=open64,--wrap=close,--wrap=ioctl
 * It answers by rules of its own, and is told by the environment how to differ:
 *
 * SWEEP_ANSWER		"N:STATUS[:MUID]": what the Nth call is answered; 0 is all
 * SWEEP_RELEASE	"N:STATUS": the same for releases
 * SWEEP_DELAY		microseconds for each call
 * SWEEP_REFUSE		the driver refuses every call with this errno
 * SWEEP_OPEN		the device cannot be opened, with this errno
 *
 * What is held at the close, but for what could not be released, ends the program.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lv1mem.h>

int __real_open(const char *name, int flags, int mode);
int __real_ioctl(int fd, unsigned long request, void *argument);
int __real_close(int fd);
int __wrap_open(const char *name, int flags, int mode);
int __wrap_open64(const char *name, int flags, int mode);
int __wrap_ioctl(int fd, unsigned long request, void *argument);
int __wrap_close(int fd);

static int device = -1;
static unsigned int calls;
static unsigned int releases;
static unsigned int held;

static int number_of(const char *variable)
{
	const char *text = getenv(variable);

	return text ? atoi(text) : 0;
}

struct told {
	unsigned int number;
	int32_t status;
	uint64_t muid;
};

/* True if this call is one to be answered in another way. */
static bool is_told(const char *variable, unsigned int number,
		    struct told *told)
{
	const char *text = getenv(variable);

	*told = (struct told){ .muid = 1 };
	if (!text || sscanf(text, "%u:%" SCNd32 ":%" SCNu64, &told->number,
			    &told->status, &told->muid) < 2)
		return false;
	return !told->number || told->number == number;
}

static int32_t answer(const struct lv1mem_alloc *args)
{
	if (args->page_shift < 12)
		return -17;
	if (args->r5 > 1)
		return -6;
	if (args->lv1_flags > 0x3ff)
		return -17;
	if (args->page_shift > 63)
		return -2;
	if (!args->length || args->length & ((1ULL << args->page_shift) - 1))
		return -17;
	if (args->page_shift > 21 || args->length > 9 << 20)
		return -2;
	return args->lv1_flags & 8 ? -7 : 0;
}

static int result(int err)
{
	errno = err;
	return err ? -1 : 0;
}

static int allocate(struct lv1mem_alloc *args)
{
	struct told told;
	bool is_other;

	usleep(number_of("SWEEP_DELAY"));
	args->lv1_status = 0;
	if (number_of("SWEEP_REFUSE"))
		return result(number_of("SWEEP_REFUSE"));
	is_other = is_told("SWEEP_ANSWER", ++calls, &told);
	args->lv1_status = is_other ? told.status : answer(args);
	if (args->lv1_status)
		return result(lv1mem_status_errno(args->lv1_status));

	held++;
	args->lpar_addr = 0x300000000000 + ((uint64_t)calls << 12);
	args->muid = is_other ? told.muid : 1;
	return 0;
}

static int release(struct lv1mem_free *args)
{
	struct told told;

	held--;
	args->lv1_status = 0;
	if (is_told("SWEEP_RELEASE", ++releases, &told))
		args->lv1_status = told.status;
	return result(lv1mem_status_errno(args->lv1_status));
}

int __wrap_open(const char *name, int flags, int mode)
{
	if (strcmp(name, LV1MEM_DEVICE))
		return __real_open(name, flags, mode);
	if (number_of("SWEEP_OPEN"))
		return result(number_of("SWEEP_OPEN"));
	device = __real_open("/dev/null", flags, mode);
	return device;
}

int __wrap_open64(const char *name, int flags, int mode)
{
	return __wrap_open(name, flags, mode);
}

int __wrap_close(int fd)
{
	if (fd == device && held) {
		fprintf(stderr, "%u regions are held at the end\n", held);
		_exit(99);
	}
	return __real_close(fd);
}

int __wrap_ioctl(int fd, unsigned long request, void *argument)
{
	if (fd != device)
		return __real_ioctl(fd, request, argument);
	if (request == LV1MEM_IOC_ALLOC)
		return allocate(argument);
	if (request == LV1MEM_IOC_FREE)
		return release(argument);
	return result(ENOTTY);
}
