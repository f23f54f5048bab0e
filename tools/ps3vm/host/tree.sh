# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Copies of a kernel's source tree, for whatever changes it.

# copy_tree SOURCE TREE: copies a kernel's source tree, unless it was copied before. The
# files are hard links where that is possible: replace a file instead of writing to it.
copy_tree() {
	[[ ! -d $2 ]] || return 0
	mkdir -p "${2%/*}"
	rm -rf "$2.part"
	echo "copying $1" >&2
	cp -al "$1" "$2.part" 2>/dev/null || { rm -rf "$2.part" && cp -a "$1" "$2.part"; } || exit
	mv "$2.part" "$2"
}
