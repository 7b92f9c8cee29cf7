// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, OnceUnregisteredTheThreadMayRegisterAnythingElse) {
  VERIFIES("reregister.after-unregister");
  AreaMemory first(mode);
  AreaMemory second(Mode::kBytes32);
  KeepAffinity keep;
  Pin(AllowedCpus().back());  // its ids are hardly zero, as the memory is

  InThread([mode] {
    // Control: the first registration of a thread fills in its ids.
    const Registration first_ever(mode);
    CONTROL("register.ids-are-current", *first_ever.area(), IsCurrent());
  });
  if (testing::Test::HasFailure()) return;

  // Registrations unlike each other in everything; each ends before the next begins.
  for (int round = 0; round < 3; ++round) {
    ASSERT_THAT(Rseq(first.get(), first.length(), 0, ~kSignature), Succeeds());
    EXPECT_THAT(*first.get(), IsCurrent());
    // Control: while this one lasts the other is refused.
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
