# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # ps3vm and its parts share their variables
#
# What became of the machine.

STATUS_UNCLEAN=125
STATUS_LOST=128

# What is in the kernel's own log, read from memory, has the time before it.
stamp='^(\[[^]]*\] *)*'
oops="$stamp(BUG:|Oops|kernel BUG at|Unable to handle|Kernel panic)"

# Somebody else's init says nothing of itself, so the kernel's log has to.
own_verdict() {
	if grep -qaE "$oops" "$work/log"; then
		report "the kernel oopsed or panicked"
		return $STATUS_UNCLEAN
	fi
	if ! machine_ended; then
		report "the machine was lost (QEMU's status $qemu_status)"
		return $STATUS_LOST
	fi
}

# The verdict comes last, from the log. What is not there is a failure.
verdict() {
	local status
	status=$(sed -nE "s/$stamp"'ps3vm: exit ([0-9]*)$/\2/p' "$work/log" | tail -n 1)
	if ((qemu_status == 124 || qemu_status == 137)); then
		report "the machine did not end in $timeout seconds"
		return $STATUS_LOST
	fi
	if [[ -n $initrd ]]; then
		own_verdict
		return
	fi
	if [[ -z $status ]] || ! machine_ended; then
		report "the machine was lost (QEMU's status $qemu_status)"
		return $STATUS_LOST
	fi
	if grep -qE "${stamp}ps3vm: unclean: " "$work/log"; then
		report "the kernel is not clean"
		return $STATUS_UNCLEAN
	fi
	if ! hypervisor_is_clean; then
		report "regions were left behind in the hypervisor, or released while mapped"
		return $STATUS_UNCLEAN
	fi
	return "$status"
}

report() {
	{
		echo "ps3vm: $1"
		cat "$work/qemu.err"
		grep -aE "${stamp}ps3vm: unclean|^openlv1: |$oops" "$work/log" || tail -n 15 "$work/log"
		if [[ -z $log ]]; then
			log=$(mktemp --tmpdir ps3vm-XXXXXX.log)
			cp "$work/log" "$log"
		fi
		echo "ps3vm: the whole log is in $log"
	} >&2
}
