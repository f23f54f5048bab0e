# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # ps3vm and its parts share their variables
#
# A PS3 partition: OpenLV1 on QEMU's powernv8.

platform=PS3
platform_mark=sony,ps3
platform_option=CONFIG_PPC_PS3
modules=yes
append+=$openlv1_options

qemu_machine=powernv8
qemu_options=(-machine powernv8 -m 2G -bios "$work/openlv1.bin")

# It is one of our modules, which not every kernel can have.
has_terminal() {
	[[ -n $build ]] && grep -qx CONFIG_HVC_DRIVER=y "$build/.config"
}

machine_ended() {
	grep -qaE '^openlv1: end: the partition (stopped|shut itself down)' "$work/log"
}

hypervisor_is_clean() {
	grep -Eq '^openlv1: ledger: live=0 .* released_mapped=0 ' "$work/log"
}
