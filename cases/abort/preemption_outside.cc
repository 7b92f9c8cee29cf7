// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, PreemptionOutsideOnlyDisarms) {
  VERIFIES("abort.outside-only-disarms");
  Registration mine(mode);
  ExpectOnlyDisarmsOutside(mine.area(), Preemption());
}

}  // namespace
}  // namespace rct
