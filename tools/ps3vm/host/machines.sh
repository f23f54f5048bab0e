# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What differs from machine to machine. openlv1 is a PS3 partition: OpenLV1 on QEMU's
# powernv8. pseries is QEMU's own, whose hypervisor is QEMU itself: what a kernel costs
# there, and what it does there, is the kernel's own doing.

# describe_machine MACHINE WORK: sets qemu_machine, qemu_options, ports and machine_words.
describe_machine() {
	case $1 in
	openlv1)
		qemu_machine=powernv8
		qemu_options=(-machine powernv8 -m 2G -bios "$2/openlv1.bin")
		# The partition writes to log, terminal and files, and to openlv1 it cannot.
		ports=(log terminal openlv1 files)
		machine_words=
		;;
	pseries)
		qemu_machine=pseries
		qemu_options=(
			-machine 'pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off'
			-cpu power8 -m 256M -nodefaults -no-reboot
		)
		ports=(log terminal files)
		# A Cell's kernel mitigates nothing, and QEMU has nothing to help it with.
		machine_words=' mitigations=off'
		;;
	esac
}

# has_terminal MACHINE BUILD: OpenLV1's is one of our modules, which not every kernel can
# have.
has_terminal() {
	[[ $1 == pseries ]] || { [[ -n $2 ]] && grep -sqx CONFIG_HVC_DRIVER=y "$2/.config"; }
}

# machine_ended MACHINE WORK: the partition came to its end, and not just QEMU.
machine_ended() {
	case $1 in
	openlv1) grep -qE '^openlv1: end: the partition (stopped|shut itself down)' "$2/openlv1" ;;
	pseries) ((!qemu_status)) ;;
	esac
}

# ledger_is_clean MACHINE WORK: pseries keeps no account. One region is the kernel's high
# memory.
ledger_is_clean() {
	[[ $1 == pseries ]] || grep -qE '^openlv1: ledger: live=0 .* boot=[01] .* released_mapped=0 ' "$2/openlv1"
}
