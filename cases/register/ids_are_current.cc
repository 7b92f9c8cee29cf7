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
    for (auto* id : {&memory->cpu_id_start, &memory->cpu_id, &memory->node_id}) *id = 0x5a5a5a5a;
    // Control: so far the fields are not right.
    ASSERT_THAT(*memory.get(), testing::Not(IsCurrent()));

    Registration mine(memory);
    const Area seen = *mine.area();  // before any other system call
    EXPECT_THAT(seen, IsCurrent());
  }
}

}  // namespace
}  // namespace rct
