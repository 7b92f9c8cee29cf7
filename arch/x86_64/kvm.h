// SPDX-License-Identifier: MIT
// A program for a virtual machine, in 16-bit code: it says that it runs, waits to be released, and halts.
#ifndef RCT_ARCH_X86_64_KVM_H_
#define RCT_ARCH_X86_64_KVM_H_

#include <linux/kvm.h>
#include <sys/ioctl.h>

#include <cstdint>

namespace rct {

inline constexpr std::uint8_t kKvmProgram[] = {
    0xc6, 0x06, 0x01, 0x01, 0x01,  //       movb $1, 0x101
    0x80, 0x3e, 0x00, 0x01, 0x00,  // wait: cmpb $0, 0x100
    0x74, 0xf9,                    //       je wait
    0xf4,                          //       hlt
};
inline constexpr std::size_t kKvmReleased = 0x100, kKvmRunning = 0x101;

// Makes a virtual CPU's next instruction the program's first one, at address 0. Whether that worked.
inline bool BeginKvmProgram(int cpu) {
  kvm_sregs segments{};
  kvm_regs registers{};
  if (ioctl(cpu, KVM_GET_SREGS, &segments) != 0) return false;
  segments.cs.base = segments.cs.selector = 0;
  registers.rflags = 2;  // the bit that is always set
  return ioctl(cpu, KVM_SET_SREGS, &segments) == 0 && ioctl(cpu, KVM_SET_REGS, &registers) == 0;
}

}  // namespace rct

#endif  // RCT_ARCH_X86_64_KVM_H_
