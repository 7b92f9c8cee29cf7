// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, CpuAndNodeAreRightAsSoonAsTheCallReturns) {
  VERIFIES("register.ids-are-current");
  const KeepAffinity keep;
  for (const int cpu : AllowedCpus()) {
    SCOPED_TRACE("on CPU " + std::to_string(cpu));
    Pin(cpu);
    AreaMemory memory(mode);
    // This value is neither the number of a CPU nor of a node.
    for (auto* id : {&memory->cpu_id_start, &memory->cpu_id, &memory->node_id}) *id = 0x5a5a5a5a;

    Registration mine(memory);
    const Area seen = *mine.area();  // read before any other system call
    EXPECT_THAT(seen, IsCurrent());
  }
}

}  // namespace
}  // namespace rct
