# SPDX-License-Identifier: MIT
# What Debian 12 lacks for it: its clang 14 knows no LoongArch (16 does, and is packaged beside it), it has neither libc nor
# libstdc++ to link with (Debian has, from 13 on: libc6-dev-loong64-cross, libstdc++-14-dev-loong64-cross), and QEMU must be
# of 9.1 or newer (Debian 12's backports). There is no qemu.toml yet: images are EFI's compressed ones, which QEMU does not
# unpack, so that the runner must; the payload's offset and size are the words at 8 and 12. Its machine is
# virt, cpu la464, console ttyS0, with initcall_blacklist=i8042_init, for without firmware there is no ACPI. Without PCI
# there is no channel of virtio's either: results must go by the console.
set(CMAKE_SYSTEM_PROCESSOR loongarch64)
set(RCT_TARGET loongarch64-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
