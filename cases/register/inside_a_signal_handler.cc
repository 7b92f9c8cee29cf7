// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, WorksInsideASignalHandler) {
  VERIFIES("register.inside-signal-handler");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero, unlike fresh memory
  {
    // Control: outside a handler, the ids are filled in.
    const Registration outside(mode);
    ASSERT_CONTROL("register.ids-are-current", *outside.area(), IsCurrent());
  }
  AreaMemory memory(mode);
  const auto rseq = [&](int flags) { return Rseq(memory.get(), memory.length(), flags, kSignature); };
  // Control: before the signal, nothing is registered.
  ASSERT_CONTROL("unregister.without-registration", rseq(kUnregister), FailsWith(EINVAL));

  SyscallResult result{};
  {
    const Handler handler(SIGUSR1, [&](void*) { result = rseq(0); });
    raise(SIGUSR1);
  }
  EXPECT_THAT(result, Succeeds());
  EXPECT_THAT(*memory.get(), IsCurrent());
  EXPECT_THAT(rseq(kUnregister), Succeeds());
}

}  // namespace
}  // namespace rct
