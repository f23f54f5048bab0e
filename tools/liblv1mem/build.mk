# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the makefiles of the library and the command have in common: the compiler and its
# flags, and O.

ifneq ($(words $(filter /%,$(O))),1)
$(error O=DIRECTORY is needed: an absolute path for what is built)
endif

ifeq ($(origin CC),default)
CC := $(CROSS_COMPILE)gcc
endif

CFLAGS ?= -O2 -g -Wall -Wextra -Werror
LV1MEM_CFLAGS := -std=gnu11 -D_GNU_SOURCE= -D_FILE_OFFSET_BITS=64 \
	-I../../include/uapi -I../../include

# The file changes with the compiler and the flags; objects depend on it.
FLAGS_FILE := $(O)/flags
flags := $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(STATIC)
ifneq ($(file <$(FLAGS_FILE)),$(flags))
$(shell mkdir -p $(O))
$(file >$(FLAGS_FILE),$(flags))
endif
