# SPDX-License-Identifier: GPL-2.0-only
#
# What the tests need outside of a kernel tree. "make in-tree" leaves it out, and the
# test of the library.
#
# make -C selftests/device KSRC=/path/to/linux OUTPUT=/absolute/directory
#	[CROSS_COMPILE=prefix-] [all|print-tests|clean]

ifeq ($(wildcard $(KSRC)/tools/testing/selftests/lib.mk),)
$(error KSRC=DIRECTORY is needed: a Linux source tree, for its kselftest harness)
endif
ifneq ($(words $(filter /%,$(OUTPUT))),1)
$(error OUTPUT=DIRECTORY is needed: an absolute path for what is built)
endif

.DEFAULT_GOAL := all

LIBRARY_DIR := ../../tools/liblv1mem
LIBRARY := $(OUTPUT)/liblv1mem/liblv1mem.a
TEST_GEN_PROGS += library
INCLUDES = -I../../include/uapi -I../../include
LOCAL_HDRS += $(LIBRARY_DIR)/lv1mem.h $(wildcard ../../include/uapi/linux/lv1mem.h ../../include/lv1/*.h)
EXTRA_CLEAN := $(OUTPUT)/liblv1mem

$(OUTPUT)/library: $(LIBRARY)

$(LIBRARY): FORCE
	@$(MAKE) --no-print-directory -C $(LIBRARY_DIR) CC="$(CC)" \
		O=$(OUTPUT)/liblv1mem CFLAGS="-O2 -g -Wall -Wextra -Werror" $@

print-tests:
	@printf '%s\n' $(notdir $(TEST_GEN_PROGS))

.PHONY: FORCE print-tests
