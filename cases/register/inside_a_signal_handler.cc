// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Wanted {
  AreaMemory memory;
  SyscallResult result;
};
Wanted* wanted = nullptr;

void RegisterHere(int /*signal*/) {
  wanted->result = Rseq(wanted->memory.get(), wanted->memory.length(), 0, kSignature);
}

TEST_MODES(Register, WorksInsideASignalHandler) {
  VERIFIES("register.inside-signal-handler");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // its ids are hardly zero, as the memory is
  Wanted mine{AreaMemory(mode), {}};
  wanted = &mine;
  // Control: before the signal, nothing is registered.
  ASSERT_THAT(Rseq(mine.memory.get(), mine.memory.length(), kUnregister, kSignature), FailsWith(EINVAL));

  Require(std::signal(SIGUSR1, RegisterHere) != SIG_ERR, "signal");
  raise(SIGUSR1);
  std::signal(SIGUSR1, SIG_DFL);

  EXPECT_THAT(mine.result, Succeeds());
  EXPECT_THAT(*mine.memory.get(), IsCurrent());
  EXPECT_THAT(Rseq(mine.memory.get(), mine.memory.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct
