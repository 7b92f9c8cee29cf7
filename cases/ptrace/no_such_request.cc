// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, WhereTheRequestIsUnknownItFailsLikeAnyOther) {
  VERIFIES("ptrace.no-such-request");
  Tracee tracee([] { Tracee::Pause(); });
  tracee.AwaitPause();

  RseqConfiguration told{};
  EXPECT_THAT(GetRseqConfiguration(tracee.pid(), sizeof told, &told), FailsWith(EIO));

  // Control: an older request succeeds.
  Require(tracee.Pc() != 0, "a request that every kernel knows");
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct
