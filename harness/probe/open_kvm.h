// SPDX-License-Identifier: MIT
// Checks /dev/kvm for virtual machines that run the port's program.
#ifndef RCT_PROBE_OPEN_KVM_H_
#define RCT_PROBE_OPEN_KVM_H_

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "rct/file.h"
#include "sections.h"
#ifdef RCT_KVM
#include RCT_KVM
#endif

namespace rct {

// Why no virtual machine can be made, or "".
inline std::string WhyNoVirtualMachine() {
#ifndef RCT_KVM
  return "this port has no program for a virtual machine";
#else
  const File kvm(open("/dev/kvm", O_RDWR | O_CLOEXEC));
  if (!kvm) return "/dev/kvm cannot be opened";
  const File machine(ioctl(kvm.get(), KVM_CREATE_VM, 0));
  return machine ? "" : "KVM_CREATE_VM is refused";
#endif
}

}  // namespace rct

#endif  // RCT_PROBE_OPEN_KVM_H_
