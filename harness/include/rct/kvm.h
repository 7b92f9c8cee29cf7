// SPDX-License-Identifier: MIT
// A virtual machine of one CPU, whose program does next to nothing.
#ifndef RCT_KVM_H_
#define RCT_KVM_H_

#include <atomic>
#include <cstdint>

#include "rct/memory.h"

namespace rct {

class VirtualMachine {
 public:
  VirtualMachine();  // skips without "kvm"
  ~VirtualMachine();
  VirtualMachine(const VirtualMachine&) = delete;
  VirtualMachine& operator=(const VirtualMachine&) = delete;

  // Runs its program from the beginning: KVM_RUN, which returns when the program was released.
  void Run();
  // For another thread: whether the program is running, and the end of that.
  bool IsRunning() const { return running_ != 0; }
  void Release() { released_ = 1; }

 private:
  Mapping memory_{1, Sharing::kShared};
  volatile std::uint8_t& running_;
  volatile std::uint8_t& released_;
  int kvm_ = -1, machine_ = -1, cpu_ = -1;
};

}  // namespace rct

#endif  // RCT_KVM_H_
