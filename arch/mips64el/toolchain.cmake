# SPDX-License-Identifier: MIT
set(CMAKE_SYSTEM_PROCESSOR mips64el)
set(RCT_TARGET mips64el-linux-gnuabi64)
include(${CMAKE_CURRENT_LIST_DIR}/../cross.cmake)
