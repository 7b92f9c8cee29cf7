// SPDX-License-Identifier: MIT
#ifndef RCT_SRC_LIBC_REGISTERS_H_
#define RCT_SRC_LIBC_REGISTERS_H_

#include <string>

namespace rct {

extern bool libc_registers;        // set before main() by a case that says LIBC_REGISTERS
extern std::string libc_disobeys;  // how libc does otherwise, for every TEST to report; empty if it does not

}  // namespace rct

#endif  // RCT_SRC_LIBC_REGISTERS_H_
