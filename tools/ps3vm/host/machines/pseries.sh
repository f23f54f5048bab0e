# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # ps3vm and its parts share their variables
#
# QEMU's pseries, whose hypervisor is QEMU itself: what a kernel costs there, and
# what it does there, is the kernel's own doing.

platform=pseries
platform_mark=hcall-pft
platform_option=CONFIG_PPC_PSERIES
modules=

[[ -z $openlv1_options ]] || fail_usage "--trace, --inject and --pool need the machine openlv1"
case $config in
default) config=pseries ;;
ps3_defconfig) fail_usage "a kernel of ps3_defconfig does not know the machine pseries" ;;
*) config=pseries,$config ;;
esac

# A Cell's kernel mitigates nothing, and QEMU has nothing to help it with.
append+=" mitigations=off"
qemu_machine=pseries
qemu_options=(
	-machine 'pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off'
	-cpu power8 -m 256M -nodefaults -no-reboot
)

has_terminal() {
	true
}

# QEMU ends by itself when the kernel has it switch the power off.
machine_ended() {
	((qemu_status == 0))
}

# It keeps no account.
hypervisor_is_clean() {
	true
}
