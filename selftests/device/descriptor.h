/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sending descriptors to other processes: unix(7), SCM_RIGHTS.
 */
#ifndef _LV1MEM_TEST_DESCRIPTOR_H
#define _LV1MEM_TEST_DESCRIPTOR_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * Open a pair of sockets, SOCK_STREAM or SOCK_DGRAM. Returns false with errno set on
 * failure; see kernel_lacks_sockets().
 */
static inline bool open_sockets(int type, int sockets[2])
{
	return !socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, sockets);
}

/* Whether the kernel has no CONFIG_UNIX, so that open_sockets() fails. */
static inline bool kernel_lacks_sockets(void)
{
	return access("/proc/net/unix", F_OK);
}

union descriptor_control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

/* The message has one byte, as a stream cannot have an empty one. */
static inline struct msghdr descriptor_message(struct iovec *text,
					       union descriptor_control *control)
{
	static char byte;

	*text = (struct iovec){ &byte, 1 };
	return (struct msghdr){
		.msg_iov = text,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(*control),
	};
}

/* @flags are those of sendmsg(). Returns 0 or a negative errno. */
static inline int send_descriptor(int socket, int fd, int flags)
{
	union descriptor_control control = {
		.header = { .cmsg_len = CMSG_LEN(sizeof(fd)),
			    .cmsg_level = SOL_SOCKET,
			    .cmsg_type = SCM_RIGHTS },
	};
	struct iovec text;
	struct msghdr message = descriptor_message(&text, &control);

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	return sendmsg(socket, &message, flags) < 0 ? -errno : 0;
}

/*
 * @flags are those of recvmsg(). Returns a new descriptor or a negative errno, -ENOENT if
 * the message has none.
 */
static inline int receive_descriptor(int socket, int flags)
{
	union descriptor_control control;
	struct iovec text;
	struct msghdr message = descriptor_message(&text, &control);
	int fd;

	if (recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC) < 0)
		return -errno;
	if (!message.msg_controllen)
		return -ENOENT;
	memcpy(&fd, CMSG_DATA(&control.header), sizeof(fd));
	return fd;
}

#endif /* _LV1MEM_TEST_DESCRIPTOR_H */
