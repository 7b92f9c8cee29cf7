# SPDX-License-Identifier: MIT
set(CMAKE_SYSTEM_PROCESSOR i386)
set(RCT_TARGET i386-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
# Where asm/ is, but for a link of gcc-multilib's, which cannot be installed beside a cross gcc.
set(CMAKE_CXX_FLAGS_INIT -idirafter/usr/include/x86_64-linux-gnu)
