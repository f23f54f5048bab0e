// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steps with files, and with what is around the driver: its parameters, what it shows,
 * and a hypervisor that refuses.
 */
#include <inttypes.h>
#include <stdio.h>

#include "kselftest.h"

#include "../abi.h"
#include "../descriptor.h"
#include "../injection.h"
#include "actor.h"

/* The file that was there before is closed. */
static int replace(struct actor *actor, unsigned int slot, int fd)
{
	int before;

	if (fd < 0)
		return -errno;
	before = atomic_exchange(&actor->world->files[slot], fd);
	if (before >= 0)
		close(before);
	return 0;
}

int do_open(struct actor *actor, const struct step *step)
{
	static const int modes[] = { O_RDWR, O_RDONLY, O_WRONLY };
	int mode = modes[value_of(actor, step, "mode")];
	int fd;

	fail_arm(actor, step);
	fd = open(LV1MEM_TEST_DEVICE, mode | O_CLOEXEC);
	fail_disarm(actor, step);
	return replace(actor, value_of(actor, step, "file"), fd);
}

int do_dup(struct actor *actor, const struct step *step)
{
	return replace(actor, value_of(actor, step, "to"),
		       fcntl(file_of(actor, step), F_DUPFD_CLOEXEC, 0));
}

int do_close(struct actor *actor, const struct step *step)
{
	int fd = atomic_exchange(&actor->world->files[value_of(actor, step, "file")], -1);
	int error = 0;

	fail_arm(actor, step);
	if (close(fd))
		error = -errno;
	fail_disarm(actor, step);
	return error;
}

int do_send(struct actor *actor, const struct step *step)
{
	return send_descriptor(actor->world->letters[0], file_of(actor, step), MSG_DONTWAIT);
}

int do_receive(struct actor *actor, const struct step *step)
{
	int fd = receive_descriptor(actor->world->letters[1], MSG_DONTWAIT);

	return fd < 0 ? fd : replace(actor, value_of(actor, step, "file"), fd);
}

static int read_all(struct actor *actor, const struct step *step, const char *path)
{
	char buffer[4096];
	ssize_t length;
	int fd;

	fail_arm(actor, step);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	do {
		length = read(fd, buffer, sizeof(buffer));
	} while (length > 0);
	length = length < 0 ? -errno : 0;
	fail_disarm(actor, step);
	if (fd >= 0)
		close(fd);
	return length;
}

int do_fdinfo(struct actor *actor, const struct step *step)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", file_of(actor, step));
	return read_all(actor, step, path);
}

int do_debugfs(struct actor *actor, const struct step *step)
{
	return read_all(actor, step, "/sys/kernel/debug/lv1mem/regions");
}

int do_limit(struct actor *actor, const struct step *step)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, value_of(actor, step, "value"));
	return set_parameter(value_of(actor, step, "which"), text);
}

int do_drop(struct actor *actor, const struct step *step)
{
	(void)actor;
	(void)step;
	return drop_rawio();
}

int do_refuse(struct actor *actor, const struct step *step)
{
	static const int calls[] = { LV1_CALL_ALLOCATE_MEMORY, LV1_CALL_QUERY_REGION,
				     LV1_CALL_RELEASE_MEMORY };

	return refuse(calls[value_of(actor, step, "call")], value_of(actor, step, "nth"),
		      (int64_t)value_of(actor, step, "status"));
}
