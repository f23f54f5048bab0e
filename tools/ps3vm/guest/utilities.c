// SPDX-License-Identifier: GPL-2.0-only
/*
 * The few commands that the virtual machine has beside lv1mem, in one program
 * that goes by the name it is called by.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int do_true(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static int do_false(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 1;
}

static int do_echo(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		printf("%s%s", argv[i], i + 1 < argc ? " " : "");
	putchar('\n');
	return 0;
}

static int copy_out(const char *path)
{
	char bytes[4096];
	ssize_t length;
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : 0;

	if (fd < 0) {
		fprintf(stderr, "cat: %s: %s\n", path, strerror(errno));
		return 1;
	}
	while ((length = read(fd, bytes, sizeof(bytes))) > 0)
		fwrite(bytes, 1, (size_t)length, stdout);
	if (fd)
		close(fd);
	return length < 0;
}

static int do_cat(int argc, char **argv)
{
	int failed = argc < 2 ? copy_out("-") : 0;

	for (int i = 1; i < argc; i++)
		failed |= copy_out(argv[i]);
	return failed;
}

static int do_sleep(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: sleep SECONDS\n");
		return 1;
	}
	sleep((unsigned int)strtoul(argv[1], NULL, 10));
	return 0;
}

static int do_insmod(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;

	if (argc != 2) {
		fprintf(stderr, "usage: insmod FILE\n");
		return 1;
	}
	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0)) {
		fprintf(stderr, "insmod: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	return 0;
}

/* Sleeps for ever, even as PID 1. */
static int do_pause(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	while (pause())
		;
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} utilities[] = {
		{ "true", do_true }, { "false", do_false }, { "echo", do_echo },
		{ "cat", do_cat }, { "sleep", do_sleep }, { "pause", do_pause },
		{ "insmod", do_insmod },
	};
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash ? slash + 1 : argv[0];

	for (size_t i = 0; i < sizeof(utilities) / sizeof(utilities[0]); i++) {
		if (strcmp(name, utilities[i].name))
			continue;
		return utilities[i].run(argc, argv) | (fflush(stdout) != 0);
	}
	fprintf(stderr, "utilities: no such command: %s\n", name);
	return 127;
}
