/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Descriptors in messages, from one process to another: unix(7), SCM_RIGHTS.
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
 * A pair for send_descriptor() and receive_descriptor(), of type SOCK_STREAM or
 * SOCK_DGRAM. Returns false with errno set.
 */
static inline bool open_sockets(int type, int sockets[2])
{
	return !socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, sockets);
}

/* Whether the kernel was built without CONFIG_NET or CONFIG_UNIX. */
static inline bool kernel_lacks_sockets(void)
{
	return access("/proc/net/unix", F_OK);
}

union descriptor_control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

/* A message of one byte, as a stream has none without. */
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
 * @flags are those of recvmsg(). Returns a descriptor, which the caller closes, or a
 * negative errno; -ENOENT if the message has none.
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
