# SPDX-License-Identifier: MIT
# Debian 12's clang knows no LoongArch, 19 beside it does; to link with there is nothing but what is unpacked (qemu.toml).
set(CMAKE_SYSTEM_PROCESSOR loongarch64)
set(RCT_TARGET loongarch64-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_ASM_COMPILER clang++-19)
if(RCT_LIBRARIES AND NOT EXISTS ${RCT_LIBRARIES}/loongarch64)
  message(FATAL_ERROR "${RCT_LIBRARIES}/loongarch64 is not there; `rseqct kernels libraries loongarch64` fetches it")
endif()
set(CMAKE_SYSROOT ${RCT_LIBRARIES}/loongarch64)
# Not by way of /lib, which is a link: of "lib/gcc/…/../../../../include" ninja makes "include", finds no such header, and
# builds everything anew each time.
set(CMAKE_CXX_COMPILER_EXTERNAL_TOOLCHAIN ${CMAKE_SYSROOT}/usr)
set(CMAKE_EXE_LINKER_FLAGS_INIT -fuse-ld=lld)
set(CMAKE_SHARED_LINKER_FLAGS_INIT -fuse-ld=lld)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RCT_LIBRARIES)
