// SPDX-License-Identifier: GPL-2.0-only
/*
 * Virtual UARTs: calls 162 and 163. One port is the partition's terminal, and one
 * receives files from it.
 */
#include "hypercall.h"

/*
 * Bytes that one call moves at most. It also ends at the end of a page of a region,
 * and returns how many it moved.
 */
#define TRANSFER_MAX 4096ULL

static s64 find_text(u64 port, u64 lpar_addr, u64 *length, char **text)
{
	u64 real;
	u64 contiguous = region_contiguous(&partition.regions, lpar_addr, &real);

	if (port != OPENLV1_TERMINAL_PORT && port != OPENLV1_FILES_PORT)
		return LV1_NO_ENTRY;
	if (!contiguous)
		return STATUS_BAD_ADDRESS;
	if (*length > contiguous)
		*length = contiguous;
	if (*length > TRANSFER_MAX)
		*length = TRANSFER_MAX;
	*text = real_pointer(real);
	return LV1_SUCCESS;
}

static s64 read_virtual_uart(struct call *call, u64 port, u64 lpar_addr,
			     u64 length)
{
	char *text;
	s64 status = find_text(port, lpar_addr, &length, &text);

	if (status)
		return status;
	call->out[0] = port == OPENLV1_TERMINAL_PORT ? terminal_read(text, length) : 0;
	return LV1_SUCCESS;
}

HYPERCALL(162, read_virtual_uart, 3, 1, "Linux ps3-vuart.c");

static s64 write_virtual_uart(struct call *call, u64 port, u64 lpar_addr,
			      u64 length)
{
	char *text;
	s64 status = find_text(port, lpar_addr, &length, &text);

	if (status)
		return status;
	call->out[0] = port == OPENLV1_TERMINAL_PORT ? terminal_write(text, length) :
						       files_write(text, length);
	return LV1_SUCCESS;
}

HYPERCALL(163, write_virtual_uart, 3, 1, "Linux ps3-vuart.c");
