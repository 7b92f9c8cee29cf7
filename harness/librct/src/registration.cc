// SPDX-License-Identifier: MIT
#include "rct/registration.h"

#include <sys/auxv.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "rct/syscall.h"
#include "rct/verdict.h"

namespace rct {

std::ostream& operator<<(std::ostream& out, Mode mode) {
  return out << (mode == Mode::kBytes32 ? "bytes32" : "extended");
}

std::ostream& operator<<(std::ostream& out, const Area& area) {
  const auto number = [](std::uint32_t value) { return static_cast<std::int32_t>(value); };
  return out << "{cpu_id_start " << number(area.cpu_id_start) << ", cpu_id " << number(area.cpu_id)
             << ", rseq_cs 0x" << std::hex << std::uint64_t{area.rseq_cs} << ", flags 0x"
             << std::uint32_t{area.flags} << std::dec << ", node_id " << number(area.node_id) << ", mm_cid "
             << number(area.mm_cid) << "}";
}

std::uint32_t LengthOf(Mode mode) {
  if (mode == Mode::kBytes32) return kOriginalSize;
  return std::max(kOriginalSize + 1, static_cast<std::uint32_t>(getauxval(kAuxFeatureSize)));
}

AreaMemory::AreaMemory(Mode mode, Sharing sharing) : page_(1, sharing), length_(LengthOf(mode)) {}

Registration::Registration(Mode mode, std::uint32_t signature)
    : own_(std::make_unique<AreaMemory>(mode)), memory_(own_.get()), signature_(signature) {
  Register();
}

Registration::Registration(AreaMemory& memory, std::uint32_t signature)
    : memory_(&memory), signature_(signature) {
  Register();
}

void Registration::Register() {
  const SyscallResult result = Rseq(area(), length(), 0, signature_);
  if (result.value == 0) return;
  std::ostringstream what;
  what << "registering, which must work: " << result;
  throw Broken(what.str());
}

std::ostream& operator<<(std::ostream& out, const Registration& registration) {
  return out << "the registration of " << static_cast<const void*>(registration.area()) << ", "
             << registration.length() << " bytes";
}

Registration::~Registration() { Rseq(area(), length(), kUnregister, signature_); }

}  // namespace rct
