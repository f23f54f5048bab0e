# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The differences between the machines. openlv1 is a PS3 partition: OpenLV1 on QEMU's
# powernv8. pseries is QEMU's own, with QEMU as the hypervisor: it shows what the kernel
# does and costs without OpenLV1.

# describe_machine MACHINE WORK: set qemu_machine, qemu_options, ports and machine_words.
# Files leave a partition through the machine's memory, which is then a file.
describe_machine() {
	case $1 in
	openlv1)
		qemu_machine=powernv8
		qemu_options=(-machine powernv8 -m 2G -bios "$2/openlv1.bin")
		((!${#gets[@]})) || qemu_options+=(
			-object "memory-backend-file,id=memory,size=2G,share=on,mem-path=$2/memory"
			-machine memory-backend=memory
		)
		# The partition can write to log and terminal, not to openlv1.
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
		# A kernel on a Cell has no mitigations either.
		machine_words=' mitigations=off'
		;;
	esac
}

# has_terminal MACHINE BUILD: OpenLV1's terminal is a module of ours, which not every
# kernel can load.
has_terminal() {
	[[ $1 == pseries ]] && return
	# All of our configurations have it; a dry run may ask before the build.
	[[ -e $2/.config ]] || { [[ -n $2 && ${option[config]} != ps3_defconfig ]] && return; }
	grep -sqx CONFIG_HVC_DRIVER=y "$2/.config"
}

# machine_ended MACHINE WORK: the partition itself ended, and not only QEMU.
machine_ended() {
	case $1 in
	openlv1) grep -qE '^openlv1: end: the partition (stopped|shut itself down)' "$2/openlv1" ;;
	pseries) ((!qemu_status)) ;;
	esac
}

# sent_files MACHINE WORK: print what the machine sent over the port for files.
sent_files() {
	local length address
	if [[ $1 == pseries ]]; then
		cat "$2/files"
		return
	fi
	read -r length address < <(sed -n 's/^openlv1: files: \([0-9]*\) bytes at \(0x[0-9a-f]*\)$/\1 \2/p' "$2/openlv1") || return 0
	dd if="$2/memory" bs=1M iflag=skip_bytes,count_bytes skip=$((address)) count="$length" status=none
}

# ledger_is_clean MACHINE WORK: boot= counts the kernel's high memory. pseries has no
# ledger.
ledger_is_clean() {
	[[ $1 == pseries ]] || grep -qE '^openlv1: ledger: live=0 .* boot=[01] .* released_mapped=0 ' "$2/openlv1"
}
