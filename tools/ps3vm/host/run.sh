# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # ps3vm and its parts share their variables
#
# QEMU, from its start to its end.

check_qemu() {
	command -v "$qemu" >/dev/null || fail "there is no $qemu: install qemu-system-ppc, or name one with --qemu"
	"$qemu" -machine help | grep "^$qemu_machine " >/dev/null ||
		fail "$qemu has no machine $qemu_machine: use QEMU 7.2 or later, built with ppc64-softmmu"
}

# Of what a guest sees of the host, the clock and random numbers change how many
# instructions it takes.
counting=(-icount 'shift=0,sleep=off' -rtc 'base=2006-11-11,clock=vm' -seed 1)

# QEMU ends when timeout ends, which ends when this shell does, however it does.
run_machine() {
	setpriv --pdeathsig TERM \
		timeout --foreground --kill-after 2 "$timeout" \
		setpriv --pdeathsig KILL \
		"$qemu" "${qemu_options[@]}" -smp "$cpus,cores=$cpus,threads=1" \
		${icount:+"${counting[@]}"} -display none -monitor none \
		"${serial[@]}" \
		-kernel "$vmlinux" -initrd "$work/initrd" -append "loglevel=7$append" \
		<"$input" >&7 2>"$work/qemu.err" &
	qemu_process=$!
	wait "$qemu_process" && qemu_status=0 || qemu_status=$?
	qemu_process=
	exec 7>&-
	[[ -z $filter ]] || wait "$filter"
	sed -i 's/\r$//' "$work/log"
}
