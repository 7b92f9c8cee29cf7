// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SignalIgnoredByDefaultDoesNotAbort) {
  VERIFIES("abort.not-on-default-ignored-signal");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), DefaultIgnoredSignal());
}

}  // namespace
}  // namespace rct
