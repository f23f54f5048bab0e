# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# QEMU, from its start to its end, and where its serial ports lead.

# check_qemu QEMU MACHINE
check_qemu() {
	command -v "$1" >/dev/null || fail "there is no $1: install qemu-system-ppc, or name one with --qemu"
	"$1" -machine help | grep "^$2 " >/dev/null ||
		fail "$1 has no machine $2: use QEMU 7.2 or later, built with ppc64-softmmu"
}

# The kernel puts words of its command line that it does not know into the environment.
terminal_words() {
	local rows columns
	[[ -t 1 && -z ${NO_COLOR-} ]] || printf ' NO_COLOR=1'
	[[ -n ${option[interactive]} ]] || return 0
	[[ ! ${TERM-} =~ ^[[:alnum:]_+.-]+$ ]] || printf ' TERM=%s' "$TERM"
	read -r rows columns < <(stty size </dev/tty)
	printf ' LINES=%s COLUMNS=%s' "$rows" "$columns"
}

# serial_options WORK SHOWN PORT...: adds to qemu_options what each serial port is. SHOWN
# goes to this program's output too; the terminal reads what is typed, if anybody is there.
# With a multiplexer, Ctrl-] x ends QEMU, whatever the guest does.
serial_options() {
	local work=$1 shown=$2 port
	shift 2
	for port in "$@"; do
		case $port:$shown in
		terminal:terminal) qemu_options+=(-chardev "stdio,id=terminal,signal=on") ;;
		terminal:interactive) qemu_options+=(-chardev "stdio,id=terminal,signal=off,mux=on" -echr 29) ;;
		terminal:log) qemu_options+=(-chardev "null,id=terminal") ;;
		log:log) qemu_options+=(-chardev "stdio,id=log,signal=on,logfile=$work/log") ;;
		*) qemu_options+=(-chardev "file,id=$port,path=$work/$port") ;;
		esac
		qemu_options+=(-serial "chardev:$port")
	done
}

# Of what a guest sees of the host, the clock and random numbers change how many
# instructions it takes.
counting=(-icount 'shift=0,sleep=off' -rtc 'base=2006-11-11,clock=vm' -seed 1)

# run_qemu WORK SHOWN: start it, with qemu_options, and wait for its end; sets qemu_status.
# It ends when timeout ends, which ends when this shell does, however it does.
run_qemu() {
	local work=$1 input=/dev/null output filter=
	# /dev/tty is opened anew, as QEMU also changes how reads block for all who share an
	# open file. It changes the terminal's mode, and puts it back if it is not killed.
	if [[ $2 == interactive ]]; then
		input=/dev/tty
		terminal_mode=$(stty -g </dev/tty)
	fi
	if [[ $2 == log ]]; then
		exec {output}> >(exec sed -u 's/\r$//')
		filter=$!
	else
		exec {output}>&1
	fi
	setpriv --pdeathsig TERM \
		timeout --foreground --kill-after 2 "${option[timeout]}" \
		setpriv --pdeathsig KILL "${option[qemu]}" "${qemu_options[@]}" \
		<"$input" >&"$output" 2>"$work/qemu.err" {output}>&- &
	qemu_process=$!
	wait "$qemu_process" && qemu_status=0 || qemu_status=$?
	qemu_process=
	exec {output}>&-
	[[ -z $filter ]] || wait "$filter"
}
