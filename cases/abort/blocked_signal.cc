// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, BlockedSignalDoesNotAbort) {
  VERIFIES("abort.not-on-blocked-signal");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), BlockedSignal());
}

}  // namespace
}  // namespace rct
