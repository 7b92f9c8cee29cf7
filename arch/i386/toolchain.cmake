# SPDX-License-Identifier: MIT
set(CMAKE_SYSTEM_PROCESSOR i386)
set(RCT_TARGET i386-linux-gnu)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
