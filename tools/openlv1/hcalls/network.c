// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of network device 1:0 that Linux' debug console needs: calls 170, 174,
 * 176, 187 and 194. The console sends each line as a UDP broadcast; the text goes to
 * the log. See Linux arch/powerpc/platforms/ps3/gelic_udbg.c. Only the driver of the
 * network device would close it again.
 */
#include "../lib/endian.h"
#include "hypercall.h"

#define NETWORK_BUS		1
#define NETWORK_DEVICE		0
#define BUS_ADDRESS		0x80000000ULL
#define CONTROL_GET_MAC_ADDRESS 1
#define MAC_ADDRESS		0x00020a4c5631ULL /* locally administered */
/* Ethernet, IPv4 and UDP headers without options or VLAN tag. */
#define HEADERS_LENGTH	  42
#define PACKET_LENGTH_MAX 1514

/* A descriptor of the network device, in big-endian. */
struct descriptor {
	u32 buffer;
	u32 length;
	u32 next;
	u32 command_status;
};

static bool is_network(u64 bus, u64 device)
{
	return bus == NETWORK_BUS && device == NETWORK_DEVICE;
}

static s64 open_device(struct call *call, u64 bus, u64 device, u64 unused)
{
	if (!is_network(bus, device))
		return LV1_NO_ENTRY;
	if (!DMA_OUTLIVES_OPEN)
		partition.debug_console = (struct dma_window){ 0 };
	kernel_log_silence();
	return LV1_SUCCESS;
}

HYPERCALL(170, open_device, 3, 0, "Linux ps3/gelic_udbg.c");

static s64 allocate_device_dma_region(struct call *call, u64 bus, u64 device,
				      u64 size, u64 page_shift, u64 flags)
{
	struct dma_window *window = &partition.debug_console;

	if (!is_network(bus, device))
		return LV1_NO_ENTRY;
	if (size == 0 || size > REAL_MODE_SIZE)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	if (window->size)
		return LV1_RESOURCE_SHORTAGE;
	window->size = size;
	call->out[0] = BUS_ADDRESS;
	return LV1_SUCCESS;
}

HYPERCALL(174, allocate_device_dma_region, 5, 1, "Linux ps3/gelic_udbg.c");

static s64 map_device_dma_region(struct call *call, u64 bus, u64 device,
				 u64 lpar_addr, u64 bus_addr, u64 size, u64 flags)
{
	struct dma_window *window = &partition.debug_console;
	u64 real;

	if (!is_network(bus, device) || !window->size || bus_addr != BUS_ADDRESS)
		return LV1_NO_ENTRY;
	if (size != window->size ||
	    !region_translate(&partition.regions, lpar_addr, size, &real))
		return STATUS_BAD_ADDRESS;
	window->lpar_addr = lpar_addr;
	window->mapped = true;
	return LV1_SUCCESS;
}

HYPERCALL(176, map_device_dma_region, 6, 0, "Linux ps3/gelic_udbg.c");

/* Translates at each use: the partition may have released the region. */
static void *window_pointer(u64 bus_addr, u64 length)
{
	const struct dma_window *window = &partition.debug_console;
	u64 offset = bus_addr - BUS_ADDRESS;
	u64 real;

	if (!window->mapped || bus_addr < BUS_ADDRESS || offset >= window->size ||
	    length > window->size - offset ||
	    !region_translate(&partition.regions, window->lpar_addr + offset,
			      length, &real))
		return NULL;
	return real_pointer(real);
}

static s64 net_start_tx_dma(struct call *call, u64 bus, u64 device,
			    u64 bus_addr, u64 flags)
{
	struct descriptor *descriptor;
	const char *packet;
	u32 length;

	if (!is_network(bus, device))
		return LV1_NO_ENTRY;
	descriptor = window_pointer(bus_addr, sizeof(*descriptor));
	if (!descriptor || (uintptr_t)descriptor % _Alignof(struct descriptor))
		return STATUS_BAD_ADDRESS;
	length = be32(*(volatile u32 *)&descriptor->length);
	if (length < HEADERS_LENGTH || length > PACKET_LENGTH_MAX)
		return LV1_ILLEGAL_PARAMETER_VALUE;
	packet = window_pointer(be32(*(volatile u32 *)&descriptor->buffer),
				length);
	if (!packet)
		return STATUS_BAD_ADDRESS;
	if (!kernel_log.always)
		console_write(packet + HEADERS_LENGTH, length - HEADERS_LENGTH);
	descriptor->command_status = 0;
	return LV1_SUCCESS;
}

HYPERCALL(187, net_start_tx_dma, 4, 0, "Linux ps3/gelic_udbg.c");

/* Only the MAC address is supported. Linux also asks for a VLAN tag. */
static s64 net_control(struct call *call, u64 bus, u64 device, u64 command,
		       u64 p2, u64 p3, u64 p4)
{
	if (!is_network(bus, device))
		return LV1_NO_ENTRY;
	if (command != CONTROL_GET_MAC_ADDRESS)
		return LV1_UNSUPPORTED_PARAMETER_VALUE;
	call->out[0] = MAC_ADDRESS;
	call->out[1] = 0;
	return LV1_SUCCESS;
}

HYPERCALL(194, net_control, 6, 2, "Linux ps3/gelic_udbg.c");
