// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Unregister, WithoutARegistrationItIsInvalid) {
  VERIFIES("unregister.without-registration");
  AreaMemory memory;

  InThread([&memory] {  // a new thread has never been registered
    EXPECT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), FailsWith(EINVAL));
    EXPECT_THAT(Rseq(nullptr, memory.length(), kUnregister, 0), FailsWith(EINVAL));
    EXPECT_THAT(Rseq(nullptr, 0, kUnregister, 0), FailsWith(EINVAL))
        << "nothing registered is no registration of NULL";

    // Control: after a registration, the first of these calls succeeds.
    ASSERT_CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
            Succeeds());
  });
}

}  // namespace
}  // namespace rct
