// SPDX-License-Identifier: GPL-2.0-only
/*
 * File systems and devices.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "init.h"

/* This init runs without udev, which would make these links. */
static void link_standard_files(void)
{
	static const char *const links[][2] = {
		{ "/proc/self/fd", "/dev/fd" },
		{ "/proc/self/fd/0", "/dev/stdin" },
		{ "/proc/self/fd/1", "/dev/stdout" },
		{ "/proc/self/fd/2", "/dev/stderr" },
	};

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (symlink(links[i][0], links[i][1]))
			perror(links[i][1]);
	}
}

void mount_all(void)
{
	static const struct {
		const char *type;
		const char *where;
	} mounts[] = {
		{ "devtmpfs", "/dev" },
		{ "proc", "/proc" },
		{ "sysfs", "/sys" },
		{ "debugfs", "/sys/kernel/debug" },
		{ "tracefs", "/sys/kernel/tracing" },
	};

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].where, 0755);
		/* A kernel can lack some of these; init goes on without them. */
		mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL);
	}
	link_standard_files();
}

static void make_node(const char *number)
{
	char path[256], line[256], name[128] = "";
	unsigned int major_number, minor_number;
	FILE *event;

	if (sscanf(number, "%u:%u", &major_number, &minor_number) != 2)
		return;
	snprintf(path, sizeof(path), "/sys/dev/char/%s/uevent", number);
	event = fopen(path, "re");
	if (!event)
		return;
	while (fgets(line, sizeof(line), event))
		sscanf(line, "DEVNAME=%127s", name);
	fclose(event);
	snprintf(path, sizeof(path), "/dev/%s", name);
	if (*name && !strchr(name, '/'))
		mknod(path, S_IFCHR | 0600, makedev(major_number, minor_number));
}

/* Without devtmpfs, as in ps3_defconfig, userspace must make the device nodes. */
void make_nodes(void)
{
	DIR *devices = opendir("/sys/dev/char");
	struct dirent *device;

	while (devices && (device = readdir(devices)))
		make_node(device->d_name);
	if (devices)
		closedir(devices);
}

/* A kernel without a console starts init without standard files. */
void open_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd < STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}
