// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of the virtual machine: runs one command on the terminal, looks whether
 * the kernel is still clean, says so in the log, and powers off.
 *
 * The lines that tools/ps3vm/ps3vm reads from the log:
 *	ps3vm: unclean: WHY	any number
 *	ps3vm: exit STATUS	last, after all checks
 */
#define _GNU_SOURCE	/* pipe2 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define LOG_DEVICE	"/dev/hvc0"
#define TERMINAL_DEVICE	"/dev/hvc1"
/* The log of a kernel without the debug console; OpenLV1 reads it from memory. */
#define KERNEL_LOG_DEVICE "/dev/kmsg"
/* In the environment: to use KERNEL_LOG_DEVICE whatever else there is. */
#define KERNEL_LOG_WANTED "PS3VM_KMSG"
/* What the kernel takes as one message. */
#define KERNEL_LOG_LINE	900
/* The priority of a message of the kernel's own is below. */
#define KERNEL_PRIORITIES 8
/* Module file names, a line each, in the order to load them. */
#define MODULE_LIST	"/ps3vm/modules"
/* The command and its arguments, each ended by a zero byte. */
#define COMMAND_FILE	"/ps3vm/command"
/* Exists when a person sits at the terminal. */
#define INTERACTIVE_FILE "/ps3vm/interactive"
/* Milliseconds after which the terminal looks for input. */
#define POLL_PARAMETER	"/sys/module/openlv1_terminal/parameters/poll_interval"
#define POLL_INTERVAL	"20"

#define COMMAND_MAX	65536
#define ARGUMENTS_MAX	256
#define EXIT_NOT_FOUND	127
#define EXIT_CANNOT_RUN	126
/* An out-of-tree module, and an unsigned one: ours are both. */
#define TAINTS_EXPECTED	((1ul << 12) | (1ul << 13))

static FILE *log_file;

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
	va_list arguments;

	if (!log_file)
		return;
	va_start(arguments, format);
	fputs("ps3vm: ", log_file);
	vfprintf(log_file, format, arguments);
	fputc('\n', log_file);
	fflush(log_file);
	va_end(arguments);
}

static bool is_interactive(void)
{
	return access(INTERACTIVE_FILE, F_OK) == 0;
}

static void mount_all(void)
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
		{ "tmpfs", "/tmp" },
	};

	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].where, 0755);
		/* What this kernel does not have is not needed either. */
		mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL);
	}
}

static void make_node(const char *number)
{
	char path[256], line[256], name[128] = "";
	unsigned int major_number, minor_number;
	FILE *event;

	snprintf(path, sizeof(path), "/sys/dev/char/%s/uevent", number);
	event = fopen(path, "re");
	if (!event || sscanf(number, "%u:%u", &major_number, &minor_number) != 2)
		return;
	while (fgets(line, sizeof(line), event))
		sscanf(line, "DEVNAME=%127s", name);
	fclose(event);
	snprintf(path, sizeof(path), "/dev/%s", name);
	if (*name && !strchr(name, '/'))
		mknod(path, S_IFCHR | 0600, makedev(major_number, minor_number));
}

/* A kernel without devtmpfs, as ps3_defconfig's, leaves that to userspace. */
static void make_nodes(void)
{
	DIR *devices = opendir("/sys/dev/char");
	struct dirent *device;

	while (devices && (device = readdir(devices)))
		make_node(device->d_name);
	if (devices)
		closedir(devices);
}

/* A kernel without a console starts init without them. */
static void open_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd < STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Not to be made as files, where there are no such devices. */
static void open_log(void)
{
	if (!getenv(KERNEL_LOG_WANTED))
		log_file = fopen(LOG_DEVICE, "r+e");
	if (!log_file)
		log_file = fopen(KERNEL_LOG_DEVICE, "r+e");
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		say("unclean: cannot load %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void load_modules(void)
{
	FILE *list = fopen(MODULE_LIST, "re");
	char path[256];

	if (!list) {
		say("there are no modules for this kernel: no /dev/lv1mem, no terminal");
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

/* Nobody types: a program that reads is to see the end, and not to wait. */
static void close_input(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	dup2(fd, 0);
	close(fd);
}

/* A person who types is not to wait until the idle terminal looks for input. */
static void make_terminal_prompt(void)
{
	int fd = open(POLL_PARAMETER, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, POLL_INTERVAL, strlen(POLL_INTERVAL)) < 0)
		say("cannot set " POLL_PARAMETER ": %s", strerror(errno));
	if (fd >= 0)
		close(fd);
}

/*
 * What a program writes is to arrive byte for byte. When a person types, the
 * terminal that they sit at begins lines at the left by itself.
 */
static void set_terminal_mode(int fd)
{
	struct termios mode;

	if (tcgetattr(fd, &mode))
		return;
	if (is_interactive()) {
		mode.c_oflag &= ~(tcflag_t)ONLCR;
	} else {
		cfmakeraw(&mode);
		mode.c_lflag |= ISIG;
	}
	tcsetattr(fd, TCSANOW, &mode);
}

static unsigned short size_from_environment(const char *name)
{
	const char *text = getenv(name);

	return text ? (unsigned short)strtoul(text, NULL, 10) : 0;
}

/* As variables they would stay when the window changes and "resize" is called. */
static void set_terminal_size(int fd)
{
	struct winsize size = {
		.ws_row = size_from_environment("LINES"),
		.ws_col = size_from_environment("COLUMNS"),
	};

	unsetenv("LINES");
	unsetenv("COLUMNS");
	if (size.ws_row && size.ws_col)
		ioctl(fd, TIOCSWINSZ, &size);
}

static void take_terminal(int fd)
{
	if (fd < 0)
		return;
	set_terminal_mode(fd);
	set_terminal_size(fd);
	ioctl(fd, TIOCSCTTY, 1);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	if (!is_interactive())
		close_input();
}

static bool read_command(char *text, char **arguments)
{
	int fd = open(COMMAND_FILE, O_RDONLY | O_CLOEXEC);
	ssize_t length, start = 0;
	int count = 0;

	if (fd < 0)
		return false;
	length = read(fd, text, COMMAND_MAX - 1);
	close(fd);
	while (start < length && count < ARGUMENTS_MAX - 1) {
		arguments[count++] = text + start;
		start += (ssize_t)strlen(text + start) + 1;
	}
	arguments[count] = NULL;
	return count > 0;
}

static void run_child(char **arguments, int terminal)
{
	setsid();
	take_terminal(terminal);
	execvp(arguments[0], arguments);
	fprintf(stderr, "ps3vm: cannot run %s: %s\n", arguments[0],
		strerror(errno));
	_exit(errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN);
}

/* One message for each line, and for what is longer than a message can be. */
static void relay_line(const char *text, size_t length)
{
	static char line[KERNEL_LOG_LINE];
	static size_t used;

	for (size_t i = 0; i < length; i++) {
		if (text[i] != '\n')
			line[used++] = text[i];
		if (!used || (text[i] != '\n' && used < sizeof(line)))
			continue;
		fprintf(log_file, "%.*s\n", (int)used, line);
		fflush(log_file);
		used = 0;
	}
}

/*
 * What the command writes goes to the log, until the command ends; what it
 * left running may still hold the pipe.
 */
static int relay_until_end(int output, pid_t child)
{
	struct pollfd wanted = { .fd = output, .events = POLLIN };
	char text[512];
	int status = 0;
	bool ended = false;

	for (;;) {
		ssize_t length = 0;

		if (poll(&wanted, 1, ended ? 0 : 50) > 0)
			length = read(output, text, sizeof(text));
		if (length > 0) {
			relay_line(text, (size_t)length);
			continue;
		}
		if (ended)
			break;
		/* Nothing more can come once the pipe is closed. */
		ended = waitpid(child, &status,
				wanted.revents & POLLHUP ? 0 : WNOHANG) == child;
	}
	relay_line("\n", 1);
	close(output);
	return status;
}

/*
 * The terminal, or, if there is none, a pipe whose other end is @output, or -1.
 */
static int open_terminal(int *output)
{
	int terminal = open(TERMINAL_DEVICE, O_RDWR | O_NOCTTY);
	int ends[2];

	*output = -1;
	if (terminal >= 0 || !log_file || pipe2(ends, O_CLOEXEC))
		return terminal;
	say("there is no terminal: what the command writes comes here");
	*output = ends[0];
	return ends[1];
}

static int wait_for(pid_t child)
{
	int status;

	while (wait(&status) != child)
		;
	return status;
}

static int run_command(void)
{
	static char text[COMMAND_MAX];
	char *arguments[ARGUMENTS_MAX];
	int status, terminal, output;
	pid_t child;

	if (!read_command(text, arguments)) {
		say("unclean: no command was given in " COMMAND_FILE);
		return EXIT_CANNOT_RUN;
	}
	terminal = open_terminal(&output);
	child = fork();
	if (child == 0)
		run_child(arguments, terminal);
	if (terminal >= 0)
		close(terminal);
	status = output >= 0 ? relay_until_end(output, child) : wait_for(child);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

/* What the command left running must not hold anything when we look. */
static void end_other_processes(void)
{
	kill(-1, SIGKILL);
	while (wait(NULL) > 0)
		;
}

static void check_taint(void)
{
	unsigned long taint;
	FILE *file = fopen("/proc/sys/kernel/tainted", "re");

	if (!file)
		return;
	if (fscanf(file, "%lu", &taint) == 1 && taint & ~TAINTS_EXPECTED)
		say("unclean: the kernel is tainted: %lu", taint);
	fclose(file);
}

static bool is_splat(const char *message)
{
	static const char * const marks[] = {
		"BUG:", "WARNING:", "Oops", "INFO: possible", "INFO: task",
		"INFO: trying to register", "rcu: INFO:", "kernel BUG at",
		"Unable to handle", "Kernel panic", "lockdep:",
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (strstr(message, marks[i]))
			return true;
	}
	return false;
}

static void check_kernel_log(void)
{
	char record[8192];
	ssize_t length;
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return;
	for (;;) {
		char *message;

		length = read(fd, record, sizeof(record) - 1);
		if (length < 0 && errno == EPIPE)
			continue;
		if (length <= 0)
			break;
		record[length] = '\0';
		message = strchr(record, ';');
		if (!message || atoi(record) >= KERNEL_PRIORITIES ||
		    !is_splat(message))
			continue;
		message[strcspn(message, "\n")] = '\0';
		say("unclean: %s", message + 1);
	}
	close(fd);
}

int main(void)
{
	bool devtmpfs;
	int status;

	mount_all();
	devtmpfs = access("/dev/null", F_OK) == 0;
	if (!devtmpfs)
		make_nodes();
	open_standard_files();
	open_log();
	setenv("PATH", "/bin:/tests", 1);
	setenv("HOME", "/tmp", 1);
	setenv("TERM", "xterm", 0);
	setenv("ENV", "/etc/shrc", 1);
	load_modules();
	if (!devtmpfs)
		make_nodes();
	if (is_interactive())
		make_terminal_prompt();

	status = run_command();

	end_other_processes();
	unload_lv1mem();
	check_taint();
	check_kernel_log();
	say("exit %d", status);
	sync();
	reboot(RB_POWER_OFF);
	return 1;
}
