# SPDX-License-Identifier: GPL-2.0-only
# What a person types. `make` alone lists it.

KERNEL ?= 6.12
CROSS_COMPILE ?=
SECONDS ?= 60
KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DEB_ARCH ?= ppc64

build := $(CURDIR)/build
version := $(shell sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)

help:
	@echo 'lv1mem: hypervisor memory for programs on PlayStation 3 Linux'
	@echo
	@echo '  make run                  set up, boot PS3 Linux on OpenLV1, show lv1mem at work'
	@echo '  make shell                set up, type commands in PS3 Linux with lv1mem'
	@echo '  make test                 set up, run all tests'
	@echo '      KERNEL=6.1            with another kernel, or several: "6.12 6.1", or a path'
	@echo '  make check                look for what can be seen without running it: style, sparse, ...'
	@echo '  make test-kernels         boot kernels of other configurations: with pages of 64 KiB, and'
	@echo '                            ps3_defconfig, and for pseries (30 minutes once)'
	@echo '  make test-kernel          run the tests of the kernel itself, and compare with pseries'
	@echo
	@echo '  make test-debug           test the driver on kernels with lockdep, kmemleak, KCSAN and other'
	@echo '                            checks (10 minutes once)'
	@echo
	@echo '  make soak SECONDS=60      programs that do everything at once and are killed, so long on'
	@echo '                            a kernel as it is used, and on the one of test-debug'
	@echo '  make bench                what the driver costs a program, and what OpenLV1 costs a kernel,'
	@echo '                            counted in instructions'
	@echo '  make bench-check          fail if the driver costs more than what is recorded'
	@echo '  make bench-record         record what the driver costs'
	@echo '  make coverage             how much of the driver the tests reach (a kernel for it is built once)'
	@echo '  make test-in-tree         put the driver into a kernel tree, built in and as a module, and test'
	@echo '                            it there (12 minutes once)'
	@echo '  make fuzz-abi SECONDS=600 look for faults in the driver: programs at random on the kernel of'
	@echo '                            test-debug, guided by what they reach'
	@echo '  make fuzz SECONDS=60      look for faults in OpenLV1 with libFuzzer, so long for each part'
	@echo
	@echo '  make docs                 the documents, in build/docs/html'
	@echo '  make man                  the man pages, in build/docs/man'
	@echo '  make test-docs            build them without a warning, and follow their links'
	@echo
	@echo 'For a console, on it or with CROSS_COMPILE=powerpc64-linux-gnu- :'
	@echo '  make modules KDIR=...     the module, for the kernel whose build tree is KDIR'
	@echo '  make tool                 the command, in build/lv1mem; STATIC=1 without libraries'
	@echo '  make library              liblv1mem, in build/liblv1mem'
	@echo '  make install              command, library, headers, man pages, and what lets a group use'
	@echo '                            the device; PREFIX=/usr/local DESTDIR='
	@echo '  make uninstall            remove those'
	@echo '  make modules_install      the module, for the kernel of KDIR'
	@echo '  make install-dkms         its source, for DKMS to build for each kernel'
	@echo '  make deb DEB_ARCH=ppc64   Debian packages, in build/deb'
	@echo '  make test-packages        test what these give, in the machine and in a fresh Debian (5 minutes)'
	@echo
	@echo 'For a kernel with the driver in it:'
	@echo '  make in-tree KSRC=...     put the driver, its tests and its documents into the kernel tree KSRC'
	@echo
	@echo '  make clean                remove build/; the cache of kernels stays, in ~/.cache/ps3vm'
	@echo
	@echo 'One command in the virtual machine: tools/ps3vm/ps3vm -- lv1mem info'

run:
	@tools/ps3vm/tour --kernel $(KERNEL)

shell:
	@tools/ps3vm/ps3vm --interactive --kernel $(KERNEL)

test:
	@selftests/run $(KERNEL)

check:
	@selftests/check $(KERNEL)

test-kernels:
	@selftests/host/ps3vm/kernels $(firstword $(KERNEL)) 64k
	@selftests/host/ps3vm/kernels $(firstword $(KERNEL)) ps3_defconfig
	@selftests/host/ps3vm/pseries $(firstword $(KERNEL))

bench:
	@selftests/host/bench/driver $(KERNEL)
	@selftests/host/bench/openlv1 $(KERNEL)

bench-check:
	@selftests/host/bench/driver --check $(KERNEL)

bench-record:
	@selftests/host/bench/driver --record $(KERNEL)

test-kernel:
	@selftests/host/kernel/run $(firstword $(KERNEL))

test-debug:
	@selftests/run --debug $(KERNEL)

soak:
	@tools/ps3vm/ps3vm --kernel $(firstword $(KERNEL)) --timeout $$(($(SECONDS) + 300)) -- storm $(SECONDS)
	@tools/ps3vm/ps3vm --kernel $(firstword $(KERNEL)) --timeout $$(($(SECONDS) + 300)) --config debug \
		-- sh -c 'storm $(SECONDS) && no_leaks'

in-tree:
	@tools/in-tree '$(KSRC)'

test-in-tree:
	@selftests/release/in-tree $(KERNEL)

coverage:
	@selftests/host/coverage/run $(firstword $(KERNEL))

fuzz:
	@selftests/unit/openlv1/fuzz/search $(SECONDS)

fuzz-abi:
	@selftests/host/fuzz/search $(SECONDS)

docs:
	@Documentation/build html

test-docs:
	@selftests/release/documents/pages

man:
	@Documentation/build man

# kbuild puts what it builds beside the sources, so it is given links to them.
modules:
	@test -f '$(KDIR)/Makefile' || \
		{ echo 'KDIR=$(KDIR) is no kernel build tree: install the headers of your kernel, or give KDIR=' >&2; exit 1; }
	@grep -qx CONFIG_PPC_PS3=y '$(KDIR)/.config' || \
		{ echo 'KDIR=$(KDIR) is not of a PS3 kernel: its .config lacks CONFIG_PPC_PS3=y' >&2; exit 1; }
	@mkdir -p $(build)/modules/drivers/ps3/lv1mem
	@ln -sfn $(CURDIR)/include $(build)/modules/include
	@ln -sf $(CURDIR)/drivers/ps3/lv1mem/* $(build)/modules/drivers/ps3/lv1mem/
	$(MAKE) -C '$(KDIR)' $(if $(CROSS_COMPILE),ARCH=powerpc CROSS_COMPILE=$(CROSS_COMPILE)) \
		M=$(build)/modules/drivers/ps3/lv1mem modules
	@cp $(build)/modules/drivers/ps3/lv1mem/lv1mem.ko $(build)/
	@echo 'built: build/lv1mem.ko'

tool:
	@$(MAKE) -s -C tools/lv1mem O=$(build)/tool/$(CROSS_COMPILE)$(if $(STATIC),static) CROSS_COMPILE=$(CROSS_COMPILE)
	@cp $(build)/tool/$(CROSS_COMPILE)$(if $(STATIC),static)/lv1mem $(build)/
	@echo 'built: build/lv1mem'

library:
	@$(MAKE) -s -C tools/liblv1mem O=$(build)/library/$(CROSS_COMPILE) CROSS_COMPILE=$(CROSS_COMPILE)
	@mkdir -p $(build)/liblv1mem
	@cp $(build)/library/$(CROSS_COMPILE)/liblv1mem.* $(build)/liblv1mem/
	@echo 'built: build/liblv1mem'

# For these alone: tests that make runs install elsewhere.
installs := install install-dkms uninstall
$(installs): export VERSION := $(version)
$(installs): export PREFIX := $(PREFIX)
$(installs): export LIBDIR := $(LIBDIR)
$(installs): export DESTDIR := $(DESTDIR)
install uninstall: export BUILD = $(build)

install: tool library
	@packaging/install lv1mem
	@echo 'installed in $(DESTDIR)$(PREFIX)'

uninstall:
	@packaging/install --remove lv1mem

modules_install: modules
	$(MAKE) -C '$(KDIR)' $(if $(CROSS_COMPILE),ARCH=powerpc CROSS_COMPILE=$(CROSS_COMPILE)) \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(DESTDIR)) M=$(build)/modules/drivers/ps3/lv1mem modules_install

install-dkms:
	@packaging/install dkms
	@echo 'now: dkms install lv1mem/$(version)'

deb:
	@packaging/deb $(DEB_ARCH)

test-packages:
	@selftests/run --packages $(firstword $(KERNEL))

clean:
	rm -rf $(build)

.PHONY: help run shell test check test-kernels test-kernel test-debug soak bench bench-check bench-record in-tree test-in-tree coverage fuzz fuzz-abi docs man test-docs modules \
	tool library install uninstall modules_install install-dkms deb test-packages clean
