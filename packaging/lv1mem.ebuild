# SPDX-License-Identifier: GPL-2.0-only
# packaging/dist writes the source. The ebuild's name in an overlay has the version.
# shellcheck shell=bash disable=SC2034,SC2154 # portage uses and sets the variables

EAPI=8

MODULES_OPTIONAL_IUSE=+modules
inherit linux-mod-r1 toolchain-funcs udev

DESCRIPTION="Allocates memory from the PlayStation 3's hypervisor"
# The project has no page; .example is for such a case (RFC 2606).
HOMEPAGE="https://lv1mem.example"
SRC_URI="$P.tar.gz"

LICENSE="GPL-2 LGPL-2.1+"
SLOT=0
KEYWORDS="~ppc ~ppc64"
RESTRICT=fetch

BDEPEND="dev-python/docutils"
CONFIG_CHECK=PPC_PS3

src_compile() {
	local modlist=(lv1mem=extra::build:modules)
	local modargs=(KDIR="$KV_OUT_DIR")
	linux-mod-r1_src_compile
	emake CC="$(tc-getCC)" AR="$(tc-getAR)" tool library
}

src_install() {
	linux-mod-r1_src_install
	VERSION=$PV PREFIX=/usr LIBDIR=/usr/$(get_libdir) DESTDIR=$D BUILD=$S/build packaging/install lv1mem || die
}

pkg_postinst() {
	linux-mod-r1_pkg_postinst
	udev_reload
	getent group lv1mem >/dev/null || elog "groupadd --system lv1mem: until then /dev/lv1mem is for root alone"
}

pkg_postrm() {
	udev_reload
}
