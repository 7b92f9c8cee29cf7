// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, IgnoredSignalDoesNotAbort) {
  VERIFIES("abort.not-on-ignored-signal");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), IgnoredSignal());
}

}  // namespace
}  // namespace rct
