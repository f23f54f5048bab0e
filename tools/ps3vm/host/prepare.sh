# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # ps3vm and its parts share their variables
#
# What is built before the machine starts: the kernel, what runs on it, and the
# initial ramdisk.

# take_vmlinux FILE: check somebody's kernel, and copy it without what is only for
# debuggers, which may be ten times the rest; QEMU puts 128 MiB at most into memory.
take_vmlinux() {
	local file=$1 header cross=powerpc64-linux-gnu-
	vmlinux=$work/vmlinux
	header=$(LC_ALL=C "${cross}readelf" -hl "$file" 2>/dev/null) || true
	if ! grep -q "Data:.* big endian" <<<"$header" || ! grep -q "Machine: *PowerPC64" <<<"$header"; then
		fail "$file is no big-endian 64-bit PowerPC ELF file: give the vmlinux at the top of the kernel's build tree, uncompressed"
	fi
	grep -q '^ *LOAD ' <<<"$header" ||
		fail "$file has no program headers to load it by: give vmlinux as it was linked, not an object file"
	grep -qaF "$platform_mark" "$file" ||
		fail "$file is no $platform kernel, it does not know \"$platform_mark\": build it with $platform_option=y"
	"${cross}strip" -o "$vmlinux" "$file" || fail "$file cannot be stripped; see above"
	(($(stat -c %s "$vmlinux") <= 128 << 20)) ||
		fail "$file is larger than 128 MiB even without debug information: build more as modules"
}

# Sets source and build, the kernel's trees, and guest, what runs on it.
prepare() {
	local trees busybox
	local packages=()
	# Its kernel has certificates compiled in.
	[[ $config != ps3_defconfig ]] || packages=(libssl-dev)
	if [[ -f $kernel ]]; then
		"$here/setup" 6.12
		source=$("$here/kernel" 6.12 none) || exit 1
		build=
		guest=$top/build/guest/no-modules
		take_vmlinux "$kernel"
	else
		"$here/setup" "$kernel" "${packages[@]}"
		trees=$("$here/kernel" "$kernel" "$config") || exit 1
		{ read -r source && read -r build; } <<<"$trees"
		guest=$top/build/guest/${build##*/}
		vmlinux=$build/vmlinux.stripped
	fi
	mkdir -p "$guest"
	exec 8>"$guest/lock"
	flock -s 8
	if ! is_up_to_date; then
		flock 8
		# What is edited while make runs is newer than its start.
		touch "$guest/started"
		busybox=$("$here/busybox") || exit 1
		# Kernels of one source share the programs, so one is built after another.
		exec 7>"$top/build/guest/lock"
		flock 7
		make -s -C "$here" O="$guest" PROGRAMS="$top/build/guest/programs-$(sha256sum <<<"$source" | cut -c -16)" \
			KSRC="$source" KBUILD="${modules:+$build}" BUSYBOX="$busybox" >&2 ||
			fail "what runs in the machine does not build; see above"
		exec 7>&-
		mv "$guest/started" "$guest/ready"
	fi
	cat "${initrd:-$guest/initramfs.cpio}" >"$work/initrd"
	cp "$guest/openlv1.bin" "$work/openlv1.bin"
	exec 8>&-
}

# Asking make takes longer than booting. A folder is newer when a file in it went.
is_up_to_date() {
	[[ -e $guest/ready && -z $(find ${build:+"$build/ready"} "$top"/{drivers,include,tools,selftests} \
		-newer "$guest/ready" -print -quit) ]]
}

# The command and the added files, as one more archive behind the first: the same
# for the same files, as the kernel's instructions to unpack it are counted too.
add_files() {
	local add file dest root=$work/root
	mkdir -p "$root/ps3vm"
	(($# == 0)) || printf '%s\0' "$@" >"$root/ps3vm/command"
	[[ -z $interactive ]] || touch "$root/ps3vm/interactive"
	for add in "${adds[@]}"; do
		file=${add%%=*}
		dest=/tmp/${file##*/}
		[[ $add == *=* ]] && dest=${add#*=}
		[[ -f $file ]] || fail "--add: there is no file $file"
		mkdir -p "$root/${dest%/*}"
		cp "$file" "$root/$dest"
	done
	# An archive starts at a multiple of 4, whatever is before it.
	truncate -s %4 "$work/initrd"
	find "$root" -exec touch -hd @0 {} +
	(cd "$root" && find . -mindepth 1 | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet) >>"$work/initrd"
}
