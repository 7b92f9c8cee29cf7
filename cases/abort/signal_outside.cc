// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SignalOutsideOnlyDisarms) {
  VERIFIES("abort.outside-only-disarms");
  Registration mine(mode);
  ExpectOnlyDisarmsOutside(mine.area(), HandledSignal());
}

}  // namespace
}  // namespace rct
