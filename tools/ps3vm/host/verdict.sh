# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Decides the exit status, and brings out the files of --get. A check that cannot be made
# counts as failed.

STATUS_UNCLEAN=125
STATUS_LOST=128

# The start of a line of the log: the kernel's have the time in brackets.
stamp='^(\[[^]]*\] *)*'
# The messages with which the kernel reports a fault, as a regular expression
splats=$(paste -sd '|' "$here/splats")

# keep_log WORK: copy the log to the cache, which keeps the last 20, and print the copy's path.
keep_log() {
	local logs kept
	logs=$cache/logs
	kept=$logs/$(date +%Y%m%d-%H%M%S)-$$.log
	mkdir -p "$logs"
	cp "$1/log" "$kept"
	find "$logs" -name '*.log' | sort | head -n -20 | xargs -r rm -f
	echo "$kept"
}

# lines_of_interest WORK: print the lines of the log that tell what went wrong.
lines_of_interest() {
	{
		grep -aE "${stamp}ps3vm: unclean" "$1/log"
		grep -aE "$splats" "$1/log"
		cat "$1/openlv1" 2>/dev/null
	} | awk '!seen[$0]++' | grep -av '^openlv1: trace:' | head -n 60 | grep . || tail -n 15 "$1/log"
}

# report WORK TEXT
report() {
	{
		echo "ps3vm: $2"
		cat "$1/qemu.err"
		lines_of_interest "$1"
		echo "ps3vm: the whole log is in ${option[log]:-$(keep_log "$1")}"
	} >&2
}

# is_clean WORK: whether kernel and hypervisor are clean. If not, report why.
is_clean() {
	if ! grep -qaE "${stamp}Linux version " "$1/log"; then
		report "$1" "the kernel's log is missing: whether the kernel is clean cannot be checked"
	elif grep -qE '^openlv1: .*(lost$|known form|only if it has a debug console)' "$1/openlv1" 2>/dev/null; then
		report "$1" "messages of the kernel are lost: whether the kernel is clean cannot be checked"
	elif grep -qaE "${stamp}ps3vm: unclean: " "$1/log" || grep -qaE "$splats" "$1/log"; then
		report "$1" "the kernel is not clean"
	elif [[ -z ${option[initrd]} ]] && ! ledger_is_clean "${option[machine]}" "$1"; then
		report "$1" "regions were left behind in the hypervisor, or released while mapped"
	else
		return 0
	fi
	return 1
}

# how_lost WORK: print how the machine was lost.
how_lost() {
	if ((qemu_status == 124 || qemu_status == 137)); then
		echo "the machine did not end in ${option[timeout]} seconds"
	elif [[ -n ${option[interactive]} ]] && ((!qemu_status)) && ! grep -qE '^openlv1: (end|FATAL)' "$1/openlv1" 2>/dev/null; then
		echo "the machine was ended by Ctrl-] x"
	else
		echo "the machine was lost (QEMU's status $qemu_status)"
	fi
}

# verdict WORK: set status. Our init, which knows the token, logs the command's status
# last; that of --initrd logs none.
verdict() {
	status=0
	[[ -n ${option[initrd]} ]] ||
		status=$(sed -nE "s/${stamp}ps3vm: exit ([0-9]+) ${option[token]}\$/\2/p" "$1/log" | tail -n 1)
	if [[ -n ${option[initrd]} ]] && grep -qaE "${stamp}Kernel panic" "$1/log"; then
		report "$1" "the kernel panicked"
		status=$STATUS_UNCLEAN
	elif [[ -z $status ]] || ! machine_ended "${option[machine]}" "$1"; then
		report "$1" "$(how_lost "$1")"
		status=$STATUS_LOST
	elif ! is_clean "$1"; then
		status=$STATUS_UNCLEAN
	fi
}

# write_log WORK: write the file of --log.
write_log() {
	[[ -n ${option[log]} ]] || return 0
	cp "$1/log" "${option[log]}" || {
		note "--log: ${option[log]} could not be written; the whole log is in $(keep_log "$1")"
		unwritten=1
	}
}

# receive PORT FILE: copy a file that the machine sent, in the format of guest/init/files.c,
# from the file descriptor PORT to FILE. On failure, set reason.
receive() {
	local port=$1 word rest
	: >"$2"
	while read -r word rest <&"$port"; do
		case $word in
		part)
			[[ $rest =~ ^[1-9][0-9]{0,8}$ ]] || break
			head -c "$rest" <&"$port" >>"$2"
			;;
		end) return 0 ;;
		missing) reason=$rest && return 1 ;;
		*) break ;;
		esac
	done
	reason="the machine did not send all of it"
	return 1
}

# bring_out WORK: write the files of --get.
bring_out() {
	local port get dest line reason
	((${#gets[@]})) || return 0
	sent_files "${option[machine]}" "$1" >"$1/sent"
	exec {port}<"$1/sent"
	# Skip what a program wrote to this port before init wrote the token.
	while IFS= read -r line <&"$port" && [[ $line != "${option[token]}" ]]; do
		:
	done 2>/dev/null
	for get in "${gets[@]}"; do
		dest=${get#*=}
		[[ $get == *=* ]] || dest=${get##*/}
		if receive "$port" "$1/got"; then
			cat "$1/got" 2>/dev/null >"$dest" && continue
			reason="cannot be written to $dest"
		fi
		note "--get: ${get%%=*}: $reason"
		unwritten=1
	done
	exec {port}<&-
}
