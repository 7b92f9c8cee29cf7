// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, NodeIdFollowsTheThreadToEveryNode) {
  VERIFIES("identity.node-id-current");
  Needs("node-id");
  NeedsNodes(2);
  const KeepAffinity keep;
  Registration mine(mode);

  for (const int cpu : AllowedCpus()) {
    SCOPED_TRACE(testing::Message() << "moved to CPU " << cpu);
    Pin(cpu);
    // NeedsNodes guarantees that getcpu(2) returns at least two nodes on these CPUs.
    EXPECT_EQ(mine->node_id, WhereAmI().node);
  }
}

}  // namespace
}  // namespace rct
