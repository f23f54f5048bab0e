# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What is built before the machine starts, and kept: the kernel, and the base image that
# runs on it.

# check_vmlinux FILE MACHINE: FILE is a kernel that MACHINE can boot.
check_vmlinux() {
	local file=$1 header mark option
	case $2 in
	openlv1) mark=sony,ps3 option=CONFIG_PPC_PS3 ;;
	pseries) mark=hcall-pft option=CONFIG_PPC_PSERIES ;;
	esac
	header=$(LC_ALL=C powerpc64-linux-gnu-readelf -hl "$file" 2>/dev/null) || true
	if ! grep -q "Data:.* big endian" <<<"$header" || ! grep -q "Machine: *PowerPC64" <<<"$header"; then
		fail "$file is no big-endian 64-bit PowerPC ELF file: give the vmlinux at the top of the kernel's build tree, uncompressed"
	fi
	grep -q '^ *LOAD ' <<<"$header" ||
		fail "$file has no program headers to load it by: give vmlinux as it was linked, not an object file"
	grep -qaF "$mark" "$file" ||
		fail "$file is no kernel for the machine $2, it does not know \"$mark\": build it with $option=y"
}

# take_vmlinux FILE COPY: COPY lacks what is only for debuggers, which may be ten times
# the rest; QEMU puts 128 MiB at most into memory.
take_vmlinux() {
	powerpc64-linux-gnu-strip -o "$2" "$1" || fail "$1 cannot be stripped; see above"
	(($(stat -c %s "$2") <= 128 << 20)) ||
		fail "$1 is larger than 128 MiB even without debug information: build more as modules"
}

# is_up_to_date FOLDER BUILD: asking make takes longer than booting. A folder is newer
# when a file in it went.
is_up_to_date() {
	[[ -e $1/ready && -z $(find ${2:+"$2/ready"} "$top"/{drivers,include,tools} -newer "$1/ready" -print -quit) ]]
}

# build_base FOLDER SOURCE BUILD MODULES BUSYBOX: openlv1.bin and initramfs.cpio into
# FOLDER, for the kernel of the trees SOURCE and BUILD; with MODULES, if that is not empty.
build_base() {
	local folder=$1 source=$2 lock
	# What is edited while make runs is newer than its start.
	touch "$folder/started"
	# Kernels of one source share the programs, so one is built after another.
	exec {lock}>"$top/build/guest/lock"
	flock "$lock"
	make -s -j "$(nproc)" -C "$here" O="$folder" PROGRAMS="$top/build/guest/programs-$(sha256sum <<<"$source" | cut -c -16)" \
		KSRC="$source" KBUILD="${4:+$3}" BUSYBOX="$5" >&2 ||
		fail "what runs in the machine does not build; see above"
	exec {lock}>&-
	mv "$folder/started" "$folder/ready"
}

# take_base WORK SOURCE BUILD MODULES BUSYBOX: build the base image, if it is not up to
# date, and copy it into WORK.
take_base() {
	local work=$1 build=$3 folder lock
	folder=$top/build/guest/$([[ -n $build ]] && basename "$build" || echo no-modules)
	if [[ -n ${dry_run[*]} ]]; then
		is_up_to_date "$folder" "$build" || note "would build: the base image, in $folder"
		return
	fi
	mkdir -p "$folder"
	exec {lock}>"$folder/lock"
	flock -s "$lock"
	if ! is_up_to_date "$folder" "$build"; then
		flock "$lock"
		build_base "$folder" "${@:2}"
	fi
	cp "$folder/openlv1.bin" "$folder/initramfs.cpio" "$work/"
	exec {lock}>&-
}
