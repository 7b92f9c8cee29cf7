// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kSetTaggedAddresses = 55;  // PR_SET_TAGGED_ADDR_CTRL, since 5.4

TEST_MODES(Arch, AreaMayBeRegisteredByATaggedAddressWhereThatIsEnabled) {
  VERIFIES("arch.tagged-area");
  Needs("tagged-addresses");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory(mode);
  {
    // Control: the same address is accepted without a tag.
    const Registration untagged(memory);
    CONTROL("reregister.same-arguments", untagged, IsInForce());
  }
  memory->cpu_id = kCpuIdUninitialized;  // only a registration makes it current
  auto* const tagged =
      reinterpret_cast<Area*>(reinterpret_cast<std::uintptr_t>(memory.get()) | std::uintptr_t{0x2a} << 56);
  const auto rseq = [&](Area* area, int flags) { return Rseq(area, memory.length(), flags, kSignature); };
  EXPECT_THAT(rseq(tagged, 0), FailsWith(EFAULT)) << "not enabled";

  RequireCall(prctl(kSetTaggedAddresses, 1L, 0L, 0L, 0L) == 0, "prctl(PR_SET_TAGGED_ADDR_CTRL)");
  ASSERT_THAT(rseq(tagged, 0), Succeeds());
  EXPECT_THAT(*memory.get(), IsCurrent());
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, memory.get()), Aborts());
  EXPECT_THAT(rseq(memory.get(), kUnregister), FailsWith(EINVAL)) << "addresses are compared with their tags";
  EXPECT_THAT(rseq(tagged, kUnregister), Succeeds());
  RequireCall(prctl(kSetTaggedAddresses, 0L, 0L, 0L, 0L) == 0, "prctl(PR_SET_TAGGED_ADDR_CTRL)");
}

}  // namespace
}  // namespace rct
