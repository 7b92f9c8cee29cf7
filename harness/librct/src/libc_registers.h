// SPDX-License-Identifier: MIT
#ifndef RCT_SRC_LIBC_REGISTERS_H_
#define RCT_SRC_LIBC_REGISTERS_H_

#include <string>

namespace rct {

extern bool libc_registers;        // set before main() by LIBC_REGISTERS in a case
extern std::string libc_disobeys;  // libc's deviation, which every TEST reports; empty: none

}  // namespace rct

#endif  // RCT_SRC_LIBC_REGISTERS_H_
