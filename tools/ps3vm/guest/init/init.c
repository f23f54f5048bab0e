// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of the virtual machine: runs one command on the terminal, checks the kernel,
 * logs the result, and powers off.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

#define MODULE_LIST "/ps3vm/modules"
#define TOKEN_FILE  "/ps3vm/token"

/* Our modules are out-of-tree and unsigned; the kernel may have run its own tests. */
#define TAINTS_EXPECTED ((1ul << 12) | (1ul << 13) | (1ul << 18))

#define TAINT_FILE "/proc/sys/kernel/tainted"
/* While this is Y, no log level hides a message. */
#define LEVEL_FILE "/sys/module/printk/parameters/ignore_loglevel"

static int taint_file, level_file;

static void load_module(const char *path)
{
	/* The terminal of a person is polled for input every 20 ms. */
	bool polls = is_interactive() && strstr(path, "/openlv1.ko");
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || syscall(SYS_finit_module, fd, polls ? "poll_interval=20" : "", 0))
		say("unclean: cannot load %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void load_modules(void)
{
	FILE *list = fopen(MODULE_LIST, "re");
	char path[256];

	if (!list) {
		say("there are no modules for this kernel: no /dev/lv1mem");
		return;
	}
	while (fgets(path, sizeof(path), list)) {
		path[strcspn(path, "\n")] = '\0';
		load_module(path);
	}
	fclose(list);
}

static void unload_lv1mem(void)
{
	if (syscall(SYS_delete_module, "lv1mem", O_NONBLOCK) && errno != ENOENT)
		say("unclean: cannot unload lv1mem: %s", strerror(errno));
}

/* The command's children must not hold regions or modules during the checks. */
static void end_other_processes(void)
{
	kill(-1, SIGKILL);
	while (wait(NULL) > 0)
		;
}

/* Before the command, which can mount something over the files. */
static void open_checks(void)
{
	taint_file = open(TAINT_FILE, O_RDONLY | O_CLOEXEC);
	level_file = open(LEVEL_FILE, O_RDONLY | O_CLOEXEC);
}

static bool read_text(int fd, const char *path, char *text, size_t size)
{
	ssize_t length = pread(fd, text, size - 1, 0);

	if (length <= 0) {
		say("unclean: cannot be checked: %s cannot be read", path);
		return false;
	}
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return true;
}

/* ps3vm itself looks through the kernel's log. */
static void check_kernel(void)
{
	char text[32];

	if (read_text(taint_file, TAINT_FILE, text, sizeof(text)) &&
	    strtoul(text, NULL, 10) & ~TAINTS_EXPECTED)
		say("unclean: the kernel is tainted: %s", text);
	if (read_text(level_file, LEVEL_FILE, text, sizeof(text)) &&
	    strcmp(text, "Y"))
		say("unclean: cannot be checked: " LEVEL_FILE " is %s, and a log level hides messages",
		    text);
}

static void read_token(char *token, int size)
{
	FILE *file = fopen(TOKEN_FILE, "re");

	if (!file || !fgets(token, size, file))
		say("unclean: cannot read " TOKEN_FILE);
	token[strcspn(token, "\n")] = '\0';
	if (file)
		fclose(file);
}

int main(void)
{
	char token[64] = "";
	bool devtmpfs;
	int status;

	mount_all();
	devtmpfs = access("/dev/null", F_OK) == 0;
	if (!devtmpfs)
		make_nodes();
	open_standard_files();
	open_log();
	read_token(token, sizeof(token));
	setenv("PATH", "/bin:/tests", 1);
	setenv("HOME", "/tmp", 1);
	setenv("TERM", "xterm", 0);
	setenv("ENV", "/etc/shrc", 1);
	load_modules();
	if (!devtmpfs)
		make_nodes();
	open_files_port();
	open_checks();

	status = run_command();

	end_other_processes();
	end_log_line();
	bring_out_files(token);
	unload_lv1mem();
	check_kernel();
	say("exit %d %s", status, token);
	sync();
	reboot(RB_POWER_OFF);
	return 1;
}
