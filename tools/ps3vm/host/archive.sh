# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The initial ramdisk: concatenated archives. A later one overrides an earlier one; the
# last has the files of this run.

# check_program FILE: warn about a program that cannot run in the machine.
check_program() {
	local header interpreter
	header=$(LC_ALL=C "${CROSS_COMPILE}readelf" -hlW "$1" 2>/dev/null) || return 0
	grep -qE 'Type: +(EXEC|DYN)' <<<"$header" || return 0
	if ! grep -q 'Data:.* big endian' <<<"$header" || ! grep -qE 'Machine: +PowerPC' <<<"$header"; then
		note "--add: $1 is a program for another machine,$(sed -n 's/^ *Machine: */ /p' <<<"$header"): build it with ${CROSS_COMPILE}gcc -static"
		return
	fi
	interpreter=$(sed -n 's/.*Requesting program interpreter: \(.*\)\]/\1/p' <<<"$header")
	[[ -z $interpreter || " ${adds[*]}" == *"=$interpreter"* ]] ||
		note "--add: $1 needs $interpreter and libraries, which the machine does not have: link it with -static, or --add them"
}

# add_file ROOT FILE[=DEST]
add_file() {
	local file=${2%%=*} dest
	dest=/tmp/${file##*/}
	[[ $2 == *=* ]] && dest=${2#*=}
	check_program "$file"
	mkdir -p "$1/${dest%/*}"
	cp "$file" "$1/$dest"
}

# take_input FILE: save the standard input, which the command reads, unless it is a
# terminal.
take_input() {
	local hint
	[[ ! -t 0 && ! /dev/stdin -ef /dev/null ]] || return 0
	(sleep 3 >/dev/null 2>&1 && note "reading all of the standard input for the command; use </dev/null if there is none") &
	hint=$!
	cat >"$1"
	# SIGTERM would run the traps of ps3vm in a subshell that has not reset them yet.
	kill -KILL "$hint" 2>/dev/null || true
	wait "$hint" 2>/dev/null || true
}

# pack ROOT: print a folder as an archive. The same files give the same archive, as
# --icount also counts the kernel's instructions that unpack it.
pack() {
	find "$1" -exec touch -hd @0 {} +
	(cd "$1" && find . -mindepth 1 | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet)
}

# append_archive WORK FILE: append it at a multiple of 4, where an archive must begin.
append_archive() {
	truncate -s %4 "$1/initrd"
	cat "$2" >>"$1/initrd"
}

# make_initrd WORK BASE: make WORK/initrd from the archive BASE, overlays, added files,
# and the files in /ps3vm that init reads; see guest/init/init.h.
make_initrd() {
	local work=$1 root=$1/root add overlay
	mkdir -p "$root/ps3vm"
	for add in "${adds[@]}"; do
		add_file "$root" "$add"
	done
	((!${#command[@]})) || printf '%s\0' "${command[@]}" >"$root/ps3vm/command"
	((!${#gets[@]})) || printf '%s\0' "${gets[@]%%=*}" >"$root/ps3vm/get"
	if [[ -n ${option[interactive]} ]]; then
		touch "$root/ps3vm/interactive"
	elif [[ -z ${option[initrd]} ]]; then
		take_input "$root/ps3vm/input"
	fi
	echo "${option[token]}" >"$root/ps3vm/token"

	cat "$2" >"$work/initrd"
	for overlay in "${overlays[@]}"; do
		append_archive "$work" "$overlay"
	done
	pack "$root" >"$work/archive"
	append_archive "$work" "$work/archive"
	# Files may fill half of the memory that is free beside the archive itself.
	(($(stat -c %s "$work/initrd") <= 64 << 20)) ||
		fail "the machine has room for 64 MiB of files: give less by --add, --overlay and the standard input"
}
