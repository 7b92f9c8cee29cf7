// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, TickThatSwitchesToNobodyDoesNotAbort) {
  VERIFIES("abort.not-on-tick");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), Tick(mine.area()));
}

}  // namespace
}  // namespace rct
