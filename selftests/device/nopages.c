// SPDX-License-Identifier: GPL-2.0-only
/*
 * A region has no struct page. On its mapping, system calls that need one fail and
 * change nothing; those that copy bytes work. The man page of the device lists them.
 */
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "fixture.h"

#define REGION_LENGTH (2 * TEST_PAGE_SIZE)
#define WORD	      0x1122334455667788ULL

FIXTURE(nopages)
{
	FIXTURE_FIELDS;
	struct lv1mem_alloc region;
	uint64_t *words;
};

FIXTURE_SETUP(nopages)
{
	OPEN_FILES();
	self->region = must_alloc(_metadata, self->fd, REGION_LENGTH);
	self->words = must_map(_metadata, self->fd, &self->region);
	self->words[0] = WORD;
}

/* Nothing holds the region once it is unmapped. */
FIXTURE_TEARDOWN(nopages)
{
	EXPECT_EQ(0, err_of(munmap(self->words, REGION_LENGTH)));
	EXPECT_EQ(0, free_region(self->fd, self->region.lpar_addr));
	CLOSE_FILES();
}

#define EXPECT_FAILS(error, result) \
	do { \
		errno = 0; \
		EXPECT_EQ(-1, (long)(result)); \
		EXPECT_EQ(error, errno); \
		EXPECT_EQ(WORD, self->words[0]); \
	} while (0)

TEST_F(nopages, vmsplice_is_efault)
{
	struct iovec part = { self->words, sizeof(self->words[0]) };
	int ends[2];

	ASSERT_EQ(0, err_of(pipe(ends)));
	EXPECT_FAILS(EFAULT, vmsplice(ends[1], &part, 1, 0));
	EXPECT_EQ(sizeof(WORD), write(ends[1], &self->words[0], sizeof(WORD)));
	EXPECT_EQ(sizeof(WORD), read(ends[0], &self->words[1], sizeof(WORD)));
	EXPECT_EQ(WORD, self->words[1]);
	close(ends[0]);
	close(ends[1]);
}

TEST_F(nopages, direct_io_is_efault)
{
	int fd = open("/dev/ram0", O_RDWR | O_DIRECT | O_CLOEXEC);

	if (fd < 0)
		SKIP(return, "there is no /dev/ram0");
	EXPECT_FAILS(EFAULT, pread(fd, self->words, 4096, 0));
	EXPECT_FAILS(EFAULT, pwrite(fd, self->words, 4096, 0));
	close(fd);
}

TEST_F(nopages, process_vm_is_efault)
{
	struct iovec remote = { self->words, sizeof(self->words[0]) };
	uint64_t word = 0;
	struct iovec local = { &word, sizeof(word) };

	if (process_vm_readv(getpid(), &local, 0, &remote, 0, 0))
		SKIP(return, "the kernel has no process_vm_readv");
	EXPECT_FAILS(EFAULT, process_vm_readv(getpid(), &local, 1, &remote, 1, 0));
	EXPECT_FAILS(EFAULT, process_vm_writev(getpid(), &local, 1, &remote, 1, 0));
	EXPECT_EQ(0, word);
}

TEST_F(nopages, registered_buffer_of_io_uring_is_efault)
{
	struct io_uring_params params = { 0 };
	struct iovec buffer = { self->words, TEST_PAGE_SIZE };
	int ring = syscall(SYS_io_uring_setup, 1, &params);

	if (ring < 0)
		SKIP(return, "the kernel has no io_uring");
	EXPECT_FAILS(EFAULT, syscall(SYS_io_uring_register, ring, IORING_REGISTER_BUFFERS,
				     &buffer, 1));
	close(ring);
}

static long wake(uint32_t *word, int private)
{
	return syscall(SYS_futex, word, FUTEX_WAKE | private, 1, NULL, NULL, 0);
}

/* The kernel finds a shared futex by its page, a private one by its address. */
TEST_F(nopages, shared_futex_is_efault)
{
	EXPECT_FAILS(EFAULT, wake((uint32_t *)self->words, 0));
	EXPECT_EQ(0, wake((uint32_t *)self->words, FUTEX_PRIVATE_FLAG));
}

TEST_F(nopages, advice_about_pages_is_refused)
{
	EXPECT_FAILS(EINVAL, madvise(self->words, REGION_LENGTH, MADV_DONTNEED));
	EXPECT_FAILS(EINVAL, madvise(self->words, REGION_LENGTH, MADV_FREE));
	EXPECT_FAILS(ENODEV, madvise(self->words, REGION_LENGTH, MADV_REMOVE));
	EXPECT_FAILS(EINVAL, madvise(self->words, REGION_LENGTH, MADV_DODUMP));
	EXPECT_EQ(0, err_of(madvise(self->words, REGION_LENGTH, MADV_WILLNEED)));
	EXPECT_EQ(WORD, self->words[0]);
}

TEST_F(nopages, a_mapping_can_be_left_out_of_fork)
{
	pid_t child;

	ASSERT_EQ(0, err_of(madvise(self->words, REGION_LENGTH, MADV_DONTFORK)));
	child = must_fork(_metadata);
	if (!child) {
		signal(SIGSEGV, SIG_DFL);
		_exit(*(volatile uint64_t *)self->words ? 1 : 2);
	}
	EXPECT_EQ(128 + SIGSEGV, wait_for(child));
}

TEST_F(nopages, proc_mem_keeps_to_the_protection)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	const off_t start = (uintptr_t)self->words, second = start + TEST_PAGE_SIZE;
	uint64_t word = 0;

	if (memory < 0)
		SKIP(return, "/proc/self/mem cannot be opened");
	EXPECT_EQ(sizeof(word), pread(memory, &word, sizeof(word), start));
	EXPECT_EQ(WORD, word);
	word = ~WORD;
	EXPECT_EQ(sizeof(word), pwrite(memory, &word, sizeof(word), start + 8));
	EXPECT_EQ(~WORD, self->words[1]);

	/* Across two pages, and across the end of the mapping. */
	EXPECT_EQ(sizeof(word), pwrite(memory, &word, sizeof(word), second - 4));
	memcpy(&word, (char *)self->words + TEST_PAGE_SIZE - 4, sizeof(word));
	EXPECT_EQ(~WORD, word);
	ASSERT_EQ(0, err_of(munmap((char *)self->words + TEST_PAGE_SIZE, TEST_PAGE_SIZE)));
	EXPECT_EQ(4, pread(memory, &word, sizeof(word), second - 4));

	ASSERT_EQ(0, err_of(mprotect(self->words, TEST_PAGE_SIZE, PROT_READ)));
	EXPECT_FAILS(EIO, pwrite(memory, &word, sizeof(word), start));
	EXPECT_EQ(sizeof(word), pread(memory, &word, sizeof(word), start));
	EXPECT_EQ(WORD, word);
	ASSERT_EQ(0, err_of(mprotect(self->words, TEST_PAGE_SIZE, PROT_NONE)));
	EXPECT_EQ(-EIO, err_of(pread(memory, &word, sizeof(word), start)));
	close(memory);
}

/* As a debugger does it. */
TEST_F(nopages, ptrace_reads_and_writes)
{
	pid_t child = must_fork(_metadata);
	long word, first;
	int status;

	if (!child) {
		raise(SIGSTOP);
		CHILD_EXPECT_EQ(-2, self->words[1]);
		_exit(0);
	}
	ASSERT_EQ(0, err_of(ptrace(PTRACE_SEIZE, child, NULL, NULL)));
	ASSERT_EQ(child, waitpid(child, &status, WUNTRACED));
	errno = 0;
	word = ptrace(PTRACE_PEEKDATA, child, self->words, NULL);
	EXPECT_EQ(0, errno);
	memcpy(&first, self->words, sizeof(first));
	EXPECT_EQ(first, word);
	for (size_t i = 0; i < 8 / sizeof(long); i++)
		EXPECT_EQ(0, err_of(ptrace(PTRACE_POKEDATA, child, (long *)&self->words[1] + i,
					   i == 8 / sizeof(long) - 1 ? -2L : -1L)));
	EXPECT_EQ(0, err_of(ptrace(PTRACE_DETACH, child, NULL, NULL)));
	kill(child, SIGCONT);
	EXPECT_EQ(0, wait_for(child));
}

TEST_HARNESS_MAIN
