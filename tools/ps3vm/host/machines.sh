# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What differs from machine to machine. openlv1 is a PS3 partition: OpenLV1 on QEMU's
# powernv8. pseries is QEMU's own, whose hypervisor is QEMU itself: what a kernel costs
# there, and what it does there, is the kernel's own doing.

# describe_machine MACHINE WORK: sets qemu_machine, qemu_options, ports and machine_words.
# Files come out of a partition in the machine's memory, which is a file then.
describe_machine() {
	case $1 in
	openlv1)
		qemu_machine=powernv8
		qemu_options=(-machine powernv8 -m 2G -bios "$2/openlv1.bin")
		((!${#gets[@]})) || qemu_options+=(
			-object "memory-backend-file,id=memory,size=2G,share=on,mem-path=$2/memory"
			-machine memory-backend=memory
		)
		# The partition writes to log and terminal, and to openlv1 it cannot.
		ports=(log terminal openlv1)
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

# sent_files MACHINE WORK: print what came by the port for files.
sent_files() {
	local length address
	if [[ $1 == pseries ]]; then
		cat "$2/files"
		return
	fi
	read -r length address < <(sed -n 's/^openlv1: files: \([0-9]*\) bytes at \(0x[0-9a-f]*\)$/\1 \2/p' "$2/openlv1") || return 0
	dd if="$2/memory" bs=1M iflag=skip_bytes,count_bytes skip=$((address)) count="$length" status=none
}

# ledger_is_clean MACHINE WORK: pseries keeps no account. One region is the kernel's high
# memory.
ledger_is_clean() {
	[[ $1 == pseries ]] || grep -qE '^openlv1: ledger: live=0 .* boot=[01] .* released_mapped=0 ' "$2/openlv1"
}
