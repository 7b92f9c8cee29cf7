// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, OnceUnregisteredTheThreadMayRegisterAnythingElse) {
  VERIFIES("reregister.after-unregister");
  AreaMemory first(mode);
  AreaMemory second(Mode::kBytes32);
  KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero, unlike fresh memory

  InThread([mode] {
    // Control: the first registration of a new thread fills in the ids.
    const Registration first_ever(mode);
    CONTROL("register.ids-are-current", *first_ever.area(), IsCurrent());
  });
  if (testing::Test::HasFailure()) return;

  // The two registrations differ in every argument. Each one ends before the next begins.
  for (int round = 0; round < 3; ++round) {
    ASSERT_THAT(Rseq(first.get(), first.length(), 0, ~kSignature), Succeeds());
    EXPECT_THAT(*first.get(), IsCurrent());
    // Control: during this registration, the other one is refused.
    CONTROL("reregister.different-area", Rseq(second.get(), second.length(), 0, kSignature),
            FailsWith(EINVAL));
    ASSERT_CONTROL("unregister.matching-call", Rseq(first.get(), first.length(), kUnregister, ~kSignature),
                   Succeeds());

    ASSERT_THAT(Rseq(second.get(), second.length(), 0, kSignature), Succeeds());
    EXPECT_THAT(*second.get(), IsCurrent());
    ASSERT_CONTROL("unregister.matching-call", Rseq(second.get(), second.length(), kUnregister, kSignature),
                   Succeeds());
  }
}

}  // namespace
}  // namespace rct
