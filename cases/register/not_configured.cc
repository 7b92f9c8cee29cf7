// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

WITHOUT_RSEQ;

TEST(Register, KernelWithoutRseqAnswersAnythingWithEnosys) {
  VERIFIES("register.not-configured");
  AreaMemory memory;
  for (const int flags : {0, kSliceDefaultOn, kUnregister, -1}) {
    for (const std::uint32_t length : {kOriginalSize, 0u, 33u, ~0u}) {
      EXPECT_THAT(Rseq(nullptr, length, flags, kSignature), FailsWith(ENOSYS));
      EXPECT_THAT(Rseq(memory.get(), length, flags, kSignature), FailsWith(ENOSYS));
    }
  }
  // Control: another system call works.
  Require(ThreadId() == getpid(), "another system call");
}

}  // namespace
}  // namespace rct
