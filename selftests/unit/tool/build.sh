# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Functions for the tests of the command on this machine. CC and CPPFLAGS may name another
# compiler; musl has no sanitizers.

built=$top/build/host/tool
flags="-O1 -g -Wall -Wextra -Werror"
[[ ${CC-} == musl-gcc ]] || flags+=" -fsanitize=address,undefined -fno-sanitize-recover=all"

# Another test may do the same at the same time.
build_tool() {
	mkdir -p "$built"
	flock "$built" make -s -C "$top/tools/lv1mem" O="$built" CFLAGS="$flags"
}

# compile ARGUMENT...
compile() {
	# shellcheck disable=SC2086 # flags
	"${CC:-cc}" -std=gnu11 -D_GNU_SOURCE= ${CPPFLAGS-} $flags "$@"
}

headers=(-I"$top/tools/liblv1mem" -I"$top/include/uapi" -I"$top/include" -I"$top/tools/lv1mem" -I"$top/selftests/device")

# build_with_device FILE: builds the command with a simulated device, sweep_device.c.
build_with_device() {
	local wrap=-Wl,--wrap=open,--wrap=open64,--wrap=close,--wrap=ioctl
	local tool=$top/tools/lv1mem objects

	build_tool || return
	# Objects of files that are gone may be there too.
	objects=("$tool"/*.c "$tool"/{sweep,report}/*.c)
	objects=("${objects[@]/#$tool/$built/lv1mem.o}")
	compile "${headers[@]}" $wrap -o "$1" "$top/selftests/unit/tool/sweep_device.c" \
		"${objects[@]/%.c/.o}" "$built/liblv1mem/liblv1mem.a"
}
