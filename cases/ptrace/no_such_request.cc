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

  // Control: what every kernel knows succeeds on the same tracee.
  EXPECT_NE(tracee.Pc(), 0u);
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct
