# SPDX-License-Identifier: MIT
# Cross-builds for aarch64: clang and lld, with the libraries of Debian's libc6-dev-arm64-cross and
# libstdc++-…-dev-arm64-cross. Not g++-aarch64-linux-gnu: it cannot be installed beside the g++-multilib of i386.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER clang++)
set(CMAKE_ASM_COMPILER clang++)
set(CMAKE_CXX_COMPILER_TARGET aarch64-linux-gnu)
set(CMAKE_ASM_COMPILER_TARGET aarch64-linux-gnu)
foreach(kind EXE SHARED MODULE)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT -fuse-ld=lld)  # the machine's own linker is for the machine only
endforeach()
