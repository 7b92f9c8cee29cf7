// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, UpperHalvesOfLengthFlagsAndSignatureAreIgnored) {
  VERIFIES("register.upper-halves-ignored");
  const auto junk = static_cast<unsigned long>(std::uint64_t{0xa5a5a5a5} << 32);
  AreaMemory memory(mode);
  const auto area = reinterpret_cast<unsigned long>(memory.get());
  const auto call = [&](unsigned long in_length, unsigned long in_flags, unsigned long in_signature) {
    ASSERT_THAT(RseqRegisters(area, memory.length() | in_length, in_flags, kSignature | in_signature),
                Succeeds());
    EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), FailsWith(EBUSY))
        << "the lower halves alone are what was registered";
    EXPECT_THAT(
        RseqRegisters(area, memory.length() | in_length, kUnregister | in_flags, kSignature | in_signature),
        Succeeds());
  };
  {
    // Control: the same calls succeed with zero in the upper halves.
    const ControlScope control("register.valid-area");
    call(0, 0, 0);
  }
  if (testing::Test::HasFailure()) return;
  call(junk, 0, 0);
  call(0, junk, 0);
  call(0, 0, junk);
}

}  // namespace
}  // namespace rct
