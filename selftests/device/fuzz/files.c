// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steps that use files, read fdinfo and debugfs, set limits, drop CAP_SYS_RAWIO, or make
 * the hypervisor refuse a call.
 */
#include <stdio.h>

#include "kselftest.h"

#include "../abi.h"
#include "../descriptor.h"
#include "../injection.h"
#include "actor.h"

/* Store a descriptor, and close the one that it replaces. */
static int replace(struct actor *actor, unsigned int slot, int fd)
{
	int before;

	if (fd < 0)
		return fd;
	before = atomic_exchange(&actor->world->files[slot], fd);
	if (before >= 0)
		close(before);
	return 0;
}

int do_open(struct actor *actor, const struct step *step)
{
	static const int modes[] = { O_RDWR, O_RDONLY, O_WRONLY };
	int mode = modes[value_of(actor, step, "mode")];

	return replace(actor, value_of(actor, step, "file"),
		       FAILING(actor, step, open(LV1MEM_TEST_DEVICE, mode | O_CLOEXEC)));
}

int do_dup(struct actor *actor, const struct step *step)
{
	return replace(actor, value_of(actor, step, "to"),
		       FAILING(actor, step, fcntl(file_of(actor, step), F_DUPFD_CLOEXEC, 0)));
}

int do_close(struct actor *actor, const struct step *step)
{
	int fd = atomic_exchange(&actor->world->files[value_of(actor, step, "file")], -1);

	return FAILING(actor, step, close(fd));
}

int do_send(struct actor *actor, const struct step *step)
{
	return send_descriptor(actor->world->sockets[0], file_of(actor, step), MSG_DONTWAIT);
}

int do_receive(struct actor *actor, const struct step *step)
{
	return replace(actor, value_of(actor, step, "file"),
		       receive_descriptor(actor->world->sockets[1], MSG_DONTWAIT));
}

int do_fdinfo(struct actor *actor, const struct step *step)
{
	char path[64];
	int lines;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", file_of(actor, step));
	lines = FAILING(actor, step, count_lines(path));
	return lines < 0 ? lines : 0;
}

int do_debugfs(struct actor *actor, const struct step *step)
{
	int lines = FAILING(actor, step, count_lines(REGIONS_FILE));

	return lines < 0 ? lines : 0;
}

int do_limit(struct actor *actor, const struct step *step)
{
	const char *const *names = operations[OP_LIMIT].arguments[0].names;

	return set_limit(names[value_of(actor, step, "which")], value_of(actor, step, "value"));
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
