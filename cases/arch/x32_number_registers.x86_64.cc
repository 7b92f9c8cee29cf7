// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Arch, X32NumberRegistersLikeTheOther) {
  VERIFIES("register.x32-number");
  Needs("x32");
  constexpr long kX32Rseq = 0x40000000 + RCT_NR_RSEQ;
  AreaMemory memory(mode);
  {
    // Control: the native number registers the same area.
    const Registration native(memory);
    CONTROL("reregister.same-arguments", native, IsInForce());
  }
  memory->cpu_id = kCpuIdUninitialized;  // only a registration makes it current
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  ASSERT_EQ(syscall(kX32Rseq, memory.get(), memory.length(), 0, kSignature), 0);
  EXPECT_THAT(*memory.get(), IsCurrent());
  EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), FailsWith(EBUSY));
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, memory.get()), Aborts());

  EXPECT_EQ(syscall(kX32Rseq, memory.get(), memory.length(), kUnregister, ~kSignature), -1);
  EXPECT_EQ(errno, EPERM);
  EXPECT_EQ(syscall(kX32Rseq, memory.get(), memory.length(), kUnregister, kSignature), 0);
  EXPECT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), FailsWith(EINVAL))
      << "nothing is registered any more";
}

}  // namespace
}  // namespace rct
