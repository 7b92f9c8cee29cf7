// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, CallThatNeitherSleepsNorSignalsLeavesTheIds) {
  VERIFIES("identity.call-leaves-ids");
  // The kernel may kill a thread that is preempted while its id is overwritten.
  const Ending ending = InChildUnpreempted([&](const std::function<void()>& begin) {
    Pin(AllowedCpus().front());
    Registration mine(mode);
    // Control: the kernel wrote the id at the registration.
    ASSERT_CONTROL("register.ids-are-current", mine->cpu_id_start, testing::Eq(WhereAmI().cpu));
    begin();
    std::uint32_t seen = 0;
    DespiteUpkeep([&] {
      mine->cpu_id_start = kCpuIdUninitialized;
      getppid();
      seen = mine->cpu_id_start;
      mine->cpu_id_start = mine->cpu_id;
      return std::uint64_t{seen == kCpuIdUninitialized};
    });
    EXPECT_EQ(seen, kCpuIdUninitialized);
  });
  EXPECT_THAT(ending, Survives());
}

}  // namespace
}  // namespace rct
