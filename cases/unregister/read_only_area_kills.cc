// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AReadOnlyAreaKills) {
  VERIFIES("unregister.read-only-area-kills");
  Shared<std::atomic<bool>> returned;
  const auto unregister = [&](int protection) {
    *returned = false;
    return InChild([&] {
      Registration mine(mode);
      mine.memory().page().Protect(protection);
      syscall(RCT_NR_RSEQ, mine.area(), mine.length(), kUnregister, kSignature);
      *returned = true;
    });
  };

  EXPECT_THAT(unregister(PROT_READ), DiesOf(SIGSEGV));
  EXPECT_FALSE(*returned) << "the call itself is what kills";

  // Control: with a writable area, the child survives.
  CONTROL("unregister.matching-call", unregister(PROT_READ | PROT_WRITE), Survives());
  CONTROL("unregister.matching-call", returned->load(), testing::Eq(true));
}

}  // namespace
}  // namespace rct
