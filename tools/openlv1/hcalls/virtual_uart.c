// SPDX-License-Identifier: GPL-2.0-only
/*
 * Virtual UARTs: calls 162 and 163. One port is the partition's terminal.
 */
#include "hypercall.h"

/* How many bytes of [lpar_addr, lpar_addr + length) lie in one piece. */
static size_t piece(u64 lpar_addr, u64 length, char **text)
{
	struct region *region = region_find(&partition.regions, lpar_addr);
	u64 offset, contiguous;

	if (!region)
		return 0;
	offset = lpar_addr - region->lpar_addr;
	*text = real_pointer(region_real(&partition.regions, region, offset,
					 &contiguous));
	return length < contiguous ? length : contiguous;
}

typedef size_t transfer_piece(char *text, size_t length);

static size_t write_piece(char *text, size_t length)
{
	return terminal_write(text, length);
}

static size_t read_piece(char *text, size_t length)
{
	return terminal_read(text, length);
}

static s64 transfer_all(const u64 *in, u64 *out, transfer_piece *transfer)
{
	u64 done = 0;

	if (in[0] != OPENLV1_TERMINAL_PORT)
		return LV1_NO_ENTRY;
	while (done < in[2]) {
		char *text;
		size_t length = piece(in[1] + done, in[2] - done, &text);
		size_t moved;

		if (!length)
			return STATUS_BAD_ADDRESS;
		moved = transfer(text, length);
		done += moved;
		if (moved < length)
			break;
	}
	out[0] = done;
	return LV1_SUCCESS;
}

static s64 read_virtual_uart(unsigned int thread, const u64 *in, u64 *out)
{
	return transfer_all(in, out, read_piece);
}

HYPERCALL(162, read_virtual_uart, 3, 1);

static s64 write_virtual_uart(unsigned int thread, const u64 *in, u64 *out)
{
	return transfer_all(in, out, write_piece);
}

HYPERCALL(163, write_virtual_uart, 3, 1);
