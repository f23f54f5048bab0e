# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Runs a machine in QEMU, with its serial ports connected to files and to this terminal.
# openlv1 is a PS3 partition: OpenLV1 on QEMU's powernv8. pseries is QEMU's own, with QEMU
# as the hypervisor: it shows what the kernel does and costs without OpenLV1.

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

# check_qemu QEMU MACHINE
check_qemu() {
	command -v "$1" >/dev/null || fail "there is no $1: install qemu-system-ppc, or name one with --qemu"
	"$1" -machine help | grep "^$2 " >/dev/null ||
		fail "$1 has no machine $2: use QEMU 7.2 or later, built with ppc64-softmmu"
}

# Print the terminal's variables, for the kernel's command line: the kernel puts words that
# it does not know into init's environment.
terminal_words() {
	local rows columns
	[[ -n ${option[interactive]} ]] || return 0
	[[ ! ${TERM-} =~ ^[[:alnum:]_+.-]+$ ]] || printf ' TERM=%s' "$TERM"
	read -r rows columns < <(stty size </dev/tty)
	printf ' LINES=%s COLUMNS=%s' "$rows" "$columns"
}

# serial_options WORK SHOWN PORT...: add each serial port to qemu_options. SHOWN (terminal,
# interactive or log) says which one is shown, and whether the terminal reads the keyboard.
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

# The host's clock and random numbers would change how many instructions a guest takes.
counting=(-icount 'shift=0,sleep=off' -rtc 'base=2006-11-11,clock=vm' -seed 1)

# What is shown and kept of the log: without carriage returns, and with a hint at a message
# that looks like a fault.
log_filter='s/\r$//; s|SRR0 was: .* should be: .*|& (known: see Documentation/openlv1.rst)|'

# end_without_terminal: end QEMU when the terminal is gone. Only the leader of its session, which
# may be make, gets a signal when a window is closed.
end_without_terminal() {
	while sleep 1 && : </dev/tty; do
		:
	done
	kill "$qemu_process"
}

# run_qemu WORK SHOWN: run QEMU with qemu_options to its end, and set qemu_status. It is
# killed when timeout ends, and timeout when this shell ends, in whatever way. QEMU does not
# notice what it cannot write, so the output goes through a filter.
run_qemu() {
	local work=$1 input=/dev/null output filter= filter_status=0 watcher=
	# QEMU makes its input non-blocking, for all processes that share the open file: so
	# /dev/tty is opened again. QEMU restores the terminal's mode unless it is killed.
	if [[ $2 == interactive ]]; then
		input=/dev/tty
		terminal_mode=$(stty -g </dev/tty)
	fi
	case $2 in
	interactive) exec {output}>&1 ;;
	log) exec {output}> >(exec sed -u "$log_filter") && filter=$! ;;
	terminal) exec {output}> >(exec cat) && filter=$! ;;
	esac
	setpriv --pdeathsig TERM \
		timeout --foreground --kill-after 2 "${option[timeout]}" \
		setpriv --pdeathsig KILL "${option[qemu]}" "${qemu_options[@]}" \
		<"$input" >&"$output" 2>"$work/qemu.err" {output}>&- &
	qemu_process=$!
	if [[ $2 == interactive ]]; then
		end_without_terminal <&- >/dev/null 2>&1 {output}>&- &
		watcher=$!
	fi
	wait "$qemu_process" && qemu_status=0 || qemu_status=$?
	qemu_process=
	exec {output}>&-
	[[ -z $watcher ]] || kill "$watcher" 2>/dev/null
	[[ -z $filter ]] || wait "$filter" || filter_status=$?
	# SIGPIPE: the reader wants no more.
	((!filter_status || filter_status == 141)) || {
		note "the output could not be written"
		unwritten=1
	}
}
