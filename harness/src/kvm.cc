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
  kvm_ = open("/dev/kvm", O_RDWR | O_CLOEXEC);
  RequireCall(kvm_ != -1, "opening /dev/kvm");
  machine_ = ioctl(kvm_, KVM_CREATE_VM, 0);
  RequireCall(machine_ != -1, "ioctl(KVM_CREATE_VM)");
  const kvm_userspace_memory_region memory{0, 0, 0, memory_.size(),
                                           reinterpret_cast<std::uintptr_t>(memory_.begin())};
  RequireCall(ioctl(machine_, KVM_SET_USER_MEMORY_REGION, &memory) == 0, "ioctl(KVM_SET_USER_MEMORY_REGION)");
  cpu_ = ioctl(machine_, KVM_CREATE_VCPU, 0);
  RequireCall(cpu_ != -1, "ioctl(KVM_CREATE_VCPU)");
  std::memcpy(memory_.begin(), kKvmProgram, sizeof kKvmProgram);
}

void VirtualMachine::Run() {
  running_ = 0;
  released_ = 0;
  RequireCall(BeginKvmProgram(cpu_) && Uninterrupted([this] { return ioctl(cpu_, KVM_RUN, 0); }) == 0,
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

VirtualMachine::~VirtualMachine() {
  for (const int file : {cpu_, machine_, kvm_})
    if (file != -1) close(file);
}

}  // namespace rct
