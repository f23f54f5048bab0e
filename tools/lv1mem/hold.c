// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals that end lv1mem; and holding regions until one of them, a line of input, or the end
 * of a command.
 */
#include <poll.h>
#include <sys/wait.h>

#include "command.h"

/* SIGINT ends what is under way, the others also lv1mem shell. */
static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

#define NUMBER_COUNT (sizeof(numbers) / sizeof(numbers[0]))

static struct sigaction originals[NUMBER_COUNT];
static bool is_catching;
static volatile sig_atomic_t caught;

bool must_end(void)
{
	return caught && caught != SIGINT;
}

static void catch_signal(int signal_number)
{
	if (!must_end())
		caught = signal_number;
}

void catch_interrupts(void)
{
	/* A write to the terminal must not be cut short. */
	const struct sigaction action = {
		.sa_handler = catch_signal,
		.sa_flags = SA_RESTART,
	};

	if (!must_end())
		caught = 0;
	if (is_catching)
		return;
	is_catching = true;
	for (size_t i = 0; i < NUMBER_COUNT; i++) {
		sigaction(numbers[i], &action, &originals[i]);
		/* As nohup asks. */
		if (numbers[i] == SIGHUP && originals[i].sa_handler == SIG_IGN)
			sigaction(SIGHUP, &originals[i], NULL);
	}
}

void restore_interrupts(void)
{
	for (size_t i = 0; is_catching && i < NUMBER_COUNT; i++)
		sigaction(numbers[i], &originals[i], NULL);
	is_catching = false;
}

int interrupted(void)
{
	return caught;
}

sigset_t block_signals(sigset_t *original)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (size_t i = 0; i < NUMBER_COUNT; i++)
		sigaddset(&set, numbers[i]);
	sigprocmask(SIG_BLOCK, &set, original);
	return set;
}

/* True at the end of stdin or of a line. */
static bool line_has_ended(void)
{
	char text[256];
	ssize_t length = read(STDIN_FILENO, text, sizeof(text));

	if (length < 0)
		return errno != EINTR && errno != EAGAIN;
	return !length || memchr(text, '\n', length);
}

int hold_until_key(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t original;

	block_signals(&original);
	while (!interrupted()) {
		if (ppoll(&input, 1, NULL, &original) > 0 && line_has_ended())
			break;
	}
	sigprocmask(SIG_SETMASK, &original, NULL);
	return interrupted();
}

static void set_number(const char *name, uint64_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	setenv(name, text, 1);
}

/* Set a variable to one word for each region: its mmap offset, or its address. */
static void set_words(const char *name, const struct held_region *held,
		      size_t count, bool offsets)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return;
	for (size_t i = 0; i < count; i++)
		fprintf(stream, "%s0x%" PRIx64, i ? " " : "",
			offsets ? held[i].region.mmap_offset : held[i].region.lpar_addr);
	if (!fclose(stream))
		setenv(name, text, 1);
	free(text);
}

/* All regions have the same length and page size. */
static void set_environment(const struct context *context, size_t first)
{
	const struct held_region *held = &context->regions[first];
	size_t count = context->region_count - first;

	set_number("LV1MEM_FD", context->fd);
	set_words("LV1MEM_ADDR", held, count, false);
	set_number("LV1MEM_LENGTH", held->region.length);
	set_number("LV1MEM_PAGE_SHIFT", held->region.page_shift);
	if (held->region.mmap_offset == LV1MEM_NOT_MAPPABLE)
		unsetenv("LV1MEM_MMAP_OFFSET");
	else
		set_words("LV1MEM_MMAP_OFFSET", held, count, true);
}

static void run_command(char **command)
{
	int status = 126;

	execvp(command[0], command);
	if (errno == ENOENT)
		status = 127;
	print_error("%s: %s", command[0], strerror(errno));
	_exit(status);
}

static int wait_for_command(pid_t child, const sigset_t *set)
{
	siginfo_t info;
	int status;
	int signal_number;

	while (!waitpid(child, &status, WNOHANG)) {
		signal_number = sigwaitinfo(set, &info);
		/* A key of the terminal has reached the command already. */
		if (signal_number != SIGCHLD && info.si_code != SI_KERNEL)
			kill(child, signal_number);
	}
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

int hold_while_running(const struct context *context, size_t first,
		       char **command)
{
	sigset_t original;
	sigset_t set;
	pid_t child;
	int status;

	/* If SIGCHLD were ignored, the command's exit status would be lost. */
	signal(SIGCHLD, SIG_DFL);
	set = block_signals(&original);
	fflush(stdout);
	child = fork();
	if (!child) {
		set_environment(context, first);
		fcntl(context->fd, F_SETFD, 0);
		restore_interrupts();
		sigprocmask(SIG_SETMASK, &original, NULL);
		run_command(command);
	}
	if (child < 0) {
		print_error("cannot start %s: %s", command[0], strerror(errno));
		status = 126;
	} else {
		/* One may have come before it could reach the command. */
		if (interrupted())
			kill(child, interrupted());
		status = wait_for_command(child, &set);
	}
	sigprocmask(SIG_SETMASK, &original, NULL);
	return status;
}
