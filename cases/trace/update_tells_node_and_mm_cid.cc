// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(TraceEvents, AnUpdateIsToldWithNodeAndMmCid) {
  VERIFIES("trace.update-node-and-mm-cid");
  Needs("node-id");
  Needs("mm-cid");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Trace trace("rseq_update");
  Registration mine(mode);
  for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0]}) {
    trace.Lines();
    Pin(cpu);
    const std::string told = "cpu_id=" + std::to_string(cpu) + " node_id=" + std::to_string(mine->node_id) +
                             " mm_cid=" + std::to_string(mine->mm_cid);
    EXPECT_THAT(trace.Lines(), testing::Contains(told));
  }
  // Control: these are the current ids of the thread.
  CONTROL("identity.node-id-current", *mine.area(), IsCurrent());
}

}  // namespace
}  // namespace rct
