# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Builds what the machine needs before it starts: the kernel and the base image. All makes
# and scripts use the same compilers.
export CROSS_COMPILE=${CROSS_COMPILE:-powerpc64-linux-gnu-} CROSS_COMPILE_32=${CROSS_COMPILE_32:-powerpc-linux-gnu-}

# source_for KERNEL: print the kernel whose source is needed. That is KERNEL, but for a
# vmlinux the tree that it was built from, if it is still in its place, or any other.
source_for() {
	local folder tree
	[[ -f $1 ]] || { echo "$1" && return; }
	folder=$(dirname -- "$1")
	for tree in "$folder/source" "$folder"; do
		[[ ! -d $tree/arch/powerpc/platforms/ps3 ]] || { echo "$tree" && return; }
	done
	echo 6.12
}

# check_vmlinux FILE MACHINE: check that MACHINE can boot FILE.
check_vmlinux() {
	local file=$1 header mark option
	case $2 in
	openlv1) mark=sony,ps3 option=CONFIG_PPC_PS3 ;;
	pseries) mark=hcall-pft option=CONFIG_PPC_PSERIES ;;
	esac
	header=$(LC_ALL=C "${CROSS_COMPILE}readelf" -hl "$file" 2>/dev/null) || true
	if ! grep -q "Data:.* big endian" <<<"$header" || ! grep -q "Machine: *PowerPC64" <<<"$header"; then
		fail "$file is no big-endian 64-bit PowerPC ELF file: give the vmlinux at the top of the kernel's build tree, uncompressed"
	fi
	grep -q '^ *LOAD ' <<<"$header" ||
		fail "$file has no program headers to load it by: give vmlinux as it was linked, not an object file"
	grep -qaF "$mark" "$file" ||
		fail "$file is no kernel for the machine $2, it does not know \"$mark\": build it with $option=y"
}

# take_vmlinux FILE COPY: copy it without debug information, which may be ten times the
# rest: QEMU loads at most 128 MiB.
take_vmlinux() {
	"${CROSS_COMPILE}strip" -o "$2" "$1" || fail "$1 cannot be stripped; see above"
	(($(stat -c %s "$2") <= 128 << 20)) ||
		fail "$1 is larger than 128 MiB even without debug information: build more as modules"
}

# is_up_to_date FOLDER BUILD SOURCE...: asking make would take longer than booting. find
# looks at folders too, whose time changes when a file is removed.
is_up_to_date() {
	[[ -e $1/ready && -z $(find ${2:+"$2/ready"} "${@:3}" -newer "$1/ready" -print -quit) ]]
}

# build_in FOLDER SOURCE BUILD DIRECTORY [VARIABLE...]: make what is described in DIRECTORY
# in FOLDER, for the kernel with the trees SOURCE and BUILD.
build_in() {
	local lock started
	# A file that is edited while make runs must be newer than FOLDER/ready. Another process
	# may wait to make the same.
	started=$1/started.$BASHPID
	touch "$started"
	# Kernels of the same source share the programs: build one after another.
	exec {lock}>"${1%/*}/lock"
	flock "$lock"
	make -s -j "$(nproc)" -C "$4" O="$1" PROGRAMS="${1%/*}/programs-$(sha256sum <<<"$2 $CROSS_COMPILE" | cut -c -16)" \
		KSRC="$2" KBUILD="$3" "${@:5}" >&2 || fail "what runs in the machine does not build; see above"
	exec {lock}>&-
	mv "$started" "$1/ready"
}

# take_base WORK SOURCE BUILD MODULES BUSYBOX: build the base image if it is out of date, with
# modules if MODULES is set, and copy it to WORK.
take_base() {
	local work=$1 build=$3 sources=("$top"/{drivers,include,tools}) folder lock
	folder=$top/build/guest/$([[ -n $build ]] && basename "$build" || echo no-modules)
	if [[ -n ${dry_run[*]} ]]; then
		is_up_to_date "$folder" "$build" "${sources[@]}" || note "would build: the base image, in $folder"
		return
	fi
	mkdir -p "$folder"
	exec {lock}>"$folder/lock"
	flock -s "$lock"
	if ! is_up_to_date "$folder" "$build" "${sources[@]}"; then
		flock "$lock"
		build_in "$folder" "$2" "${4:+$build}" "$here" BUSYBOX="$5"
	fi
	cp "$folder/openlv1.bin" "$folder/initramfs.cpio" "$work/"
	exec {lock}>&-
}
