# SPDX-License-Identifier: MIT
# What the toolchain.cmake of every port ends with: clang, and the libraries and the linker that Debian has for RCT_TARGET.
# Not its g++-<target>, which apt does not install beside gcc-multilib: whoever has the one would lose it for the other.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_CXX_COMPILER clang++)
set(CMAKE_ASM_COMPILER clang++)
set(CMAKE_CXX_COMPILER_TARGET ${RCT_TARGET})
set(CMAKE_ASM_COMPILER_TARGET ${RCT_TARGET})
set(RCT_LLD "")  # it does not link for all of them
