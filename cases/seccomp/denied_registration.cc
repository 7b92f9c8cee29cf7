// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST_MODES(Seccomp, DeniedRegistrationFailsAsTheFilterSaysAndRegistersNothing) {
  VERIFIES("seccomp.denied");
  Needs("seccomp-filter");
  const auto child = [&] {
    constexpr std::uint32_t kDenied = 0x12345678;
    Filter filter;
    filter.On(RCT_NR_RSEQ, SCMP_ACT_ERRNO(ENOTTY), SCMP_A3(SCMP_CMP_EQ, kDenied));
    filter.Load();
    AreaMemory memory(mode);
    memory->cpu_id = kCpuIdUninitialized;

    ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kDenied), FailsWith(ENOTTY));
    BlockOnce();
    ASSERT_EQ(memory->cpu_id, kCpuIdUninitialized) << "nothing may write an area that is not registered";
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), FailsWith(EINVAL));

    // Control: with a signature that the filter allows, the same call registers.
    CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    CONTROL("register.ids-are-current", memory->cpu_id, testing::Ne(kCpuIdUninitialized));
    CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
            Succeeds());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct
