# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Functions for tests in a fresh Debian, in $root below build/: /tmp may be too small, or
# mounted without devices. They need root or sudo. A test sources this after ktap.sh.

as_root=()
((EUID == 0)) || as_root=(sudo)

# sudo may ask for a password at a terminal.
can_be_root() {
	((EUID == 0)) || sudo -n true 2>/dev/null || { [[ -t 0 ]] && command -v sudo >/dev/null; }
}

# shellcheck disable=SC2154 # ktap.sh sets top and work
# make_root: makes the directory $root, which is removed when the test ends.
make_root() {
	mkdir -p "$top/build"
	root=$(mktemp -d "$top/build/debian-XXXXXX")
	trap '"${as_root[@]}" rm -rf "$root"; rm -rf "$work"' EXIT
}

# apart COMMAND...: runs it as root, in namespaces: its mounts and processes end with it. The
# first process there is a shell, since not every program can end as process 1: make, once
# it has caught a signal, does not.
apart() {
	# shellcheck disable=SC2016 # the other shell expands it
	"${as_root[@]}" unshare --mount --pid --fork --kill-child bash -c '"$@"; exit $?' bash "$@"
}

# fresh_debian RELEASE: installs it in $root from this machine's mirror.
fresh_debian() {
	local codename mirror
	codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	# shellcheck disable=SC2016 # apt-get expands it
	mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(SITE)' 'Identifier: Packages' |
		sed -n "s/^$codename main //p" | head -n 1)
	apart debootstrap --variant=minbase "$1" "$root" ${mirror:+"$mirror"}
}
