// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, WrongSignatureIsRefusedAndChangesNothing) {
  VERIFIES("unregister.signature-mismatch");
  Registration mine(mode);
  ASSERT_CONTROL("reregister.same-arguments", mine, IsInForce());

  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, ~kSignature), FailsWith(EPERM));
  ASSERT_THAT(mine, IsInForce()) << "a refused call must not drop the registration";

  // Control: the same call succeeds with the right signature.
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct
