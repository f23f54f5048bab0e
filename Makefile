# SPDX-License-Identifier: GPL-2.0-only
#
## lv1mem: hypervisor memory for programs on PlayStation 3 Linux
##
##   make run             boot PS3 Linux on OpenLV1 and show lv1mem at work
##   make shell           boot it and type commands there
##   make test            run the quick tests
##       KERNEL=6.1       ... on another kernel, newest, "6.12 6.1" for both, or a path
##   make test SET=NAME   run other tests (most build a kernel the first time):
##       machine          OpenLV1 and ps3vm: options, kexec, terminal, lost machines
##       debug            the driver, on kernels with lockdep, kmemleak, KCSAN, ...
##       kernels          boot kernels of other configurations: pages of 64 KiB,
##                        ps3_defconfig, and pseries without OpenLV1
##       matrix           kernels as distributions configure them, and the newest:
##                        ROW='6.12 elfv2' for one of them, whatever KERNEL is;
##                        MODE=record for the table in
##                        Documentation/kernel-tests.rst
##       kernel           the kernel's own tests, on OpenLV1 and on pseries
##       in-tree          what make in-tree writes
##       patches          what make patches writes: each step, without and with it,
##                        the driver built in and as a module
##       packages         what make install, make deb and packaging/ install
##       builds           with each compiler of Debian 12 and 13 that is installed, and
##                        make run and make test in a fresh Debian 13
##       stick            what make stick builds: it boots, and saves a report
##       docs             the documents: they build, links work, facts agree
##       coverage         which lines of the driver the tests reach
##       soak             processes use the driver at random and are killed, for
##                        SECONDS=60 on each of two kernels
##       all              make test and each of these, with one total
##   make check           check the sources: style, sparse, shellcheck, ...
##   make bench           count the instructions that the driver and OpenLV1 cost
##       MODE=check       fail if the driver costs 2 % more than recorded
##       MODE=record      record what the driver costs
##   make fuzz            find faults with random input, in SECONDS=60
##       PART=openlv1     ... for each part of OpenLV1, with libFuzzer
##       PART=driver      ... for the driver, on the kernel of SET=debug
##   make docs            HTML in build/docs/html, man pages in build/docs/man
##
## For a console: on it, or on a PC with CROSS_COMPILE=powerpc64-linux-gnu-
##   make modules KDIR=DIR    build the module for the kernel with build tree DIR
##   make tool            build the command, build/lv1mem; static with STATIC=1
##   make library         build liblv1mem, in build/liblv1mem
##   make modules_install install the module in /lib/modules
##   make install         install command, library, headers, man pages, udev rule
##       DKMS=1           ... and the module's source, for DKMS to build
##   make uninstall       remove what make install installed, except for DKMS
##   make deb             build Debian packages in build/deb; DEB_ARCH=ppc64
##   make in-tree KSRC=DIR    put the driver into the kernel tree DIR
##   make patches KSRC=DIR    write patches for the kernel tree DIR to build/patches:
##                        fixes, and the driver; author: SIGNOFF='Name <mail>'
##
##   make stick           build a stick that boots a console and saves a report
##
##   make clean           remove build/; kernels stay in ~/.cache/ps3vm
##
## One command in the virtual machine: tools/ps3vm/ps3vm -- lv1mem info

KERNEL ?= 6.12
SET ?= quick
MODE ?= show
PART ?= openlv1
SECONDS ?= 60
CROSS_COMPILE ?=
KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DEB_ARCH ?= ppc64

comma := ,
ifneq ($(words [$(CURDIR)])$(findstring :,$(CURDIR))$(findstring $(comma),$(CURDIR))$(findstring ',$(CURDIR)),1)
$(error the path of this clone must have no blank, colon, comma or quote, as make and kbuild cannot have them: clone to another folder)
endif

build := $(CURDIR)/build
version := $(shell sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

run:
	@tools/ps3vm/ps3vm --kernel $(KERNEL) -- tour

shell:
	@tools/ps3vm/ps3vm --interactive --kernel $(KERNEL)

test:
	@selftests/run '$(SET)' '$(SECONDS)' $(KERNEL)

check:
	@selftests/check $(KERNEL)

bench:
	@selftests/host/bench/run '$(MODE)' $(KERNEL)

fuzz_openlv1 := selftests/unit/openlv1/fuzz/run --seconds
fuzz_driver := selftests/host/driver/random

fuzz:
	@$(or $(fuzz_$(PART)),$(error there is no PART=$(PART); there are: openlv1 driver)) '$(SECONDS)'

docs:
	@Documentation/build html
	@Documentation/build man

in-tree:
	@tools/in-tree '$(KSRC)'

patches: export SIGNOFF := $(SIGNOFF)
patches:
	@tools/patches '$(KSRC)' "$$SIGNOFF"

stick:
	@packaging/stick/build $(KERNEL)

# kbuild builds beside the sources, so give it links to them.
modules:
	@test -f '$(KDIR)/Makefile' || \
		{ echo 'KDIR=$(KDIR) is no kernel build tree: install the headers of your kernel, or give KDIR=' >&2; exit 1; }
	@grep -qx CONFIG_PPC_PS3=y '$(KDIR)/.config' || \
		{ echo 'KDIR=$(KDIR) is not of a PS3 kernel: its .config lacks CONFIG_PPC_PS3=y' >&2; exit 1; }
	@! grep -qx CONFIG_TRIM_UNUSED_KSYMS=y '$(KDIR)/.config' || ! for symbol in _lv1_allocate_memory vmf_insert_pfn_prot unmap_mapping_range; do \
		grep -qsw "$$symbol" '$(KDIR)/Module.symvers' || echo "$$symbol"; done | grep -q . || \
		{ echo "KDIR=$(KDIR) is of a kernel that exports only what its own modules use (CONFIG_TRIM_UNUSED_KSYMS): put the driver into its tree with make in-tree, or see Documentation/console.rst" >&2; exit 1; }
	@case '$(CROSS_COMPILE)$(LLVM)-'$$(uname -m) in -ppc* | ?*-*) ;; *) \
		echo "KDIR=$(KDIR) is of a PowerPC kernel, and this machine is not one: add CROSS_COMPILE=powerpc64-linux-gnu-" >&2; exit 1 ;; esac
	@mkdir -p $(build)/modules/drivers/ps3/lv1mem
	@ln -sfn $(CURDIR)/include $(build)/modules/include
	@ln -sf $(CURDIR)/drivers/ps3/lv1mem/* $(build)/modules/drivers/ps3/lv1mem/
	$(MAKE) -C '$(KDIR)' $(if $(CROSS_COMPILE),ARCH=powerpc CROSS_COMPILE=$(CROSS_COMPILE)) \
		M=$(build)/modules/drivers/ps3/lv1mem modules
	@cp $(build)/modules/drivers/ps3/lv1mem/lv1mem.ko $(build)/
	@echo 'built: build/lv1mem.ko'

# musl-gcc takes the kernel's headers from the system only if it is told to, and last, so
# that glibc's stay out.
ifeq ($(notdir $(CC)),musl-gcc)
tool library: export CPPFLAGS += -idirafter /usr/include -idirafter /usr/include/$(shell $(CC) -print-multiarch)
endif

tool:
	@$(MAKE) -s -C tools/lv1mem O=$(build)/tool/$(CROSS_COMPILE)$(if $(STATIC),static) CROSS_COMPILE=$(CROSS_COMPILE)
	@cp $(build)/tool/$(CROSS_COMPILE)$(if $(STATIC),static)/lv1mem $(build)/
	@echo 'built: build/lv1mem'

library:
	@$(MAKE) -s -C tools/liblv1mem O=$(build)/library/$(CROSS_COMPILE) CROSS_COMPILE=$(CROSS_COMPILE)
	@mkdir -p $(build)/liblv1mem
	@cp $(build)/library/$(CROSS_COMPILE)/liblv1mem.* $(build)/liblv1mem/
	@echo 'built: build/liblv1mem'

# Only for these targets: tests that make starts install elsewhere.
install uninstall: export VERSION := $(version)
install uninstall: export PREFIX := $(PREFIX)
install uninstall: export LIBDIR := $(LIBDIR)
install uninstall: export DESTDIR := $(DESTDIR)
install uninstall: export BUILD = $(build)

install: tool library
	@packaging/install lv1mem
	@echo 'installed in $(DESTDIR)$(PREFIX)'
ifneq ($(DKMS),)
	@packaging/install dkms
	@echo 'now: dkms install lv1mem/$(version)'
endif

uninstall:
	@packaging/install --remove lv1mem

modules_install: modules
	$(MAKE) -C '$(KDIR)' $(if $(CROSS_COMPILE),ARCH=powerpc CROSS_COMPILE=$(CROSS_COMPILE)) \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(DESTDIR)) M=$(build)/modules/drivers/ps3/lv1mem modules_install

deb:
	@packaging/deb $(DEB_ARCH)

clean:
	rm -rf $(build)

.PHONY: help run shell test check bench fuzz docs in-tree patches stick modules tool library install uninstall modules_install \
	deb clean
