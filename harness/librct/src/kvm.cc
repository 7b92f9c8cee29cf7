// SPDX-License-Identifier: MIT
#include "rct/kvm.h"

#include <cstring>

#include "open_kvm.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"

namespace rct {

#ifdef RCT_KVM
VirtualMachine::VirtualMachine()
    : running_(*memory_.As<std::uint8_t>(kKvmRunning)), released_(*memory_.As<std::uint8_t>(kKvmReleased)) {
  Needs("kvm");
  kvm_ = File(open("/dev/kvm", O_RDWR | O_CLOEXEC));
  RequireCall(static_cast<bool>(kvm_), "opening /dev/kvm");
  machine_ = File(ioctl(kvm_.get(), KVM_CREATE_VM, 0));
  RequireCall(static_cast<bool>(machine_), "ioctl(KVM_CREATE_VM)");
  const kvm_userspace_memory_region memory{0, 0, 0, memory_.size(),
                                           reinterpret_cast<std::uintptr_t>(memory_.begin())};
  RequireCall(ioctl(machine_.get(), KVM_SET_USER_MEMORY_REGION, &memory) == 0,
              "ioctl(KVM_SET_USER_MEMORY_REGION)");
  cpu_ = File(ioctl(machine_.get(), KVM_CREATE_VCPU, 0));
  RequireCall(static_cast<bool>(cpu_), "ioctl(KVM_CREATE_VCPU)");
  std::memcpy(memory_.begin(), kKvmProgram, sizeof kKvmProgram);
}

void VirtualMachine::Run() {
  running_ = 0;
  released_ = 0;
  RequireCall(
      BeginKvmProgram(cpu_.get()) && Uninterrupted([this] { return ioctl(cpu_.get(), KVM_RUN, 0); }) == 0,
      "ioctl(KVM_RUN)");
  if (running_ == 0 || released_ == 0) throw Broken("a virtual machine did not run its program to its end");
  running_ = 0;
}
#else
VirtualMachine::VirtualMachine() : running_(*memory_.As<std::uint8_t>()), released_(running_) {
  Needs("kvm");
}
void VirtualMachine::Run() {}
#endif

}  // namespace rct
