// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, NodeIdAndMmCidAreLeftAtZero) {
  VERIFIES("unregister.node-and-mm-cid-reset");
  Needs("node-id");
  Needs("mm-cid");
  // Both fields are usually 0 already, so the thread first overwrites them. The kernel may kill a thread that
  // is preempted with such values.
  const Ending ending = InChildUnpreempted([&](const std::function<void()>& begin) {
    Pin(AllowedCpus().front());
    Registration mine(mode);
    begin();
    mine->node_id = ~0u;
    mine->mm_cid = ~0u;
    ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                   Succeeds());
    EXPECT_EQ(mine->node_id, 0u);
    EXPECT_EQ(mine->mm_cid, 0u);
  });
  EXPECT_THAT(ending, Survives());
}

}  // namespace
}  // namespace rct
