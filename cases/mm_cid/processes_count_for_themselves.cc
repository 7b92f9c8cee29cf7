// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, TwoProcessesMayBothHaveZero) {
  VERIFIES("mm_cid.per-process");
  Needs("mm-cid");
  NeedsCpus(2);
  {
    // Control: two threads of one process have different ids.
    Crew crew(2);
    CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
  }
  const Shared<std::atomic<int>> begun;
  const auto have_zero = [&] {
    AreaMemory memory(Mode::kExtended);
    memory->mm_cid = ~0u;
    const Registration mine(memory);
    EXPECT_EQ(mine->mm_cid, 0u);
    ++*begun;
    WaitFor("the other process", [&] { return *begun == 2; });
    EXPECT_EQ(mine->mm_cid, 0u);
  };
  Child one(have_zero), other(have_zero);
  EXPECT_THAT(one.Wait(), Survives());
  EXPECT_THAT(other.Wait(), Survives());
}

}  // namespace
}  // namespace rct
