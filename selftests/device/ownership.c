// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which file owns a region, and when the driver releases it without FREE.
 */
#include <signal.h>

#include "fixture.h"
#include "descriptor.h"

FIXTURE_FILES(ownership)

TEST_F(ownership, close_releases_the_regions_of_its_file)
{
	struct lv1mem_alloc region = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	int fd = must_open(_metadata);

	for (int i = 0; i < 5; i++)
		must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	EXPECT_REGIONS(6);
	close(fd);
	EXPECT_REGIONS(1);
	EXPECT_EQ(0, free_region(self->fd, region.lpar_addr));
}

TEST_F(ownership, dup_shares_the_file)
{
	int fd = must_open(_metadata), copy = dup(fd);
	struct lv1mem_alloc region = must_alloc(_metadata, fd, TEST_PAGE_SIZE);

	ASSERT_LE(0, copy);
	close(fd);
	EXPECT_REGIONS(1);
	EXPECT_EQ(0, free_region(copy, region.lpar_addr));
	EXPECT_REGIONS(0);

	must_alloc(_metadata, copy, TEST_PAGE_SIZE);
	close(copy);
	EXPECT_REGIONS(0);
}

/* The child frees one region, and its end releases nothing. */
TEST_F(ownership, fork_shares_the_file)
{
	struct lv1mem_alloc freed = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	struct lv1mem_alloc kept = must_alloc(_metadata, self->fd, TEST_PAGE_SIZE);
	pid_t child = must_fork(_metadata);

	if (!child) {
		CHILD_EXPECT_EQ(0, free_region(self->fd, freed.lpar_addr));
		close(self->fd);
		_exit(0);
	}

	EXPECT_EQ(0, wait_for(child));
	EXPECT_REGIONS(1);
	EXPECT_EQ(-ENOENT, free_region(self->fd, freed.lpar_addr));
	EXPECT_EQ(0, free_region(self->fd, kept.lpar_addr));
}

TEST_F(ownership, child_keeps_what_its_parent_has_closed)
{
	int fd = must_open(_metadata);
	int hold[2];
	pid_t child;
	char byte;

	ASSERT_EQ(0, err_of(pipe(hold)));
	must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	child = must_fork(_metadata);
	if (!child) {
		close(hold[1]);
		CHILD_EXPECT_EQ(0, read(hold[0], &byte, 1));
		_exit(0);
	}

	close(fd);
	EXPECT_REGIONS(1);
	close(hold[1]);
	EXPECT_EQ(0, wait_for(child));
	EXPECT_REGIONS(0);
	close(hold[0]);
}

TEST_F(ownership, descriptor_in_a_message_keeps_the_file)
{
	struct lv1mem_alloc region;
	int sockets[2];
	int fd;

	if (!open_sockets(SOCK_STREAM, sockets)) {
		ASSERT_TRUE(kernel_lacks_sockets())
		{
			TH_LOG("socketpair: %s", strerror(errno));
		}
		SKIP(return, "the kernel has no unix sockets");
	}
	fd = must_open(_metadata);
	region = must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	ASSERT_EQ(0, send_descriptor(sockets[0], fd, 0));
	close(fd);
	EXPECT_REGIONS(1);

	fd = receive_descriptor(sockets[1], 0);
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, free_region(fd, region.lpar_addr));
	close(fd);
	close(sockets[0]);
	close(sockets[1]);
}

TEST_F(ownership, mapping_keeps_the_file)
{
	int fd = must_open(_metadata);
	struct lv1mem_alloc region = must_alloc(_metadata, fd, TEST_PAGE_SIZE);
	volatile char *bytes = must_map(_metadata, fd, &region);

	bytes[0] = 1;
	close(fd);
	EXPECT_REGIONS(1);
	bytes[TEST_PAGE_SIZE - 1] = 2;
	EXPECT_EQ(1, bytes[0]);

	ASSERT_EQ(0, err_of(munmap((void *)bytes, TEST_PAGE_SIZE)));
	EXPECT_REGIONS(0);
}

/* In a child: allocate three regions, map and touch one of them. */
static void use_regions(void)
{
	struct lv1mem_alloc region;
	volatile char *bytes;
	int fd = open_file();

	for (int i = 0; i < 3; i++)
		CHILD_EXPECT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
	bytes = map_region(fd, &region);
	CHILD_EXPECT_MAPPED(bytes);
	bytes[0] = 1;
}

TEST_F(ownership, killed_process_leaves_nothing)
{
	int ready[2];
	pid_t child;
	char byte;

	ASSERT_EQ(0, err_of(pipe(ready)));
	child = must_fork(_metadata);
	if (!child) {
		use_regions();
		CHILD_EXPECT_EQ(1, write(ready[1], "", 1));
		for (;;)
			pause();
	}

	close(ready[1]);
	EXPECT_EQ(1, read(ready[0], &byte, 1));
	EXPECT_REGIONS(3);

	ASSERT_EQ(0, err_of(kill(child, SIGKILL)));
	EXPECT_EQ(128 + SIGKILL, wait_for(child));
	EXPECT_REGIONS(0);
	close(ready[0]);
}

/* It neither closes nor unmaps. */
TEST_F(ownership, exit_leaves_nothing)
{
	pid_t child = must_fork(_metadata);

	if (!child) {
		use_regions();
		_exit(0);
	}
	EXPECT_EQ(0, wait_for(child));
	EXPECT_REGIONS(0);
}

/*
 * Start a child that allocates a region and then executes another program. The pipe is
 * closed on exec. Returns the child or a negative errno.
 */
static pid_t become_another_program(int flags)
{
	struct lv1mem_alloc region;
	int running[2];
	pid_t child;
	char byte;

	if (pipe2(running, O_CLOEXEC))
		return -errno;
	child = fork_child();
	if (!child) {
		int fd = open(LV1MEM_TEST_DEVICE, O_RDWR | flags);

		CHILD_EXPECT_EQ(0, alloc_region(fd, TEST_PAGE_SIZE, &region));
		CHILD_EXPECT_MAPPED(map_region(fd, &region));
		CHILD_EXPECT_EQ(0, err_of(execl("/bin/sh", "sh", "-c", "sleep 60", NULL)));
		_exit(1);
	}
	close(running[1]);
	if (child > 0 && read(running[0], &byte, 1))
		child = -EPROTO;
	close(running[0]);
	return child;
}

TEST_F(ownership, exec_inherits_the_file_if_it_may)
{
	pid_t child = become_another_program(0);

	ASSERT_LT(0, child);
	EXPECT_REGIONS(1);
	kill(child, SIGKILL);
	EXPECT_EQ(128 + SIGKILL, wait_for(child));
	EXPECT_REGIONS(0);
}

TEST_F(ownership, exec_closes_a_file_that_it_may_not_inherit)
{
	pid_t child = become_another_program(O_CLOEXEC);
	struct lv1mem_info info;

	ASSERT_LT(0, child);
	/* The kernel may close the pipe before the file. */
	for (int i = 0; i < 200; i++) {
		ASSERT_EQ(0, get_info(self->watcher, &info));
		if (info.total_regions == self->before.total_regions)
			break;
		usleep(10000);
	}
	EXPECT_REGIONS(0);
	kill(child, SIGKILL);
	EXPECT_EQ(128 + SIGKILL, wait_for(child));
}

TEST_F(ownership, the_module_stays_while_a_file_is_open)
{
	if (access("/sys/module/lv1mem/refcnt", F_OK))
		SKIP(return, "the driver is no module");
	EXPECT_EQ(-1, syscall(SYS_delete_module, "lv1mem", O_NONBLOCK));
	EXPECT_EQ(EWOULDBLOCK, errno);
	EXPECT_EQ(0, access(LV1MEM_TEST_DEVICE, F_OK));
}

TEST_HARNESS_MAIN
