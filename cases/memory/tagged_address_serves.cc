// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kSetTaggedAddresses = 55;  // PR_SET_TAGGED_ADDR_CTRL

TEST_MODES(Memory, AnAreaMayBeGivenByATaggedAddress) {
  VERIFIES("memory.tagged-address");
  Needs("tagged-addresses");
  AreaMemory memory(mode);
  const auto tagged =
      reinterpret_cast<std::uintptr_t>(memory.get()) | static_cast<std::uintptr_t>(0x2aULL << 56);
  auto* const area = reinterpret_cast<Area*>(tagged);
  // In a thread of its own, because each is asked whether it wants them.
  std::thread([&] {
    // Control: not so before they are allowed.
    EXPECT_THAT(Rseq(area, memory.length(), 0, kSignature), FailsWith(EFAULT));
    Require(prctl(kSetTaggedAddresses, 1, 0, 0, 0) == 0, "prctl(PR_SET_TAGGED_ADDR_CTRL)");
    EXPECT_THAT(Rseq(area, memory.length(), 0, kSignature), Succeeds());
    Pin(AllowedCpus().back());
    EXPECT_THAT(*memory.get(), IsCurrent());
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, area), Aborts());
    EXPECT_THAT(Rseq(area, memory.length(), kUnregister, kSignature), Succeeds());
  }).join();
}

}  // namespace
}  // namespace rct
