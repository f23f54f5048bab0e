// SPDX-License-Identifier: GPL-2.0-only
/*
 * A simulated device for "lv1mem sweep" and "lv1mem report", linked in with
 *	-Wl,--wrap=open,--wrap=open64,--wrap=close,--wrap=ioctl
 * It answers as the reference page says, except for variables of the environment:
 *
 * SWEEP_ANSWER		"N:STATUS[:MUID]": the answer to the Nth call; 0 is all calls
 * SWEEP_RELEASE	"N:STATUS": the same for releases
 * SWEEP_DELAY		microseconds for each call
 * SWEEP_HANG		flags of a call that never returns
 * SWEEP_REFUSE		the errno with which the driver refuses every call
 * SWEEP_OPEN		the errno with which the device cannot be opened
 *
 * The program fails if regions are allocated when it closes the device, except for
 * those whose release failed.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <lv1mem.h>

int __real_open(const char *name, int flags, int mode);
int __real_ioctl(int fd, unsigned long request, void *argument);
int __real_close(int fd);
int __wrap_open(const char *name, int flags, int mode);
int __wrap_open64(const char *name, int flags, int mode);
int __wrap_ioctl(int fd, unsigned long request, void *argument);
int __wrap_close(int fd);

/* What a console has left, and how many calls may allocate. */
#define MEMORY	  (9 << 20)
#define CALLS_MAX 65536

static int device = -1;
static unsigned int calls;
static unsigned int releases;
static unsigned int allocated;
static uint64_t left = MEMORY;
static uint64_t lengths[CALLS_MAX]; /* of the region of each call */

static int number_of(const char *variable)
{
	const char *text = getenv(variable);

	return text ? atoi(text) : 0;
}

struct override {
	unsigned int number;
	int32_t status;
	uint64_t muid;
};

/* True if @variable has an answer for this call. */
static bool is_overridden(const char *variable, unsigned int number,
			  struct override *override)
{
	const char *text = getenv(variable);

	*override = (struct override){ .muid = 1 };
	if (!text || sscanf(text, "%u:%" SCNd32 ":%" SCNu64, &override->number,
			    &override->status, &override->muid) < 2)
		return false;
	return !override->number || override->number == number;
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
	if (args->page_shift > 21 || args->length > left || calls >= CALLS_MAX)
		return -2;
	return args->lv1_flags & 8 ? -7 : 0;
}

static int result(int err)
{
	errno = err;
	return err ? -1 : 0;
}

/* The address of the region of a call, and back: all have the size class 12. */
static uint64_t region_of(unsigned int call)
{
	return 0x300000000000 + ((uint64_t)call << 12);
}

static unsigned int call_of(uint64_t lpar_addr)
{
	return (lpar_addr - region_of(0)) >> 12;
}

static int allocate(struct lv1mem_alloc *args)
{
	struct override override;
	bool is_override;

	/* A sleep of 0 takes time too. */
	if (number_of("SWEEP_DELAY"))
		usleep(number_of("SWEEP_DELAY"));
	if (getenv("SWEEP_HANG") && args->lv1_flags == strtoull(getenv("SWEEP_HANG"), NULL, 0))
		pause();
	args->lv1_status = 0;
	if (!args->page_shift && !(args->flags & LV1MEM_ALLOC_RAW))
		args->page_shift = 12;
	if (number_of("SWEEP_REFUSE"))
		return result(number_of("SWEEP_REFUSE"));
	is_override = is_overridden("SWEEP_ANSWER", ++calls, &override);
	args->lv1_status = is_override ? override.status : answer(args);
	if (args->lv1_status)
		return result(lv1mem_status_errno(args->lv1_status));

	allocated++;
	lengths[calls % CALLS_MAX] = args->length;
	left -= args->length;
	args->lpar_addr = region_of(calls);
	args->muid = is_override ? override.muid : 1;
	return 0;
}

static int release(struct lv1mem_free *args)
{
	struct override override;

	allocated--;
	left += lengths[call_of(args->lpar_addr) % CALLS_MAX];
	args->lv1_status = 0;
	if (is_overridden("SWEEP_RELEASE", ++releases, &override))
		args->lv1_status = override.status;
	return result(lv1mem_status_errno(args->lv1_status));
}

/* Regions that are released are found, too. */
static int query(struct lv1mem_query *args)
{
	unsigned int call = call_of(args->lpar_addr);

	args->lv1_status = args->lpar_addr < region_of(0) || !call || call > calls ? -6 : 0;
	if (args->lv1_status)
		return result(ENOENT);
	args->start = region_of(call);
	args->length = lengths[call % CALLS_MAX];
	args->access_right = 3;
	args->page_shift = 12;
	args->lv1_flags = 0;
	return 0;
}

int __wrap_open(const char *name, int flags, int mode)
{
	if (strcmp(name, LV1MEM_DEVICE))
		return __real_open(name, flags, mode);
	if (number_of("SWEEP_OPEN"))
		return result(number_of("SWEEP_OPEN"));
	/* Memory to map, at the offset 0 of every region. */
	device = memfd_create("lv1mem", 0);
	return ftruncate(device, 1 << 20) ? -1 : device;
}

int __wrap_open64(const char *name, int flags, int mode)
{
	return __wrap_open(name, flags, mode);
}

int __wrap_close(int fd)
{
	if (fd == device && allocated) {
		fprintf(stderr, "%u regions are allocated at the end\n", allocated);
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
	if (request == LV1MEM_IOC_QUERY)
		return query(argument);
	if (request == LV1MEM_IOC_GET_INFO)
		return 0;
	return result(ENOTTY);
}
