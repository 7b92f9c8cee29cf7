# SPDX-License-Identifier: MIT
set(CMAKE_SYSTEM_PROCESSOR arm)
set(RCT_TARGET arm-linux-gnueabihf)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
