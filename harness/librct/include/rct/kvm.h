// SPDX-License-Identifier: MIT
// A virtual machine with one CPU and a minimal program, for cases about KVM.
#ifndef RCT_KVM_H_
#define RCT_KVM_H_

#include <atomic>
#include <cstdint>

#include "rct/file.h"
#include "rct/memory.h"

namespace rct {

class VirtualMachine {
 public:
  VirtualMachine();  // skips without "kvm"

  // Runs its program from the beginning: KVM_RUN, which returns after Release().
  void Run();
  // For another thread: check that the program is running, and end it.
  bool IsRunning() const { return running_ != 0; }
  void Release() { released_ = 1; }

 private:
  Mapping memory_{1, Sharing::kShared};
  volatile std::uint8_t& running_;
  volatile std::uint8_t& released_;
  File kvm_, machine_, cpu_;
};

}  // namespace rct

#endif  // RCT_KVM_H_
