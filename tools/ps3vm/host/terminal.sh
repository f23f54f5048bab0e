# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # ps3vm and its parts share their variables
#
# The terminal in the machine, the log, and where they lead here.

# The command writes to a terminal in the machine, wherever that leads here.
# What the kernel does not know on its command line, it puts into the environment.
environment() {
	local rows columns
	[[ -t 1 && -z ${NO_COLOR-} ]] || append+=" NO_COLOR=1"
	[[ -n $interactive ]] || return 0
	[[ ! ${TERM-} =~ ^[[:alnum:]_+.-]+$ ]] || append+=" TERM=$TERM"
	read -r rows columns < <(stty size </dev/tty)
	append+=" LINES=$rows COLUMNS=$columns"
}

# Without a terminal in the machine, what is to be seen is in the log.
log_is_shown() {
	[[ -n $initrd ]] || ! has_terminal
}

# Sets serial to QEMU's options for the log and the terminal, input to what the
# terminal reads, and makes 7 what the one of them that is shown goes to. The log
# has plain line ends, as in the file.
choose_serial() {
	local log_file=(-chardev "file,id=log,path=$work/log" -serial chardev:log)
	input=/dev/null
	exec 7>&1
	if [[ -n $interactive ]]; then
		choose_interactive
	elif log_is_shown; then
		append+=" printk.devkmsg=on"
		exec 7> >(exec sed -u 's/\r$//')
		filter=$!
		serial=(-chardev "stdio,id=log,signal=on,logfile=$work/log" -serial chardev:log)
		serial+=(-chardev "null,id=terminal" -serial chardev:terminal)
	else
		serial=("${log_file[@]}" -chardev "stdio,id=terminal,signal=on" -serial chardev:terminal)
	fi
}

# QEMU changes the mode of a terminal and puts it back if it is not killed.
# /dev/tty is opened anew, as QEMU also changes how reads block for all who share
# an open file. With a multiplexer, Ctrl-] x ends QEMU, whatever the guest does.
choose_interactive() {
	input=/dev/tty
	serial=("${log_file[@]}" -chardev "stdio,id=terminal,signal=off,mux=on" -serial chardev:terminal -echr 29)
	mode=$(stty -g </dev/tty)
}
