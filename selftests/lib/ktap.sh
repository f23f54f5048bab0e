# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Functions for tests that print KTAP. A test takes a kernel (6.12) and a configuration
# (default) as its arguments, as ps3vm does. It sources this file, makes its checks, and
# ends with finish. The output of its commands is in $work/out and $work/err, which the
# functions below read.

set -uo pipefail

kernel=${1:-6.12}
config=${2:-default}
top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
ps3vm=$top/tools/ps3vm/ps3vm
work=$(mktemp -d --tmpdir ps3vm-test-XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
export TMPDIR=$work
# awk reads neither if one is missing.
touch "$work"/{out,err}

number=0
failed=0
echo "KTAP version 1"

# result STATUS NAME: prints the result of a check; status 0 is a pass.
result() {
	number=$((number + 1))
	if (($1 == 0)); then
		echo "ok $number $2"
	else
		failed=$((failed + 1))
		# awk ends the last line, which a screen may leave open.
		awk '{ print "# " $0 }' "$work/out" "$work/err" 2>/dev/null
		echo "not ok $number $2"
	fi
}

finish() {
	echo "1..$number"
	exit $((failed > 0))
}

# needs PACKAGE...: installs what the kernel and this test need.
needs() {
	"$top/tools/ps3vm/setup" "$kernel" "$@" >"$work/out" 2>"$work/err" && return
	result 1 "set-up"
	finish
}

# with_tests: starts machines that have the tests' programs; PS3VM replaces selftests/vm.
with_tests() {
	ps3vm=${PS3VM:-$top/selftests/vm}
}

# A test that needs one CPU sets this to --cpus 1: the second one costs half as much again.
cpus=()

vm() {
	"$ps3vm" --kernel "$kernel" --config "$config" "${cpus[@]}" "$@" >"$work/out" 2>"$work/err"
}

# exits STATUS NAME ARGUMENT...: ps3vm with these arguments exits with STATUS.
exits() {
	local status=$1 name=$2 got
	shift 2
	vm "$@"
	got=$?
	((got == status)) || echo "# expected status $status, got $got"
	result $((got != status)) "$name"
}

# refused STATUS NAME TEXT ARGUMENT...: ps3vm refuses NAME: it exits with STATUS and
# prints TEXT.
refused() {
	exits "$1" "$2 is refused" "${@:4}"
	says "... with the reason" "$3"
}

# succeeds NAME COMMAND...
succeeds() {
	"${@:2}" >"$work/out" 2>"$work/err"
	result $? "$1"
}

# fails NAME COMMAND...
fails() {
	! "${@:2}" >"$work/out" 2>"$work/err"
	result $? "$1"
}

# silent NAME COMMAND...: the command prints nothing, whatever its status.
silent() {
	"${@:2}" >"$work/out" 2>"$work/err"
	[[ ! -s $work/out && ! -s $work/err ]]
	result $? "$1"
}

# matches NAME TEXT OPTION FILE...: grep with OPTION finds TEXT in the files.
matches() {
	local status=0
	grep -q "$3" -- "$2" "${@:4}" || status=1
	((!status)) || echo "# expected: $2"
	result $status "$1"
}

# says NAME TEXT: the last command printed TEXT.
says() {
	matches "$1" "$2" -F "$work/out" "$work/err"
}

# printed NAME PATTERN: the last command printed a line that matches PATTERN.
printed() {
	matches "$1" "$2" -E "$work/out"
}

# logged NAME PATTERN: the last ps3vm with --log "$work/log" logged PATTERN.
logged() {
	grep -qaE -- "$2" "$work/log" || tail -n 40 "$work/log" | awk '{ print "# log: " $0 }'
	matches "$1" "$2" -aE "$work/log"
}

# Checks documents: each line of stdin is a file and an expression. The answer is a line, ok
# or what is wrong. Starting a Python for each document would take longer than all checks.
check_documents='
import json, jsonschema, sys
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for line in sys.stdin:
    path, expression = line.rstrip("\n").split("\t", 1)
    answer = "ok"
    try:
        document = json.load(open(path))
        wrong = jsonschema.exceptions.best_match(validator.iter_errors(document))
        if wrong:
            answer = f"schema: {wrong.json_path}: {wrong.message}"
        elif not eval(expression):
            answer = f"false: {expression} for {document}"
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    print(answer.replace("\n", " "), flush=True)
'

# judged PYTHON: true if the last command printed one JSON document and nothing else,
# lv1mem.schema.json allows it, and PYTHON is true for it.
judged() {
	[[ ${checker_PID-} ]] || coproc checker {
		exec /usr/bin/python3 -c "$check_documents" "$top/tools/lv1mem/lv1mem.schema.json" 2>&1
	}
	printf '%s\t%s\n' "$work/out" "$1" >&"${checker[1]}"
	read -r answer <&"${checker[0]}"
	echo "$answer" >"$work/err"
	[[ $answer == ok ]]
}

# document NAME PYTHON: checks what judged does.
document() {
	judged "$2"
	result $? "$1"
}

# impossible NAME SED: the schema does not allow what SED makes of the last document.
impossible() {
	sed -i.good "$2" "$work/out"
	! cmp -s "$work/out" "$work/out.good" && ! judged True && [[ $answer == "schema: "* ]]
	result $? "the schema does not allow $1"
	mv "$work/out.good" "$work/out"
}

# cross_libraries CROSS: sets adds to the --add options that put the dynamic linker and,
# in /opt/c, the C library of a cross compiler into the machine.
cross_libraries() {
	local directory=/usr/${1%-}/lib
	case $1 in
	powerpc64-*) adds=(--add "$directory/ld64.so.1=/lib64/ld64.so.1") ;;
	*) adds=(--add "$directory/ld.so.1=/lib/ld.so.1") ;;
	esac
	adds+=(--add "$directory/libc.so.6=/opt/c/libc.so.6")
}

# build_own_init: builds $work/root/init, an init that does not know ps3vm, and
# $work/rootfs.cpio.gz with it.
build_own_init() {
	mkdir "$work/root"
	powerpc64-linux-gnu-gcc -static -o "$work/root/init" "$top/selftests/guest/own_init.c"
	(cd "$work/root" && find . | cpio -o -H newc --quiet | gzip) >"$work/rootfs.cpio.gz"
}

# machine: prints the /proc directory of this test's QEMU. Some hosts have no pgrep.
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

# in_terminal COMMAND: runs COMMAND in a new terminal, which the functions below use.
in_terminal() {
	[[ -p $work/keys ]] || mkfifo "$work/keys"
	: >"$work/out"
	rm -f "$work"/{before,status,after}
	seen=0
	SHELL=/bin/sh TERM=xterm LC_ALL=C script -qc "
		stty rows 33 cols 111; stty -a >'$work/before'
		$1
		echo \$? >'$work/status'; stty -a >'$work/after'" /dev/null \
		<"$work/keys" >"$work/out" 2>&1 &
	typist=$!
	exec 3>"$work/keys"
}

# types FORMAT: types what printf makes of it.
types() {
	# shellcheck disable=SC2059
	printf "$1" >&3
}

# shows NAME TEXT: TEXT appears within a minute, after the text of the last shows. The
# terminal echoes what is typed, so TEXT must differ from that.
shows() {
	local status=1 tries=600 text
	while ((status && tries--)); do
		sleep 0.1
		text=$(<"$work/out")
		text=${text:seen}
		[[ $text != *"$2"* ]] || status=0
	done
	text=${text%%"$2"*}$2
	((status)) || seen=$((seen + ${#text}))
	result $status "$1"
}

# leaves NAME STATUS: the terminal's command exits with STATUS within a minute and restores
# the terminal.
leaves() {
	local tries=600 got
	while ((tries--)) && kill -0 "$typist" 2>/dev/null; do
		sleep 0.1
	done
	exec 3>&-
	wait "$typist"
	got=$(cat "$work/status")
	[[ $got == "$2" ]] || echo "# expected status $2, got ${got:-none}"
	[[ $got == "$2" ]]
	result $? "$1"
	diff "$work/before" "$work/after" >"$work/err" 2>&1
	result $? "... and the terminal is as before"
}
