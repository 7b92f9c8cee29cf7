# SPDX-License-Identifier: MIT
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(RCT_TARGET aarch64-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
