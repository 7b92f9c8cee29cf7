// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, PageFaultThatSleepsAbortsAtEverySlot) {
  VERIFIES("abort.on-sleeping-fault");
  Registration mine(mode);
  for (const auto codes : {LoadSections(), StoreSections()}) {
    for (int slot = 0; slot < RCT_SLOTS; ++slot) {
      SCOPED_TRACE((codes.data() == LoadSections().data() ? "load, slot " : "store, slot ") +
                   std::to_string(slot));
      Section section(codes[slot]);
      EXPECT_THAT(SleepOnFault(section, mine.area()), Aborts());
    }
  }
}

}  // namespace
}  // namespace rct
