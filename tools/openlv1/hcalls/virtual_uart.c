// SPDX-License-Identifier: GPL-2.0-only
/*
 * Virtual UARTs: calls 162 and 163. One port is the partition's terminal, and one
 * receives files from it.
 */
#include "hypercall.h"

/* Bytes that one call moves at most. The call returns how many it moved. */
#define TRANSFER_MAX 4096ULL

/* How many bytes of [lpar_addr, lpar_addr + length) are contiguous in memory. */
static size_t contiguous_text(u64 lpar_addr, u64 length, char **text)
{
	u64 real;
	u64 contiguous = region_contiguous(&partition.regions, lpar_addr, &real);

	if (!contiguous)
		return 0;
	*text = real_pointer(real);
	return length < contiguous ? length : contiguous;
}

typedef size_t transfer_piece(char *text, size_t length);

static size_t write_terminal(char *text, size_t length)
{
	return terminal_write(text, length);
}

static size_t write_files(char *text, size_t length)
{
	return files_write(text, length);
}

static size_t read_nothing(char *text, size_t length)
{
	return 0;
}

/* Whether all of [lpar_addr, lpar_addr + length) belongs to the partition. */
static bool is_accessible(u64 lpar_addr, u64 length)
{
	u64 done = 0;
	char *text;

	while (done < length) {
		size_t next = contiguous_text(lpar_addr + done, length - done, &text);

		if (!next)
			return false;
		done += next;
	}
	return true;
}

static s64 transfer_all(struct call *call, u64 lpar_addr, u64 length,
			transfer_piece *transfer)
{
	u64 done = 0;

	if (length > TRANSFER_MAX)
		length = TRANSFER_MAX;
	if (!is_accessible(lpar_addr, length))
		return STATUS_BAD_ADDRESS;
	while (done < length) {
		char *text = NULL;
		size_t wanted = contiguous_text(lpar_addr + done, length - done, &text);
		size_t moved = transfer(text, wanted);

		done += moved;
		if (moved < wanted)
			break;
	}
	call->out[0] = done;
	return LV1_SUCCESS;
}

static s64 read_virtual_uart(struct call *call, u64 port, u64 lpar_addr,
			     u64 length)
{
	if (port == OPENLV1_TERMINAL_PORT)
		return transfer_all(call, lpar_addr, length, terminal_read);
	if (port == OPENLV1_FILES_PORT)
		return transfer_all(call, lpar_addr, length, read_nothing);
	return LV1_NO_ENTRY;
}

HYPERCALL(162, read_virtual_uart, 3, 1, "Linux ps3-vuart.c");

static s64 write_virtual_uart(struct call *call, u64 port, u64 lpar_addr,
			      u64 length)
{
	if (port == OPENLV1_TERMINAL_PORT)
		return transfer_all(call, lpar_addr, length, write_terminal);
	if (port == OPENLV1_FILES_PORT)
		return transfer_all(call, lpar_addr, length, write_files);
	return LV1_NO_ENTRY;
}

HYPERCALL(163, write_virtual_uart, 3, 1, "Linux ps3-vuart.c");
