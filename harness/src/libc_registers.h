// SPDX-License-Identifier: MIT
#ifndef RCT_SRC_LIBC_REGISTERS_H_
#define RCT_SRC_LIBC_REGISTERS_H_

namespace rct {

extern bool libc_registers;  // set before main() by a case that says LIBC_REGISTERS

}  // namespace rct

#endif  // RCT_SRC_LIBC_REGISTERS_H_
