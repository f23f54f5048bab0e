# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# For tests that drive ps3vm: each sources this with the kernel as its argument, makes
# checks, and ends with finish. Prints KTAP.

set -uo pipefail

kernel=${1:-6.12}
top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
ps3vm=$top/tools/ps3vm/ps3vm
work=$(mktemp -d --tmpdir ps3vm-test-XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
export TMPDIR=$work

number=0
failed=0
echo "KTAP version 1"

# result STATUS NAME: a check came out with STATUS; 0 is good.
result() {
	number=$((number + 1))
	if (($1 == 0)); then
		echo "ok $number $2"
	else
		failed=$((failed + 1))
		# A screen may end within a line; what follows begins one.
		awk '{ print "# " $0 }' "$work/out" "$work/err" 2>/dev/null
		echo "not ok $number $2"
	fi
}

# with_tests: have the programs of the tests in the machine; PS3VM is another ps3vm that has.
with_tests() {
	ps3vm=${PS3VM:-$top/selftests/vm}
}

vm() {
	"$ps3vm" --kernel "$kernel" "$@" >"$work/out" 2>"$work/err"
}

# exits STATUS NAME ARGUMENT...: ps3vm with these arguments ends with STATUS.
exits() {
	local status=$1 name=$2 got
	shift 2
	vm "$@"
	got=$?
	((got == status)) || echo "# expected status $status, got $got"
	result $((got != status)) "$name"
}

# done_by NAME COMMAND...: the command succeeds.
done_by() {
	local name=$1
	shift
	"$@" >"$work/out" 2>"$work/err"
	result $? "$name"
}

# libraries_of_c CROSS: adds gets --add options for the dynamic linker and the C
# library of a cross compiler, in /opt/c.
libraries_of_c() {
	local directory=/usr/${1%-}/lib
	case $1 in
	powerpc64-*) adds=(--add "$directory/ld64.so.1=/lib64/ld64.so.1") ;;
	*) adds=(--add "$directory/ld.so.1=/lib/ld.so.1") ;;
	esac
	adds+=(--add "$directory/libc.so.6=/opt/c/libc.so.6")
}

# says NAME TEXT: the last ps3vm said TEXT.
says() {
	local status=0
	grep -qF -- "$2" "$work/out" "$work/err" || status=1
	((!status)) || echo "# expected the text: $2"
	result $status "$1"
}

# logged NAME PATTERN: the last ps3vm with --log "$work/log" logged PATTERN.
logged() {
	local status=0
	grep -qaE -- "$2" "$work/log" || status=1
	if ((status)); then
		echo "# expected in the log: $2"
		tail -n 40 "$work/log" | awk '{ print "# log: " $0 }'
	fi
	result $status "$1"
}

# printed NAME PATTERN: the last command printed a line like PATTERN.
printed() {
	local status=0
	grep -qE -- "$2" "$work/out" || status=1
	((!status)) || echo "# expected a line like: $2"
	result $status "$1"
}

# machine: print the /proc directory of our QEMU. Not every machine has pgrep.
machine() {
	local process
	for process in /proc/[0-9]*; do
		[[ $(cat "$process/comm" 2>/dev/null) == qemu-system-ppc ]] || continue
		grep -qaF "$work" "$process/cmdline" 2>/dev/null || continue
		echo "$process"
		return
	done
	return 1
}

finish() {
	echo "1..$number"
	exit $((failed > 0))
}
