// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, RegistersTheFirstThreadAndEveryOtherOne) {
  VERIFIES("libc.registers");
  const KeepAffinity keep;
  const auto expect_registered = [] {
    const LibcRseq libc = Libc();
    EXPECT_NE(libc.size, 0u);
    EXPECT_THAT(Rseq(libc.area, LibcLength(), 0, kSignature), FailsWith(EBUSY));
    for (const int cpu : AllowedCpus()) {
      Pin(cpu);
      EXPECT_THAT(*libc.area, IsCurrent());
    }
  };
  expect_registered();
  Area* const mine = Libc().area;
  InThread([&] {
    expect_registered();
    EXPECT_NE(Libc().area, mine);
  });
  expect_registered();

  // Control: a child that shares memory is not registered, so the same call succeeds there.
  AreaMemory memory;
  CONTROL("fork.clone-vm-unregistered",
          InClone(CLONE_VM | CLONE_VFORK,
                  [&] { EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds()); }),
          Survives());
}

}  // namespace
}  // namespace rct
