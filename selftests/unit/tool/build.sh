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
